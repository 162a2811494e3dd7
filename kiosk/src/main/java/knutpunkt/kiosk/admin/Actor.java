package knutpunkt.kiosk.admin;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import knutpunkt.kiosk.audit.By;
import knutpunkt.kiosk.ids.AccountId;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.web.Problem;

/**
 * Somebody who is signed in, as of this request.
 *
 * @param partner whose people a partner admin looks after; empty for any other role
 */
public record Actor(AccountId id, String login, Role role, Optional<PartnerId> partner) {
    public Actor {
        requireNonNull(id, "id");
        requireNonNull(login, "login");
        requireNonNull(role, "role");
        requireNonNull(partner, "partner");
        if (partner.isPresent() != (role == Role.PARTNER_ADMIN)) {
            throw new IllegalArgumentException("account [" + id + "]: a partner admin has a partner, nobody else has");
        }
    }

    /** As whom a page was made: another role, or another partner, would see another page. Opaque ids only. */
    public String sight() {
        return id + "." + role.word() + partner.map(own -> "." + own).orElse("");
    }

    /** Whether this may be done at all, to whatever. */
    public boolean may(Act act) {
        return act.reach(role) != Reach.NONE;
    }

    /** Whether this may be done to what is a partner's. */
    public boolean may(Act act, PartnerId whose) {
        return switch (act.reach(role)) {
            case NONE -> false;
            case OWN -> partner.equals(Optional.of(whose));
            case ALL -> true;
        };
    }

    /** Whether this may be done to what is the whole site's. */
    public boolean mayForSite(Act act) {
        return act.reach(role) == Reach.ALL;
    }

    /**
     * Refuses what may not be done. Another partner's thing looks as if it were not there.
     *
     * @param rule for the thing's id, for example {@code must be a person of this site}
     */
    public void require(Act act, PartnerId whose, String rule) {
        if (!may(act, whose)) {
            throw Problem.notFound("id", rule);
        }
    }

    /** The one partner that lists are narrowed to; empty when all may be seen. */
    public Optional<PartnerId> only(Act act) {
        return act.reach(role) == Reach.ALL ? Optional.empty() : partner;
    }

    public By by() {
        return By.account(id);
    }

    /** Without the login, which is often a name. */
    @Override
    public String toString() {
        return "Actor[" + id + ", " + role + "]";
    }
}
