package knutpunkt.kiosk.admin;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.AccountId;
import knutpunkt.kiosk.ids.OpaqueIds;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.web.Form;
import knutpunkt.kiosk.web.Problem;

/** Everybody's accounts: invited by a one-time link, given another role, closed. */
public final class AccountsPages implements AdminPages {
    private static final String PATH = "/accounts";
    private static final String LOGIN = "login";
    private static final String ROLE = "role";
    private static final String PARTNER = "partner";

    private final Database database;
    private final Audit audit;
    private final OpaqueIds ids;
    private final PartnerNames partners;
    private final InstantSource clock;
    private final RandomGenerator random;

    AccountsPages(
            Database database,
            Audit audit,
            OpaqueIds ids,
            PartnerNames partners,
            InstantSource clock,
            RandomGenerator random) {
        this.database = requireNonNull(database, "database");
        this.audit = requireNonNull(audit, "audit");
        this.ids = requireNonNull(ids, "ids");
        this.partners = requireNonNull(partners, "partners");
        this.clock = requireNonNull(clock, "clock");
        this.random = requireNonNull(random, "random");
    }

    /** The list, and what a new one needs. */
    public record All(List<Listed> accounts, String login, List<Choice> roles, List<Choice> partners) {}

    /**
     * An account in the list.
     *
     * @param state {@code active}, {@code invited}, {@code waiting} (neither password nor link) or {@code closed}
     */
    public record Listed(AccountId id, String login, Role role, Optional<String> partner, String state, int sessions) {}

    /** One account. */
    public record One(
            Listed account,
            List<Choice> roles,
            List<Choice> partners,
            List<Sessions.Listed> sessions,
            boolean totpOn,
            boolean isOwn,
            String mail) {}

    /** A one-time link, shown once. */
    public record Invited(AccountId id, String login, String path, Instant until) {}

    @Override
    public void addTo(AdminRoutes routes) {
        routes.get(PATH, Act.KEEP_ACCOUNTS, this::list)
                .post(PATH, Act.KEEP_ACCOUNTS, this::invite, this::list)
                .get(PATH + "/{id}", Act.KEEP_ACCOUNTS, this::show)
                .post(PATH + "/{id}", Act.KEEP_ACCOUNTS, this::change, this::show)
                .post(PATH + "/{id}/mail", Act.KEEP_ACCOUNTS, this::setMail, this::show)
                .post(PATH + "/{id}/link", Act.KEEP_ACCOUNTS, this::link, this::show)
                .post(PATH + "/{id}/close", Act.KEEP_ACCOUNTS, visit -> setClosed(visit, true), this::show)
                .post(PATH + "/{id}/open", Act.KEEP_ACCOUNTS, visit -> setClosed(visit, false), this::show)
                .post(PATH + "/{id}/end-sessions", Act.KEEP_ACCOUNTS, this::endSessions, this::show);
    }

    private Reply list(Visit visit) {
        return database.read(transaction -> {
            Map<PartnerId, String> names = partners.all(transaction);
            List<Listed> listed = Accounts.all(transaction).stream()
                    .map(account -> listed(transaction, account, names))
                    .toList();
            Role role = visit.shown(ROLE, "").isEmpty()
                    ? Role.PARTNER_ADMIN
                    : Role.parse(visit.shown(ROLE, Role.PARTNER_ADMIN.word()));
            var page = new All(
                    listed,
                    visit.shown(LOGIN, ""),
                    roles(visit, role),
                    partners(visit, partners.here(transaction), visit.shown(PARTNER, "")));
            return Reply.page("admin/accounts", "menu.accounts", page);
        });
    }

    private Reply show(Visit visit) {
        AccountId id = visit.id(Accounts.RULE, AccountId::new);
        return database.read(transaction -> {
            Account account = find(transaction, id);
            Map<PartnerId, String> names = partners.all(transaction);
            String partner = account.partner().map(PartnerId::text).orElse("");
            var page = new One(
                    listed(transaction, account, names),
                    roles(visit, account.role()),
                    partners(visit, partners.here(transaction), visit.shown(PARTNER, partner)),
                    Sessions.of(transaction, id, clock.instant()),
                    account.totpSecret().isPresent(),
                    id.equals(visit.actor().id()),
                    visit.shown(
                            AccountMail.FIELD, AccountMail.find(transaction, id).orElse("")));
            return Reply.page("admin/account-of", "admin.account-of", page);
        });
    }

    private Listed listed(Transaction transaction, Account account, Map<PartnerId, String> names) {
        Instant now = clock.instant();
        return new Listed(
                account.id(),
                account.login(),
                account.role(),
                account.partner().map(partner -> names.getOrDefault(partner, partner.text())),
                state(transaction, account, now),
                Sessions.of(transaction, account.id(), now).size());
    }

    private static String state(Transaction transaction, Account account, Instant now) {
        if (account.closed()) {
            return "closed";
        }
        if (Accounts.isInvited(transaction, account.id(), now)) {
            return "invited";
        }
        return account.password().isPresent() ? "active" : "waiting";
    }

    private static List<Choice> roles(Visit visit, Role chosen) {
        return Arrays.stream(Role.values())
                .map(role -> new Choice(role.word(), visit.words().name("role", role), role == chosen))
                .toList();
    }

    private static List<Choice> partners(Visit visit, Map<PartnerId, String> names, String chosen) {
        var choices = new ArrayList<Choice>();
        choices.add(new Choice("", visit.words().say("account.no-partner"), chosen.isEmpty()));
        names.forEach(
                (id, name) -> choices.add(new Choice(id.text(), name, id.text().equals(chosen))));
        return choices;
    }

    private record Wanted(Role role, Optional<PartnerId> partner) {
        /** A partner admin has a partner; for any other role the choice is not looked at. */
        static Wanted of(Form form) {
            Role role = form.value(ROLE, Role.RULE, Role::parse);
            return role == Role.PARTNER_ADMIN
                    ? new Wanted(role, Optional.of(form.value(PARTNER, "must be a partner", PartnerId::new)))
                    : new Wanted(role, Optional.empty());
        }

        void require(Map<PartnerId, String> there) {
            if (partner.isPresent() && !there.containsKey(partner.get())) {
                throw Problem.notFound(PARTNER, "must be a partner of this site");
            }
        }

        Map<String, String> fields() {
            return Map.of(
                    ROLE, role.word(), PARTNER, partner.map(PartnerId::text).orElse(""));
        }
    }

    private Reply invite(Visit visit) {
        Form form = visit.form(LOGIN, ROLE, PARTNER);
        String login = form.value(LOGIN, LoginName.RULE, LoginName::accepted);
        Wanted wanted = Wanted.of(form);
        var id = new AccountId(ids.fresh('a'));
        Invited invited = database.write(transaction -> {
            wanted.require(partners.here(transaction));
            SignIn.requireFree(transaction, login, id);
            if (Accounts.isFull(transaction)) {
                throw Problem.conflict(LOGIN, "is one too many: a site has at most " + Accounts.ACCOUNTS_MAX);
            }
            var account = new Account(
                    id, login, wanted.role(), wanted.partner(), Optional.empty(), Optional.empty(), 0, false);
            Accounts.add(transaction, account, now());
            note(transaction, visit, Deed.ACCOUNT_INVITED, account, Audit.NOTHING, wanted.fields());
            return invite(transaction, account);
        });
        return Reply.page("admin/invited", "admin.invited", invited);
    }

    private Reply link(Visit visit) {
        visit.form();
        AccountId id = visit.id(Accounts.RULE, AccountId::new);
        Invited invited = database.write(transaction -> {
            Account account = find(transaction, id);
            note(transaction, visit, Deed.ACCOUNT_INVITED, account, Audit.NOTHING, Audit.NOTHING);
            return invite(transaction, account);
        });
        return Reply.page("admin/invited", "admin.invited", invited);
    }

    private Invited invite(Transaction transaction, Account account) {
        Secret link = Secret.fresh(random);
        Instant until = now().plus(SignIn.LINK_LIFE);
        Accounts.invite(transaction, account.id(), link, until);
        return new Invited(account.id(), account.login(), SignInPages.SETUP + link.text(), until);
    }

    private Reply change(Visit visit) {
        AccountId id = visit.id(Accounts.RULE, AccountId::new);
        Wanted wanted = Wanted.of(visit.form(ROLE, PARTNER));
        database.write(transaction -> {
            Account account = find(transaction, id);
            wanted.require(partners.here(transaction));
            requireOwnerLeft(transaction, account, wanted.role() == Role.OWNER);
            Accounts.setRole(transaction, id, wanted.role(), wanted.partner());
            note(
                    transaction,
                    visit,
                    Deed.ACCOUNT_CHANGED,
                    account,
                    new Wanted(account.role(), account.partner()).fields(),
                    wanted.fields());
            return true;
        });
        return Reply.done(PATH + "/" + id, "account");
    }

    private Reply setMail(Visit visit) {
        Optional<String> mail = AccountMail.read(visit.form(AccountMail.FIELD));
        AccountId id = visit.id(Accounts.RULE, AccountId::new);
        database.write(transaction -> {
            AccountMail.set(
                    transaction, audit, visit.by(), find(transaction, id).id(), mail);
            return true;
        });
        return Reply.done(PATH + "/" + id, "mail");
    }

    private Reply setClosed(Visit visit, boolean closed) {
        visit.form();
        AccountId id = visit.id(Accounts.RULE, AccountId::new);
        database.write(transaction -> {
            Account account = find(transaction, id);
            requireOwnerLeft(transaction, account, !closed);
            if (!closed) {
                new Wanted(account.role(), account.partner()).require(partners.here(transaction));
            }
            if (closed) {
                Accounts.close(transaction, id);
            } else {
                Accounts.setClosed(transaction, id, false);
            }
            note(
                    transaction,
                    visit,
                    closed ? Deed.ACCOUNT_CLOSED : Deed.ACCOUNT_CHANGED,
                    account,
                    Map.of("closed", Boolean.toString(account.closed())),
                    Map.of("closed", Boolean.toString(closed)));
            return true;
        });
        return Reply.done(PATH + "/" + id, closed ? "account-closed" : "account");
    }

    private Reply endSessions(Visit visit) {
        visit.form();
        AccountId id = visit.id(Accounts.RULE, AccountId::new);
        database.write(transaction -> {
            Account account = find(transaction, id);
            Sessions.endAll(transaction, id);
            note(transaction, visit, Deed.SIGNED_OUT, account, Audit.NOTHING, Audit.NOTHING);
            return true;
        });
        return Reply.done(PATH + "/" + id, "session-ended");
    }

    /** Somebody must be able to decide over accounts. */
    private static void requireOwnerLeft(Transaction transaction, Account account, boolean staysOwner) {
        if (account.role() == Role.OWNER && !staysOwner && !Accounts.hasAnotherOwner(transaction, account.id())) {
            throw Problem.conflict(ROLE, "must stay: nobody else decides over accounts");
        }
    }

    private static Account find(Transaction transaction, AccountId id) {
        return Accounts.find(transaction, id).orElseThrow(() -> Problem.notFound("id", Accounts.RULE));
    }

    private void note(
            Transaction transaction,
            Visit visit,
            Deed deed,
            Account account,
            Map<String, String> before,
            Map<String, String> after) {
        audit.changed(transaction, visit.by(), deed, account.id().text(), Optional.empty(), before, after);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
