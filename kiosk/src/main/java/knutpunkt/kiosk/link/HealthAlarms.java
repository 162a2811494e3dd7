package knutpunkt.kiosk.link;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.log.Alarms;
import knutpunkt.wire.BootId;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.message.Health;
import knutpunkt.wire.message.Heartbeat;
import knutpunkt.wire.record.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Raises an alarm when a controller says that it will stop working, once for each turn to the worse. What a full disk
 * cannot record is heard of here all the same. Used by one thread.
 */
final class HealthAlarms {
    /** A state that comes and goes is not written down at every heartbeat. */
    static final Duration EACH_EVERY = Duration.ofMinutes(10);

    /** The first heartbeat of a connection comes before the lease can be renewed: the next one's word counts. */
    private static final int LOW_BEATS = 2;

    private static final Logger LOG = LoggerFactory.getLogger(HealthAlarms.class);

    private final ControllerId controller;
    private final Database database;
    private final InstantSource clock;
    private final LongSupplier nanoClock;
    private final Map<Alarms.Kind, Long> raisedNanos = new EnumMap<>(Alarms.Kind.class);

    private Optional<Alarms.Kind> storage = Optional.empty();
    private Optional<BootId> boot = Optional.empty();
    private long slowSyncs;
    private int lowBeats;

    HealthAlarms(ControllerId controller, Database database, InstantSource clock, LongSupplier nanoClock) {
        this.controller = controller;
        this.database = database;
        this.clock = clock;
        this.nanoClock = nanoClock;
    }

    /** A heartbeat that is newer than the one before. */
    void heard(Heartbeat beat) {
        beat.health().ifPresent(health -> {
            storage(health.storage());
            slowSyncs(beat.boot(), health.slowSyncs());
            lease(health);
        });
    }

    /** A heartbeat that was said long ago. */
    void late() {
        boolean _ = raised(
                Alarms.Kind.MESSAGES_LATE,
                "its heartbeats answer what was said more than " + Freshness.STALE.toSeconds()
                        + " s ago: a broker or a line keeps them back");
    }

    private void storage(Storage now) {
        Optional<Alarms.Kind> kind = switch (now) {
            case ENOUGH, UNKNOWN -> Optional.empty();
            case LOW -> Optional.of(Alarms.Kind.STORAGE_LOW);
            case RESERVE, FULL, FAILING -> Optional.of(Alarms.Kind.STORAGE_SPENT);
        };
        boolean worse = storage.isEmpty() || kind.equals(Optional.of(Alarms.Kind.STORAGE_SPENT));
        if (kind.isEmpty() || kind.equals(storage) || !worse || raised(kind.get(), "the journal's disk is " + now)) {
            storage = kind;
        }
    }

    private void slowSyncs(BootId run, long now) {
        if (!boot.equals(Optional.of(run))) {
            boot = Optional.of(run);
            slowSyncs = 0;
        }
        if (now > slowSyncs
                && raised(Alarms.Kind.STORAGE_SLOW, now + " syncs took more than a second since its start")) {
            slowSyncs = now;
        }
    }

    private void lease(Health health) {
        lowBeats = health.leaseLow() ? Math.min(lowBeats + 1, LOW_BEATS + 1) : 0;
        if (lowBeats == LOW_BEATS && !raised(Alarms.Kind.LEASE_LOW, "it is heard from, and its lease is not renewed")) {
            lowBeats--; // tried again at the next heartbeat
        }
    }

    /** False when one of the kind was raised a short while ago. */
    private boolean raised(Alarms.Kind kind, String detail) {
        long now = nanoClock.getAsLong();
        Long before = raisedNanos.get(kind);
        if (before != null && now - before < EACH_EVERY.toNanos()) {
            return false;
        }
        Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        if (database.write(transaction -> Alarms.raise(transaction, kind, controller, "", detail, at))) {
            LOG.warn("controller [{}]: {}: {}", controller, kind, detail);
        }
        raisedNanos.put(kind, now);
        return true;
    }
}
