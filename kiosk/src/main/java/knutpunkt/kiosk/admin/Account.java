package knutpunkt.kiosk.admin;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import knutpunkt.kiosk.ids.AccountId;
import knutpunkt.kiosk.ids.PartnerId;

/**
 * Somebody who may sign in.
 *
 * @param login what they sign in with, whatever the case of its letters
 * @param partner of a partner admin, and of nobody else
 * @param password its hash; empty until one was chosen
 * @param totpSecret empty unless a one-time code is asked for
 * @param totpStep the newest time step whose code was used; 0 for none
 * @param closed may not sign in any more
 */
record Account(
        AccountId id,
        String login,
        Role role,
        Optional<PartnerId> partner,
        Optional<String> password,
        Optional<String> totpSecret,
        long totpStep,
        boolean closed) {
    /** The longest login, in characters. */
    static final int LOGIN_MAX = 60;

    Account {
        requireNonNull(id, "id");
        requireNonNull(login, "login");
        requireNonNull(role, "role");
        requireNonNull(partner, "partner");
        requireNonNull(password, "password");
        requireNonNull(totpSecret, "totpSecret");
    }

    Actor actor() {
        return new Actor(id, login, role, partner);
    }

    @Override
    public String toString() {
        return "Account[" + id + ", " + role + "]";
    }
}
