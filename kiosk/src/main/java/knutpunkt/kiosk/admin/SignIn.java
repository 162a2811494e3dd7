package knutpunkt.kiosk.admin;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.By;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.AccountId;
import knutpunkt.kiosk.ids.OpaqueIds;
import knutpunkt.kiosk.web.Problem;

/**
 * Signing in, choosing a password by a one-time link, and all that has to do with one's own account. Safe for use by
 * several threads; a password takes a good part of a second.
 */
final class SignIn {
    /** How long a one-time link can be used. */
    static final Duration LINK_LIFE = Duration.ofHours(24);

    private static final String FIRST_LOGIN = "owner";

    private final Database database;
    private final Audit audit;
    private final OpaqueIds ids;
    private final Passwords passwords;
    private final InstantSource clock;
    private final RandomGenerator random;

    /** @param random must be a secure one outside tests */
    SignIn(Database database, Audit audit, OpaqueIds ids, InstantSource clock, RandomGenerator random) {
        this.database = requireNonNull(database, "database");
        this.audit = requireNonNull(audit, "audit");
        this.ids = requireNonNull(ids, "ids");
        this.passwords = new Passwords(random);
        this.clock = requireNonNull(clock, "clock");
        this.random = requireNonNull(random, "random");
    }

    /** What came of a try. */
    sealed interface Outcome {
        record SignedIn(Secret session) implements Outcome {}

        /** Login, password or code: which of them is not told. */
        record Wrong() implements Outcome {}

        record Locked(Instant until) implements Outcome {}
    }

    /**
     * Tries to sign in.
     *
     * @param code the one-time code; not looked at where the account asks for none
     * @param browser what the list of sessions calls it
     */
    Outcome signIn(String login, String password, String code, String browser) {
        Instant now = now();
        Optional<Instant> locked = database.read(transaction -> Failures.lockedUntil(transaction, login, now));
        if (locked.isPresent()) {
            return new Outcome.Locked(locked.get());
        }
        Optional<Account> account = database.read(transaction -> Accounts.byLogin(transaction, login));
        Optional<String> hash = account.filter(known -> !known.closed()).flatMap(Account::password);
        boolean right = false;
        if (hash.isPresent()) {
            right = passwords.matches(password, hash.get());
        } else {
            passwords.pretend(password);
        }
        boolean matched = right;
        return database.write(transaction -> {
            // Others may have tried meanwhile: of many tries at once only the free ones count.
            Optional<Instant> lockedNow = Failures.lockedUntil(transaction, login, now);
            if (lockedNow.isPresent()) {
                return new Outcome.Locked(lockedNow.get());
            }
            Optional<Account> still = Accounts.byLogin(transaction, login)
                    .filter(one -> matched && !one.closed() && one.password().equals(hash));
            if (still.isEmpty() || !takesCode(transaction, still.get(), code, now)) {
                Failures.add(transaction, login, now);
                return new Outcome.Wrong();
            }
            Failures.forget(transaction, login);
            return new Outcome.SignedIn(open(transaction, still.get().id(), browser, now));
        });
    }

    private static boolean takesCode(Transaction transaction, Account account, String code, Instant now) {
        if (account.totpSecret().isEmpty()) {
            return true;
        }
        OptionalLong step = Totp.stepOf(account.totpSecret().get(), code, now, account.totpStep());
        step.ifPresent(used -> Accounts.setTotp(transaction, account.id(), account.totpSecret(), used));
        return step.isPresent();
    }

    private Secret open(Transaction transaction, AccountId account, String browser, Instant now) {
        Secret session = Secret.fresh(random);
        Sessions.open(transaction, session, account, browser, now);
        note(transaction, account, Deed.SIGNED_IN);
        return session;
    }

    /** Whose session this is; empty when it has ended. Now and then a use is written down. */
    Optional<Account> whose(Secret session) {
        Instant now = now();
        Optional<Sessions.Found> found = database.read(transaction -> Sessions.find(transaction, session, now));
        if (found.isPresent() && found.get().isWorthNoting(now)) {
            database.write(transaction -> {
                Sessions.seen(transaction, session, now);
                return true;
            });
        }
        return found.map(Sessions.Found::account);
    }

    /** As {@link #whose}, for an open page that nobody may be looking at: it does not count as a use. */
    Optional<Account> stillWhose(Secret session) {
        Instant now = now();
        return database.read(transaction -> Sessions.find(transaction, session, now))
                .map(Sessions.Found::account);
    }

    void signOut(Secret session) {
        Instant now = now();
        database.write(transaction -> {
            Sessions.find(transaction, session, now)
                    .ifPresent(found -> note(transaction, found.account().id(), Deed.SIGNED_OUT));
            Sessions.end(transaction, session);
            return true;
        });
    }

    /**
     * A one-time link for the first owner, while nobody can decide over accounts; empty once somebody can. An earlier such
     * link ends with this one.
     */
    Optional<Secret> firstLink() {
        Instant now = now();
        return database.write(transaction -> {
            if (Accounts.hasOwner(transaction)) {
                return Optional.empty();
            }
            return Optional.of(ownersLink(transaction, now));
        });
    }

    /** A one-time link for an owner at the machine itself, whatever became of the other owners' passwords. */
    Secret rescueLink() {
        Instant now = now();
        return database.write(transaction -> ownersLink(transaction, now));
    }

    private Secret ownersLink(Transaction transaction, Instant now) {
        Account owner = Accounts.all(transaction).stream()
                .filter(account -> account.role() == Role.OWNER && !account.closed())
                .findFirst()
                .orElseGet(() -> addOwner(transaction, now));
        Secret link = Secret.fresh(random);
        Accounts.invite(transaction, owner.id(), link, now.plus(LINK_LIFE));
        audit.changed(
                transaction,
                By.CONSOLE,
                Deed.ACCOUNT_INVITED,
                owner.id().text(),
                Optional.empty(),
                Audit.NOTHING,
                Map.of("role", Role.OWNER.word()));
        return link;
    }

    private Account addOwner(Transaction transaction, Instant now) {
        var id = new AccountId(ids.fresh('a'));
        boolean taken = Accounts.byLogin(transaction, FIRST_LOGIN).isPresent();
        var owner = new Account(
                id,
                taken ? FIRST_LOGIN + "-" + id : FIRST_LOGIN,
                Role.OWNER,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                false);
        Accounts.add(transaction, owner, now);
        return owner;
    }

    /** Whose link it is; empty when it was used, is too old, or is none of ours. */
    Optional<Account> invited(Secret link) {
        Instant now = now();
        return database.read(transaction -> Accounts.invited(transaction, link, now));
    }

    /**
     * Uses a one-time link: login and password from now on. Every session of the account ends, its one-time codes too, and
     * a new session begins.
     *
     * @return empty when the link was used or has become too old
     * @throws Problem when the login is another account's
     */
    Optional<Secret> accept(Secret link, String login, String password, String browser) {
        Instant now = now();
        String hash = passwords.hash(password);
        return database.write(transaction -> {
            Optional<Account> invited = Accounts.invited(transaction, link, now);
            if (invited.isEmpty()) {
                return Optional.empty();
            }
            AccountId id = invited.get().id();
            requireFree(transaction, login, id);
            Accounts.setPassword(transaction, id, login, hash);
            Accounts.setTotp(transaction, id, Optional.empty(), 0);
            Accounts.uninvite(transaction, id);
            Sessions.endAll(transaction, id);
            Failures.forget(transaction, login);
            note(transaction, id, Deed.PASSWORD_SET);
            return Optional.of(open(transaction, id, browser, now));
        });
    }

    static void requireFree(Transaction transaction, String login, AccountId besides) {
        if (Accounts.byLogin(transaction, login)
                .filter(other -> !other.id().equals(besides))
                .isPresent()) {
            throw Problem.conflict("login", "must not be another account's");
        }
    }

    /** Sets another password, if the old one is right. Other sessions end. */
    boolean changePassword(Account account, Secret session, String old, String password) {
        if (!knows(account, old)) {
            return false;
        }
        String hash = passwords.hash(password);
        return database.write(transaction -> {
            Accounts.setPassword(transaction, account.id(), account.login(), hash);
            Sessions.endOthers(transaction, account.id(), session);
            note(transaction, account.id(), Deed.PASSWORD_SET);
            return true;
        });
    }

    /** Whether somebody who is signed in knows the password: tries count as those at the door do. */
    private boolean knows(Account account, String password) {
        Instant now = now();
        boolean locked = database.read(transaction -> Failures.lockedUntil(transaction, account.login(), now))
                .isPresent();
        if (locked) {
            return false;
        }
        boolean right = passwords.matches(password, account.password().orElseThrow());
        database.write(transaction -> {
            if (right) {
                Failures.forget(transaction, account.login());
            } else {
                Failures.add(transaction, account.login(), now);
            }
            return true;
        });
        return right;
    }

    String freshTotpSecret() {
        return Totp.freshSecret(random);
    }

    /** Asks for one-time codes from now on, if whoever wants it has an app that makes the right ones. */
    boolean turnTotpOn(Account account, String secret, String code) {
        OptionalLong step = Totp.stepOf(secret, code, now(), 0);
        step.ifPresent(used -> setTotp(account, Optional.of(secret), used));
        return step.isPresent();
    }

    /** Asks for none any more, if the password is right. */
    boolean turnTotpOff(Account account, String password) {
        boolean proved = knows(account, password);
        if (proved) {
            setTotp(account, Optional.empty(), 0);
        }
        return proved;
    }

    private void setTotp(Account account, Optional<String> secret, long step) {
        database.write(transaction -> {
            Accounts.setTotp(transaction, account.id(), secret, step);
            audit.changed(
                    transaction,
                    By.account(account.id()),
                    Deed.TOTP_CHANGED,
                    account.id().text(),
                    account.partner(),
                    Map.of("totp", account.totpSecret().isPresent() ? "on" : "off"),
                    Map.of("totp", secret.isPresent() ? "on" : "off"));
            return true;
        });
    }

    private void note(Transaction transaction, AccountId account, Deed deed) {
        audit.changed(
                transaction, By.account(account), deed, account.text(), Optional.empty(), Audit.NOTHING, Audit.NOTHING);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
