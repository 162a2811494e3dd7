package knutpunkt.kiosk.disposal;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.admin.Act;
import knutpunkt.kiosk.admin.Note;
import knutpunkt.kiosk.admin.Visit;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.PartnerId;

/** Reminds the premises owner of the decision without which nothing is forgotten. */
public final class DisposalNotes implements Note.Source {
    private final Disposal disposal;

    public DisposalNotes(Disposal disposal) {
        this.disposal = requireNonNull(disposal, "disposal");
    }

    @Override
    public List<Note> of(Transaction transaction, Visit visit, Optional<PartnerId> partner) {
        boolean concerns = partner.isEmpty() && visit.actor().may(Act.KEEP_ACCOUNTS);
        return concerns && disposal.waitsForDecision(transaction)
                ? List.of(Note.of(Note.Kind.WARN, visit.words().say("disposal.no-decision")))
                : List.of();
    }
}
