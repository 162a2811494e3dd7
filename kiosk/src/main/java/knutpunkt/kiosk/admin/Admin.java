package knutpunkt.kiosk.admin;

import static java.util.Objects.requireNonNull;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.OpaqueIds;
import knutpunkt.kiosk.words.Languages;

/** The admin pages as a whole: sign-in, accounts, and behind them what the features bring. */
public final class Admin implements HttpService, AutoCloseable {
    private final SignIn signIn;
    private final SignInPages signInPages;
    private final AliveStream alive;
    private final AdminRoutes routes;

    /**
     * Puts it together.
     *
     * @param zone the site's, asked for anew at each page
     * @param random must be a secure one outside tests
     * @param features the pages behind the sign-in, besides those about accounts
     */
    public Admin(
            Database database,
            Audit audit,
            OpaqueIds ids,
            Languages languages,
            PartnerNames partners,
            Supplier<ZoneId> zone,
            InstantSource clock,
            RandomGenerator random,
            List<AdminPages> features) {
        requireNonNull(database, "database");
        this.signIn = new SignIn(database, audit, ids, clock, random);
        var renderer = new Renderer(languages, zone);
        this.signInPages = new SignInPages(signIn, renderer, random);
        this.alive = new AliveStream(signIn);
        this.routes = new AdminRoutes(signIn, renderer);
        features.forEach(pages -> pages.addTo(routes));
        new DesignPages(clock).addTo(routes);
        new AccountPages(database, audit, signIn, clock).addTo(routes);
        new AccountsPages(database, audit, ids, partners, clock, random).addTo(routes);
        database.listen(alive::changed);
    }

    @Override
    public void routing(HttpRules rules) {
        rules.register(signInPages);
        rules.register(alive);
        rules.register(AdminRoutes.ROOT, routes);
    }

    /** What every account is called, by its id. */
    public static Map<String, String> logins(Transaction transaction) {
        var logins = new HashMap<String, String>();
        Accounts.all(transaction).forEach(account -> logins.put(account.id().text(), account.login()));
        return logins;
    }

    /** Every page and form there is, with its act. */
    public List<AdminRoutes.Route> table() {
        return routes.table();
    }

    /**
     * The path of a one-time link for the first owner; empty once somebody decides over accounts. Whoever has it decides
     * over the site: it is told to the machine's owner only, and never logged.
     */
    public Optional<String> firstLink() {
        return signIn.firstLink().map(Admin::path);
    }

    /** The path of a one-time link for an owner who has lost the password. */
    public String rescueLink() {
        return path(signIn.rescueLink());
    }

    private static String path(Secret link) {
        return SignInPages.SETUP + link.text();
    }

    /** Ends the streams, so that the server has no answer left to wait for. */
    @Override
    public void close() {
        alive.close();
    }
}
