package knutpunkt.kiosk.leaving;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import knutpunkt.kiosk.admin.Actor;
import knutpunkt.kiosk.admin.PartnerAdmins;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.grants.Grants;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.notices.Notices;
import knutpunkt.kiosk.partners.Partners;
import knutpunkt.kiosk.people.People;
import knutpunkt.kiosk.web.Problem;

/**
 * A partner leaves the site when one owner has asked for it and another agrees: everybody of it leaves, with all that they
 * had, in one transaction and one revision. Its name stays, for what is told of the past. There is no way back: a partner
 * that returns is a new one. Safe for use by several threads.
 */
public final class PartnerLeaving {
    private static final String PROPOSAL = "proposal";

    private final Database database;
    private final Leaving leaving;
    private final Audit audit;
    private final InstantSource clock;

    public PartnerLeaving(Database database, Leaving leaving, Audit audit, InstantSource clock) {
        this.database = requireNonNull(database, "database");
        this.leaving = requireNonNull(leaving, "leaving");
        this.audit = requireNonNull(audit, "audit");
        this.clock = requireNonNull(clock, "clock");
    }

    /**
     * What ends with a partner.
     *
     * @param people who have not left already
     * @param here how many of all its people are inside now
     */
    public record Extent(long people, long here, long badges, long grants, long notices, long admins) {}

    Extent extent(Transaction transaction, PartnerId partner) {
        Instant now = now();
        return new Extent(
                count(
                        transaction,
                        "person WHERE partner = ? AND (valid_until IS NULL OR valid_until > ?)",
                        partner.text(),
                        now),
                count(
                        transaction,
                        "stay JOIN person ON person.id = stay.person WHERE partner = ? AND state = 'PRESENT'",
                        partner.text()),
                count(
                        transaction,
                        "badge JOIN person ON person.id = badge.person WHERE partner = ? AND blocked = 0",
                        partner.text()),
                Grants.count(transaction, partner, now),
                count(transaction, "notice WHERE partner = ?", partner.text()),
                PartnerAdmins.count(transaction, partner));
    }

    private static long count(Transaction transaction, String what, Object... values) {
        return transaction
                .one("SELECT count(*) AS n FROM " + what, row -> row.number("n"), values)
                .orElseThrow();
    }

    Optional<Proposal> proposal(Transaction transaction, PartnerId partner) {
        return Proposal.find(transaction, partner, clock.instant());
    }

    /** Whether somebody may agree: another owner, on an account that the one who asked has not given out since. */
    boolean mayAgree(Transaction transaction, Proposal proposal, Actor actor) {
        return !actor.id().equals(proposal.by())
                && !PartnerAdmins.wasHandedOut(transaction, actor.id(), proposal.by(), proposal.at());
    }

    /** Asks that a partner leaves. */
    void propose(Actor actor, PartnerId partner) {
        database.write(transaction -> {
            Partners.requireHere(transaction, partner);
            if (!PartnerAdmins.hasAnotherOwner(transaction, actor.id())) {
                throw Problem.conflict("owner", "must be two: another account of an owner has to agree");
            }
            if (proposal(transaction, partner).isPresent()) {
                throw Problem.conflict(PROPOSAL, "must not be there already");
            }
            Proposal.put(
                    transaction,
                    partner,
                    new Proposal(actor.id(), clock.instant().truncatedTo(ChronoUnit.MILLIS)));
            note(transaction, actor, Deed.LEAVING_PROPOSED, partner, Audit.NOTHING);
            return true;
        });
    }

    /** Takes it back, whoever has asked for it. */
    void withdraw(Actor actor, PartnerId partner) {
        database.write(transaction -> {
            require(transaction, partner);
            Proposal.remove(transaction, partner);
            note(transaction, actor, Deed.LEAVING_WITHDRAWN, partner, Audit.NOTHING);
            return true;
        });
    }

    /** Agrees: the partner leaves now. */
    void agree(Actor actor, PartnerId partner) {
        database.write(transaction -> {
            Proposal proposal = require(transaction, partner);
            if (!mayAgree(transaction, proposal, actor)) {
                throw Problem.conflict("approver", "must be another owner than the one who asked");
            }
            Instant now = now();
            Extent extent = extent(transaction, partner);
            Proposal.remove(transaction, partner);
            Partners.leave(transaction, partner, now);
            Grants.end(transaction, partner, now);
            Notices.removeOf(transaction, partner);
            leaving.leave(transaction, actor.by(), People.of(transaction, partner));
            PartnerAdmins.closeAll(transaction, audit, actor.by(), partner);
            note(transaction, actor, Deed.PARTNER_LEFT, partner, fields(extent, proposal));
            return true;
        });
    }

    private Proposal require(Transaction transaction, PartnerId partner) {
        return proposal(transaction, partner)
                .orElseThrow(() -> Problem.conflict(PROPOSAL, "must be there, and not older than 7 days"));
    }

    private static Map<String, String> fields(Extent extent, Proposal proposal) {
        return Map.of(
                "proposedBy", proposal.by().text(),
                "people", Long.toString(extent.people()),
                "badges", Long.toString(extent.badges()),
                "grants", Long.toString(extent.grants()),
                "notices", Long.toString(extent.notices()),
                "admins", Long.toString(extent.admins()));
    }

    private void note(Transaction transaction, Actor actor, Deed deed, PartnerId partner, Map<String, String> after) {
        audit.changed(transaction, actor.by(), deed, partner.text(), Optional.of(partner), Audit.NOTHING, after);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
