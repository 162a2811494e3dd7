package knutpunkt.kiosk.restore;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.admin.Act;
import knutpunkt.kiosk.admin.Note;
import knutpunkt.kiosk.admin.Visit;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.PartnerId;

/** Tells the premises owner that the site was restored, what was taken over, and which doors are not on the new list yet. */
public final class RestoreNotes implements Note.Source {
    private static final String AUDIT = "/audit";

    /** Long enough for everybody who looks now and then; doors that have not confirmed are told of as long as they have not. */
    private static final Duration TOLD = Duration.ofDays(14);

    private final InstantSource clock;

    public RestoreNotes(InstantSource clock) {
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public List<Note> of(Transaction transaction, Visit visit, Optional<PartnerId> partner) {
        boolean asks = partner.isEmpty() && visit.actor().mayForSite(Act.READ_AUDIT);
        Optional<Restores.Restore> newest = asks ? Restores.newest(transaction) : Optional.empty();
        return newest.flatMap(restore -> note(transaction, visit, restore)).stream()
                .toList();
    }

    private Optional<Note> note(Transaction transaction, Visit visit, Restores.Restore restore) {
        long unconfirmed = Restores.unconfirmed(transaction, restore.last());
        if (unconfirmed == 0 && clock.instant().isAfter(restore.at().plus(TOLD))) {
            return Optional.empty();
        }
        String text = visit.words()
                .say(
                        "restore.note",
                        "backup",
                        visit.times().minute(restore.copiedAt()),
                        "revocations",
                        Restores.revocations(transaction, restore.at()),
                        "controllers",
                        unconfirmed);
        Note.Kind kind = unconfirmed > 0 ? Note.Kind.BAD : Note.Kind.WARN;
        return Optional.of(new Note(kind, text, AUDIT, visit.words().say("restore.audit")));
    }
}
