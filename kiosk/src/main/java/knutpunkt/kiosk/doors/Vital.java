package knutpunkt.kiosk.doors;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import knutpunkt.wire.BootId;
import knutpunkt.wire.message.ControllerState;
import knutpunkt.wire.message.Heartbeat;

/**
 * What is known of one controller's life, and which of its messages are old: an old birth, heartbeat or will, kept by a
 * broker or sent again by somebody, must not make a dead controller look alive or a living one dead. Used under its
 * owner's lock.
 */
final class Vital {
    /** How many earlier runs are remembered, so that their messages are known to be old. */
    private static final int EARLIER_MAX = 64;

    private final Set<BootId> earlier = new LinkedHashSet<>();
    private Optional<BootId> boot;
    private long connection;
    private long birthUptimeMillis;
    private long beatUptimeMillis;
    private long heardNanos;
    private Instant heardAt;
    private boolean online;

    Vital(Optional<BootId> boot, long connection, long uptimeMillis, boolean online, long nowNanos, Instant now) {
        this.boot = boot;
        this.connection = connection;
        this.birthUptimeMillis = uptimeMillis;
        this.beatUptimeMillis = uptimeMillis;
        this.online = online;
        this.heardNanos = nowNanos;
        this.heardAt = now;
    }

    enum Age {
        OLD,
        /** Of the run that is known. */
        SAME_RUN,
        /** The first of a run not seen before. */
        NEW_RUN
    }

    Age ageOf(ControllerState.Online birth) {
        if (earlier.contains(birth.boot())) {
            return Age.OLD;
        }
        if (!boot.filter(birth.boot()::equals).isPresent()) {
            return Age.NEW_RUN;
        }
        boolean newer = birth.connection() > connection
                || (birth.connection() == connection && birth.uptimeMillis() > birthUptimeMillis);
        return newer ? Age.SAME_RUN : Age.OLD;
    }

    void born(ControllerState.Online birth, long nowNanos, Instant now) {
        boot.filter(before -> !before.equals(birth.boot())).ifPresent(this::remember);
        if (!boot.filter(birth.boot()::equals).isPresent()) {
            beatUptimeMillis = 0;
        }
        boot = Optional.of(birth.boot());
        connection = birth.connection();
        birthUptimeMillis = birth.uptimeMillis();
        alive(nowNanos, now);
    }

    private void remember(BootId before) {
        earlier.add(before);
        if (earlier.size() > EARLIER_MAX) {
            earlier.remove(earlier.iterator().next());
        }
    }

    /** Whether it is a heartbeat of the run that is known, newer than the ones before. Births have a topic of their own, and may be overtaken. */
    boolean isNew(Heartbeat heartbeat) {
        return boot.filter(heartbeat.boot()::equals).isPresent() && heartbeat.uptimeMillis() > beatUptimeMillis;
    }

    void beat(Heartbeat heartbeat, long nowNanos, Instant now) {
        beatUptimeMillis = heartbeat.uptimeMillis();
        alive(nowNanos, now);
    }

    private void alive(long nowNanos, Instant now) {
        heardNanos = nowNanos;
        heardAt = now;
        online = true;
    }

    /** Whether it ends the connection that is known, or one after it whose birth was not seen. */
    boolean isNew(ControllerState.Offline will) {
        return boot.filter(will.boot()::equals).isPresent() && will.connection() >= connection;
    }

    boolean isSilent(long nowNanos, long staleNanos) {
        return online && nowNanos - heardNanos >= staleNanos;
    }

    void dead() {
        online = false;
    }

    boolean isOnline() {
        return online;
    }

    Instant heardAt() {
        return heardAt;
    }
}
