package knutpunkt.kiosk.admin;

import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.ids.AccountId;
import knutpunkt.kiosk.ids.PartnerId;

/** Accounts of every role at a running site, signed in without the time that a password takes. */
public final class Staff {
    /** A hash that no password has: nobody ever signs in with it. */
    private static final String NOBODYS = "$argon2id$v=19$m=19456,t=2,p=1$" + "A".repeat(22) + "$" + "A".repeat(43);

    private final RunningSite site;
    private final Random random = new Random(7);
    private int next;

    public Staff(RunningSite site) {
        this.site = site;
    }

    /** An account of this role. */
    public AccountId account(Role role, Optional<String> partner) {
        next++;
        var account = new Account(
                new AccountId("a-" + next),
                role.word() + "-" + next,
                role,
                partner.map(PartnerId::new),
                Optional.empty(),
                Optional.empty(),
                0,
                false);
        site.database().write(transaction -> {
            Accounts.add(transaction, account, site.now());
            Accounts.setPassword(transaction, account.id(), account.login(), NOBODYS);
            return 0;
        });
        return account.id();
    }

    /** The secret of a session of this account, for a cookie. */
    public String session(AccountId account) {
        Secret session = Secret.fresh(random);
        Instant now = site.now();
        site.database().write(transaction -> {
            Sessions.open(transaction, session, account, "Test", now);
            return 0;
        });
        return session.text();
    }

    /** Somebody of this role, with a browser that has no scripts. */
    public Surfer signedIn(Role role, Optional<String> partner) {
        return signedIn(account(role, partner));
    }

    public Surfer signedIn(AccountId account) {
        var surfer = new Surfer(site.address());
        surfer.cookie("knutpunkt-session", session(account));
        return surfer;
    }

    public Surfer owner() {
        return signedIn(Role.OWNER, Optional.empty());
    }

    public Surfer partnerAdmin(String partner) {
        return signedIn(Role.PARTNER_ADMIN, Optional.of(partner));
    }
}
