package knutpunkt.kiosk.doors;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.database.Row;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.log.Derived;
import knutpunkt.kiosk.log.LoggedEvent;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.record.Event;

/**
 * Which revision is in force at each controller, and since when we know. A receipt, a record of the journal or a birth
 * confirms; each only with the digest that this service has for that revision. A controller takes on only higher
 * revisions while it runs, so a confirmation that comes late lowers nothing; a new run may have lost its list.
 */
public final class Confirmations implements Derived {
    private final RevisionDigests digests;

    public Confirmations(RevisionDigests digests) {
        this.digests = requireNonNull(digests, "digests");
    }

    /** A revision and since when it is known to be in force. */
    public record Confirmed(Revision revision, Instant since) {
        public Confirmed {
            requireNonNull(revision, "revision");
            requireNonNull(since, "since");
        }
    }

    /** Empty while the controller has proved none. */
    public static Optional<Confirmed> of(Transaction transaction, ControllerId controller) {
        return transaction
                .one(
                        "SELECT confirmed_epoch, confirmed_number, confirmed_since FROM controller WHERE id = ?",
                        Confirmations::read,
                        controller.text())
                .flatMap(confirmed -> confirmed);
    }

    /** The newest revision that was known to be in force at a moment; empty when none was by then. */
    public static Optional<Revision> inForce(Transaction transaction, ControllerId controller, Instant moment) {
        return transaction.one(
                """
                SELECT epoch, number FROM delivery WHERE controller = ? AND confirmed_at <= ?
                ORDER BY epoch DESC, number DESC LIMIT 1""",
                row -> new Revision(Math.toIntExact(row.number("epoch")), row.number("number")),
                controller.text(),
                moment);
    }

    static Optional<Confirmed> read(Row row) {
        return row.findNumber("confirmed_epoch")
                .map(epoch -> new Confirmed(
                        new Revision(Math.toIntExact(epoch), row.number("confirmed_number")),
                        row.time("confirmed_since")));
    }

    /** Notes that a revision left for a controller; the first time counts. */
    public static void sent(Transaction transaction, ControllerId controller, Revision revision, Instant at) {
        note(transaction, "sent_at", controller, revision, at);
    }

    /**
     * A controller says that a list is in force.
     *
     * @return whether it is so: false when this service has another digest for that revision, or never made it
     */
    public boolean confirmed(
            Transaction transaction, ControllerId controller, Revision revision, Hash digest, Instant at) {
        if (!isOurs(transaction, revision, digest)) {
            return false;
        }
        note(transaction, "confirmed_at", controller, revision, at);
        boolean higher = of(transaction, controller)
                .map(now -> revision.isAfter(now.revision()))
                .orElse(true);
        if (higher) {
            keep(transaction, controller, revision, at);
        }
        return true;
    }

    /** What a controller has after its start, which may be less than before it: {@link Revision#NONE} if it lost its list. */
    void startedWith(Transaction transaction, ControllerId controller, Revision revision, Hash digest, Instant at) {
        boolean same = of(transaction, controller)
                .map(now -> now.revision().equals(revision))
                .orElse(false);
        boolean ours = isOurs(transaction, revision, digest);
        if (same && ours) {
            return;
        }
        if (ours) {
            note(transaction, "confirmed_at", controller, revision, at);
            keep(transaction, controller, revision, at);
            return;
        }
        forget(transaction, controller);
    }

    /** A controller is known to have less than it seemed to: it must confirm anew. */
    public static void forget(Transaction transaction, ControllerId controller) {
        transaction.update("""
                UPDATE controller SET confirmed_epoch = NULL, confirmed_number = NULL, confirmed_since = NULL
                WHERE id = ?""", controller.text());
    }

    private boolean isOurs(Transaction transaction, Revision revision, Hash digest) {
        return !revision.equals(Revision.NONE)
                && digests.digest(transaction, revision).filter(digest::equals).isPresent();
    }

    private static void keep(Transaction transaction, ControllerId controller, Revision revision, Instant at) {
        transaction.update(
                "UPDATE controller SET confirmed_epoch = ?, confirmed_number = ?, confirmed_since = ? WHERE id = ?",
                revision.epoch(),
                revision.number(),
                at,
                controller.text());
    }

    private static void note(
            Transaction transaction, String column, ControllerId controller, Revision revision, Instant at) {
        transaction.update(
                "INSERT INTO delivery (controller, epoch, number, " + column + ") VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (controller, epoch, number)"
                        + " DO UPDATE SET " + column + " = coalesce(delivery." + column + ", excluded." + column + ")",
                controller.text(),
                revision.epoch(),
                revision.number(),
                at);
    }

    @Override
    public void apply(Transaction transaction, List<LoggedEvent> events) {
        for (LoggedEvent logged : events) {
            if (logged.event() instanceof Event.ListApplied(Revision revision, Hash digest)
                    && isNewestRun(transaction, logged)) {
                confirmed(transaction, logged.controller(), revision, digest, logged.receivedAt());
            }
        }
    }

    /** A record of an earlier run may speak of a list that was lost since. */
    private static boolean isNewestRun(Transaction transaction, LoggedEvent logged) {
        return transaction.exists(
                "SELECT id FROM controller WHERE id = ? AND boot = ?",
                logged.controller().text(),
                logged.header().boot().text());
    }
}
