package knutpunkt.kiosk.doors;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Row;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.log.Records;
import knutpunkt.wire.BootId;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.message.ControllerState;
import knutpunkt.wire.message.DoorState;
import knutpunkt.wire.message.Heartbeat;

/**
 * Which controllers are heard from. Births and heartbeats make one alive; its will, or 15 s of silence by the monotonic
 * clock, makes it offline. Only the turns are written down, so heartbeats cost no disk. After its own start the service
 * gives every controller those 15 s, and knows by the log which runs have ended. Safe for use by several threads.
 */
public final class Liveness {
    /** How long a controller may be silent: three heartbeats. */
    public static final Duration STALE_AFTER = Duration.ofSeconds(15);

    /** How far back in the log runs are looked for that have ended. */
    private static final int RUNS_MAX = 10_000;

    private final Database database;
    private final Confirmations confirmations;
    private final InstantSource clock;
    private final LongSupplier nanoClock;
    private final Map<ControllerId, Vital> vitals = new HashMap<>();

    /** Reads what is known. */
    public Liveness(Database database, Confirmations confirmations, InstantSource clock, LongSupplier nanoClock) {
        this.database = requireNonNull(database, "database");
        this.confirmations = requireNonNull(confirmations, "confirmations");
        this.clock = requireNonNull(clock, "clock");
        this.nanoClock = requireNonNull(nanoClock, "nanoClock");
        database.read(Plan::controllers).forEach(this::vital);
        rememberEnded(database.read(transaction -> Records.runs(transaction, RUNS_MAX)));
    }

    /** What came before the run that is known has ended, and a birth of it that a broker kept is an old one. */
    private void rememberEnded(List<Records.Run> newestFirst) {
        var passed = new HashSet<ControllerId>();
        for (Records.Run run : newestFirst) {
            Vital vital = vitals.get(run.controller());
            if (vital == null) {
                continue;
            }
            if (vital.isOf(run.boot())) {
                passed.add(run.controller());
            } else if (passed.contains(run.controller())) {
                vital.hasEnded(run.boot());
            }
        }
    }

    /** A birth. False when it is old or of nobody enrolled, and is to be ignored. */
    public synchronized boolean born(ControllerId controller, ControllerState.Online birth) {
        Optional<Vital> known = vital(controller);
        Vital.Age age = known.map(vital -> vital.ageOf(birth)).orElse(Vital.Age.OLD);
        if (known.isEmpty() || age == Vital.Age.OLD) {
            return false;
        }
        Instant now = now();
        database.write(transaction -> {
            keep(transaction, controller, birth);
            birth.doors().forEach(door -> keep(transaction, controller, door, now));
            if (age == Vital.Age.NEW_RUN) {
                confirmations.startedWith(transaction, controller, birth.revision(), birth.digest(), now);
            } else {
                confirmations.confirmed(transaction, controller, birth.revision(), birth.digest(), now);
            }
            return 0;
        });
        known.get().born(birth, nanoClock.getAsLong(), now);
        return true;
    }

    /** A heartbeat. False when it is old, or of a run whose birth has not come yet. */
    public synchronized boolean heard(ControllerId controller, Heartbeat heartbeat) {
        Optional<Vital> known = vital(controller).filter(vital -> vital.isNew(heartbeat));
        known.ifPresent(vital -> {
            if (vital.isOfAnother(heartbeat)) {
                runs(controller, heartbeat, vital.connectionOf(heartbeat));
            } else if (!vital.isOnline()) {
                offlineSince(controller, Optional.empty());
            }
            vital.beat(heartbeat, nanoClock.getAsLong(), now());
        });
        return known.isPresent();
    }

    /** Whether {@link #heard} would take it, for whoever asks first whether it was said just now. */
    public synchronized boolean isNew(ControllerId controller, Heartbeat heartbeat) {
        return vital(controller).filter(vital -> vital.isNew(heartbeat)).isPresent();
    }

    /** Whether a heartbeat is of a run whose birth has not come, or came before the service knew the controller. */
    public synchronized boolean isUnborn(ControllerId controller, Heartbeat heartbeat) {
        return vital(controller).filter(vital -> vital.isUnborn(heartbeat)).isPresent();
    }

    /** A will or a goodbye. False when a newer birth was heard, and it is to be ignored. */
    public synchronized boolean gone(ControllerId controller, ControllerState.Offline will) {
        Optional<Vital> known = vital(controller).filter(vital -> vital.isNew(will));
        known.filter(Vital::isOnline).ifPresent(vital -> {
            offlineSince(controller, Optional.of(now()));
            vital.dead();
        });
        return known.isPresent();
    }

    /** Finds those that have been silent for too long. To be called about once a second. */
    public synchronized void check() {
        long nowNanos = nanoClock.getAsLong();
        vitals.forEach((controller, vital) -> {
            if (vital.isSilent(nowNanos, STALE_AFTER.toNanos())) {
                offlineSince(controller, Optional.of(vital.heardAt()));
                vital.dead();
            }
        });
    }

    public synchronized boolean isOnline(ControllerId controller) {
        return vital(controller).map(Vital::isOnline).orElse(false);
    }

    /** Written down before it is believed: if the disk fails now, the next heartbeat or check tries again. */
    private void offlineSince(ControllerId controller, Optional<Instant> since) {
        database.write(transaction ->
                transaction.update("UPDATE controller SET offline_since = ? WHERE id = ?", since, controller.text()));
    }

    private void runs(ControllerId controller, Heartbeat heartbeat, long connection) {
        database.write(transaction -> transaction.update(
                "UPDATE controller SET boot = ?, connection = ?, uptime = ?, offline_since = NULL WHERE id = ?",
                heartbeat.boot().text(),
                connection,
                heartbeat.uptimeMillis(),
                controller.text()));
    }

    private static void keep(Transaction transaction, ControllerId controller, ControllerState.Online birth) {
        transaction.update(
                """
                UPDATE controller SET boot = ?, connection = ?, uptime = ?, version = ?, offline_since = NULL
                WHERE id = ?""", birth.boot().text(), birth.connection(), birth.uptimeMillis(), birth.version(), controller.text());
    }

    /** A controller speaks for its own doors only. */
    private static void keep(Transaction transaction, ControllerId controller, DoorState state, Instant now) {
        transaction.update(
                """
                UPDATE door SET strike = ?, contact = ?, condition = ?, reported_at = ?
                WHERE id = ? AND controller = ?""",
                state.strike(),
                state.contact(),
                state.condition(),
                now,
                state.door().text(),
                controller.text());
    }

    /** Empty for a controller that is not enrolled. */
    private Optional<Vital> vital(ControllerId controller) {
        Optional<Vital> known = Optional.ofNullable(vitals.get(controller));
        if (known.isPresent()) {
            return known;
        }
        Optional<Vital> read = database.read(transaction -> transaction.one(
                "SELECT boot, connection, uptime, offline_since FROM controller WHERE id = ?",
                this::read,
                controller.text()));
        read.ifPresent(vital -> vitals.put(controller, vital));
        return read;
    }

    private Vital read(Row row) {
        return new Vital(
                row.findText("boot").map(BootId::new),
                row.findNumber("connection").orElse(0L),
                row.findNumber("uptime").orElse(0L),
                row.findText("boot").isPresent()
                        && row.findTime("offline_since").isEmpty(),
                nanoClock.getAsLong(),
                now());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
