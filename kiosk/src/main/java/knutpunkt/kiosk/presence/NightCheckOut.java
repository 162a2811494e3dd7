package knutpunkt.kiosk.presence;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import knutpunkt.kiosk.clock.SteadyLook;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.log.SiteJournal;
import knutpunkt.loop.Loops;
import knutpunkt.wire.record.Event;

/**
 * Once a night, by the site's clock, the wall stops counting whoever is still there as far as doors know and has not been
 * seen for a while: they forgot to badge out, most likely, and stay on the evacuation list in case they did not. It is one
 * record in the service's own journal that counts at the set hour however late it is written, so a night that the service
 * slept through is made up for; and none is written for a night that concerns nobody.
 */
public final class NightCheckOut implements AutoCloseable {
    private final Database database;
    private final SiteJournal journal;
    private final Supplier<ZoneId> zone;
    private final PresenceRules rules;
    private final InstantSource clock;
    private final LongSupplier nanoClock;
    private Optional<SteadyLook> looking = Optional.empty();

    public NightCheckOut(
            Database database,
            SiteJournal journal,
            Supplier<ZoneId> zone,
            PresenceRules rules,
            InstantSource clock,
            LongSupplier nanoClock) {
        this.database = requireNonNull(database, "database");
        this.journal = requireNonNull(journal, "journal");
        this.zone = requireNonNull(zone, "zone");
        this.rules = requireNonNull(rules, "rules");
        this.clock = requireNonNull(clock, "clock");
        this.nanoClock = requireNonNull(nanoClock, "nanoClock");
    }

    /** The newest one that is due: the date it belongs to, and when it counts. */
    record Due(LocalDate night, Instant at) {
        static Due newest(Instant now, LocalTime time, ZoneId zone) {
            LocalDate today = LocalDate.ofInstant(now, zone);
            Due due = of(today, time, zone);
            return due.at().isAfter(now) ? of(today.minusDays(1), time, zone) : due;
        }

        /** An hour that the clocks skip is the one after it; of one that comes twice it is the first. */
        private static Due of(LocalDate night, LocalTime time, ZoneId zone) {
            return new Due(night, night.atTime(time).atZone(zone).toInstant());
        }
    }

    /**
     * Begins to look every minute whether one is due, once the clock has gone evenly for a few of them. Called at most once.
     */
    public NightCheckOut start(Loops loops) {
        looking = Optional.of(SteadyLook.start("night-check-out", loops, clock, nanoClock, this::look));
        return this;
    }

    /** Does what is due. From any thread, though one at a time does it. */
    public void look() {
        Optional<Due> due = rules.checkOutAt().map(time -> Due.newest(clock.instant(), time, zone.get()));
        if (due.isEmpty() || !database.<Boolean>read(transaction -> isLeft(transaction, due.get()))) {
            return;
        }
        database.write(transaction -> {
            boolean left = isLeft(transaction, due.get());
            if (left) {
                journal.append(
                        transaction,
                        List.of(new Event.CheckedOut(
                                due.get().night(), due.get().at(), seenBefore(due.get()))));
            }
            return left;
        });
    }

    /** Whether it is still to be done: it was not, and there is somebody whom it concerns. */
    private boolean isLeft(Transaction transaction, Due due) {
        return !Nights.isDone(transaction, due.night())
                && Checkpoint.upTo(transaction)
                        .filter(upTo -> !due.at().isAfter(upTo))
                        .isEmpty()
                && transaction.exists(
                        "SELECT 1 FROM stay WHERE state = 'PRESENT' AND seen_at <= ? LIMIT 1", seenBefore(due));
    }

    private Instant seenBefore(Due due) {
        return due.at().minus(rules.justSeen());
    }

    @Override
    public void close() {
        looking.ifPresent(SteadyLook::close);
    }
}
