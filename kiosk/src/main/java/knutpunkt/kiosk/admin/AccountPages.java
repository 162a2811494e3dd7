package knutpunkt.kiosk.admin;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.web.Form;
import knutpunkt.kiosk.web.Problem;

/** One's own account: password, one-time codes, and where one is signed in. */
public final class AccountPages implements AdminPages {
    private static final String OLD = "old";
    private static final String PASSWORD = "password";
    private static final String SECRET = "secret";
    private static final String CODE = "code";
    private static final String HANDLE = "session";
    private static final String PATH = "/account";

    private final Database database;
    private final Audit audit;
    private final SignIn signIn;
    private final InstantSource clock;

    AccountPages(Database database, Audit audit, SignIn signIn, InstantSource clock) {
        this.database = requireNonNull(database, "database");
        this.audit = requireNonNull(audit, "audit");
        this.signIn = requireNonNull(signIn, "signIn");
        this.clock = requireNonNull(clock, "clock");
    }

    /**
     * The page.
     *
     * @param offer a secret to put into an app, while no one-time codes are asked for
     */
    public record Own(boolean totpOn, Optional<Offer> offer, List<Sessions.Listed> sessions, String mail) {}

    /** A secret as text and as a picture for a camera. */
    public record Offer(String secret, Totp.Picture picture) {}

    @Override
    public void addTo(AdminRoutes routes) {
        routes.get(PATH, Act.BE_HERE, this::show)
                .post(PATH + "/password", Act.BE_HERE, this::changePassword, this::show)
                .post(PATH + "/mail", Act.BE_HERE, this::setMail, this::show)
                .post(PATH + "/codes-on", Act.BE_HERE, this::turnOn, this::show)
                .post(PATH + "/codes-off", Act.BE_HERE, this::turnOff, this::show)
                .post(PATH + "/end-session", Act.BE_HERE, this::endSession, this::show)
                .post("/sign-out", Act.BE_HERE, this::signOut);
    }

    private Reply show(Visit visit) {
        Account account = account(visit);
        boolean on = account.totpSecret().isPresent();
        String kept = visit.shown(SECRET, "");
        String secret = Totp.isSecret(kept) ? kept : signIn.freshTotpSecret();
        Optional<Offer> offer =
                on ? Optional.empty() : Optional.of(new Offer(secret, Totp.Picture.of(Totp.link(secret))));
        List<Sessions.Listed> sessions =
                database.read(transaction -> Sessions.of(transaction, account.id(), clock.instant()));
        String mail = visit.shown(
                AccountMail.FIELD,
                database.read(transaction -> AccountMail.find(transaction, account.id()))
                        .orElse(""));
        return Reply.page("admin/account", "admin.account", new Own(on, offer, sessions, mail));
    }

    private Reply setMail(Visit visit) {
        Optional<String> mail = AccountMail.read(visit.form(AccountMail.FIELD));
        database.write(transaction -> {
            AccountMail.set(transaction, audit, visit.by(), visit.actor().id(), mail);
            return true;
        });
        return Reply.done(PATH, "mail");
    }

    private Account account(Visit visit) {
        return database.read(
                        transaction -> Accounts.find(transaction, visit.actor().id()))
                .orElseThrow();
    }

    private Reply changePassword(Visit visit) {
        Form form = visit.form(OLD, PASSWORD);
        Account account = account(visit);
        String password;
        try {
            password = Passwords.accepted(form.exactly(PASSWORD), account.login());
        } catch (IllegalArgumentException _) {
            throw Problem.badRequest(PASSWORD, Passwords.RULE);
        }
        if (!signIn.changePassword(account, visit.session(), form.exactly(OLD), password)) {
            throw Problem.conflict(OLD, "must be the password that is set now");
        }
        return Reply.done(PATH, "password");
    }

    private Reply turnOn(Visit visit) {
        Form form = visit.form(SECRET, CODE);
        String secret = form.typed(SECRET);
        if (!Totp.isSecret(secret) || !signIn.turnTotpOn(account(visit), secret, form.typed(CODE))) {
            throw Problem.conflict(CODE, Totp.RULE);
        }
        return Reply.done(PATH, "codes-on");
    }

    private Reply turnOff(Visit visit) {
        if (!signIn.turnTotpOff(account(visit), visit.form(OLD).exactly(OLD))) {
            throw Problem.conflict(OLD, "must be the password that is set now");
        }
        return Reply.done(PATH, "codes-off");
    }

    private Reply endSession(Visit visit) {
        String handle = visit.form(HANDLE).typed(HANDLE);
        database.write(transaction -> Sessions.end(transaction, visit.actor().id(), handle));
        return Reply.done(PATH, "session-ended");
    }

    private Reply signOut(Visit visit) {
        visit.form();
        signIn.signOut(visit.session());
        return Reply.go("/sign-in");
    }
}
