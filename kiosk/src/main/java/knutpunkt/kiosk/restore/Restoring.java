package knutpunkt.kiosk.restore;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.access.AccessChanges;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.By;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.disposal.Disposal;
import knutpunkt.kiosk.log.Journals;
import knutpunkt.kiosk.log.SiteJournal;
import knutpunkt.wire.record.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first thing a service does that finds itself on a backup: a new epoch, a new journal of its own, and no trust in
 * what may have been taken back since the backup was made. All in one transaction, so that it happens once.
 */
public final class Restoring {
    private static final Logger LOG = LoggerFactory.getLogger(Restoring.class);

    private Restoring() {}

    /** Does so if the database is a backup that no service has run on yet. To be called before anything else changes. */
    public static void completeIfRestored(
            Database database, AccessChanges changes, SiteJournal journal, Audit audit, InstantSource clock) {
        Optional<Instant> copiedAt = database.read(Restores::copiedAt);
        if (copiedAt.isEmpty()) {
            return;
        }
        Revision first = database.write(transaction -> {
            Revision last = changes.newest(transaction);
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            forget(transaction, now);
            Revision begun = changes.beginEpoch(transaction);
            Restores.add(transaction, now, copiedAt.get(), last);
            var events = new ArrayList<Event>();
            Journals.newestOf(transaction, SiteJournal.SELF)
                    .ifPresent(before ->
                            events.add(new Event.Gap("the service was restored from a backup", Optional.of(before))));
            events.add(new Event.Restored(last, begun));
            journal.appendAnew(transaction, List.copyOf(events));
            audit.changed(
                    transaction,
                    By.SERVICE,
                    Deed.RESTORED,
                    "database",
                    Optional.empty(),
                    Map.of("revision", last.toString()),
                    Map.of(
                            "revision",
                            begun.toString(),
                            "backup",
                            copiedAt.get().toString()));
            return begun;
        });
        LOG.warn("restored from a backup made at [{}]: a new epoch begins with revision [{}]", copiedAt.get(), first);
    }

    /**
     * What was given out before and may have been taken back since: sessions, one-time links, screens. What screens show is
     * reduced to a total, because people may have been hidden since; somebody who knows sets it anew. And no door has
     * confirmed anything. Records wait for a week before any of them is forgotten: holds that were placed after the backup
     * are lost, too, and somebody has to place them again.
     */
    private static void forget(Transaction transaction, Instant now) {
        forgetWaysIn(transaction);
        transaction.update("UPDATE wall SET level_by_day = 0, level_at_night = 0");
        Disposal.rest(transaction, now);
        transaction.update(
                "UPDATE controller SET confirmed_epoch = NULL, confirmed_number = NULL, confirmed_since = NULL");
    }

    /** What a backup must not hold, either. */
    static void forgetWaysIn(Transaction transaction) {
        transaction.update("DELETE FROM admin_session");
        transaction.update("DELETE FROM invitation");
        transaction.update("DELETE FROM screen");
    }
}
