package knutpunkt.kiosk.doors;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import knutpunkt.wire.BootId;
import knutpunkt.wire.message.ControllerState;
import knutpunkt.wire.message.Heartbeat;

/**
 * What is known of one controller's life, and which of its messages are old: an old birth, heartbeat or will, kept by a
 * broker or sent again by somebody, must not make a dead controller look alive or a living one dead. Used under its
 * owner's lock.
 */
final class Vital {
    /** How many other runs are remembered, so that their messages are known to be old. */
    private static final int OTHERS_MAX = 64;

    private final Map<BootId, Heard> others = new LinkedHashMap<>();
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

    /** The newest that was heard of a run that is not the one known. Only a run that lives is ever heard beyond it. */
    private record Heard(long connection, long uptimeMillis) {}

    /** Whether it is the run that is known. */
    boolean isOf(BootId run) {
        return boot.filter(run::equals).isPresent();
    }

    /** A run that ended before the one that is known began. Those told first are kept, when there are too many. */
    void hasEnded(BootId run) {
        if (others.size() < OTHERS_MAX) {
            others.putIfAbsent(run, new Heard(Long.MAX_VALUE, Long.MAX_VALUE));
        }
    }

    enum Age {
        OLD,
        /** Of the run that is known. */
        SAME_RUN,
        /** The first of a run not seen before. */
        NEW_RUN
    }

    Age ageOf(ControllerState.Online birth) {
        if (others.containsKey(birth.boot())) {
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
        others.put(before, new Heard(connection, Math.max(birthUptimeMillis, beatUptimeMillis)));
        if (others.size() > OTHERS_MAX) {
            others.remove(others.keySet().iterator().next());
        }
    }

    /** Whether it is a heartbeat of the run that lives, newer than the ones before. Births have a topic of their own, and may be overtaken. */
    boolean isNew(Heartbeat heartbeat) {
        return isOfAnother(heartbeat)
                || (boot.filter(heartbeat.boot()::equals).isPresent() && heartbeat.uptimeMillis() > beatUptimeMillis);
    }

    /** Whether it shows that another run lives than the one known: that one's birth was an old one, sent again. */
    boolean isOfAnother(Heartbeat heartbeat) {
        Heard other = others.get(heartbeat.boot());
        return other != null && heartbeat.uptimeMillis() > other.uptimeMillis();
    }

    /** Whether it is of a run that no birth has told of. */
    boolean isUnborn(Heartbeat heartbeat) {
        return !others.containsKey(heartbeat.boot())
                && boot.filter(heartbeat.boot()::equals).isEmpty();
    }

    /** The connection that the run of a heartbeat said it had. */
    long connectionOf(Heartbeat heartbeat) {
        Heard other = others.get(heartbeat.boot());
        return other == null ? connection : other.connection();
    }

    void beat(Heartbeat heartbeat, long nowNanos, Instant now) {
        if (isOfAnother(heartbeat)) {
            long itsConnection = connectionOf(heartbeat);
            others.remove(heartbeat.boot());
            boot.ifPresent(this::remember);
            boot = Optional.of(heartbeat.boot());
            connection = itsConnection;
            birthUptimeMillis = heartbeat.uptimeMillis();
        }
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
