package knutpunkt.kiosk.leaving;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import knutpunkt.kiosk.database.Row;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.AccountId;
import knutpunkt.kiosk.ids.PartnerId;

/**
 * One owner has asked that a partner leaves; another must agree.
 *
 * @param by an account, whatever it is called by now
 */
public record Proposal(AccountId by, Instant at) {
    /** For so long it can be agreed to. */
    static final Duration LIFE = Duration.ofDays(7);

    public Proposal {
        requireNonNull(by, "by");
        requireNonNull(at, "at");
    }

    /** The first moment it cannot be agreed to. */
    public Instant lapsesAt() {
        return at.plus(LIFE);
    }

    /** The partner's proposal, if it has not lapsed. */
    static Optional<Proposal> find(Transaction transaction, PartnerId partner, Instant now) {
        return transaction
                .one("SELECT * FROM partner_leaving WHERE partner = ?", Proposal::read, partner.text())
                .filter(proposal -> now.isBefore(proposal.lapsesAt()));
    }

    static void put(Transaction transaction, PartnerId partner, Proposal proposal) {
        remove(transaction, partner);
        transaction.update(
                "INSERT INTO partner_leaving (partner, proposed_by, proposed_at) VALUES (?, ?, ?)",
                partner.text(),
                proposal.by().text(),
                proposal.at());
    }

    static void remove(Transaction transaction, PartnerId partner) {
        transaction.update("DELETE FROM partner_leaving WHERE partner = ?", partner.text());
    }

    private static Proposal read(Row row) {
        return new Proposal(new AccountId(row.text("proposed_by")), row.time("proposed_at"));
    }
}
