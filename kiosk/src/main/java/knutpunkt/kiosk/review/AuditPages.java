package knutpunkt.kiosk.review;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import knutpunkt.kiosk.admin.Act;
import knutpunkt.kiosk.admin.AdminPages;
import knutpunkt.kiosk.admin.AdminRoutes;
import knutpunkt.kiosk.admin.Reply;
import knutpunkt.kiosk.admin.Visit;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.audit.Purpose;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.partners.Partners;

/** The audit, the newest first: who changed what, from what to what, and who read what for which purpose. */
public final class AuditPages implements AdminPages {
    private static final String PATH = "/audit";
    private static final int PAGE = 50;

    private final Database database;
    private final AccountNames accounts;

    public AuditPages(Database database, AccountNames accounts) {
        this.database = requireNonNull(database, "database");
        this.accounts = requireNonNull(accounts, "accounts");
    }

    /** What accounts are called. */
    @FunctionalInterface
    public interface AccountNames {
        Map<String, String> all(Transaction transaction);
    }

    /**
     * The page.
     *
     * @param next the number to go on before; 0 at the audit's beginning
     */
    public record All(List<Line> lines, long next) {}

    /**
     * One line.
     *
     * @param subject the opaque id of what was changed or read
     */
    public record Line(
            Instant at,
            String by,
            Deed deed,
            String subject,
            Optional<String> partner,
            List<Field> fields,
            Optional<Purpose> purpose) {}

    /** A field that changed; either side may be empty. */
    public record Field(String name, String before, String after) {}

    @Override
    public void addTo(AdminRoutes routes) {
        routes.get(PATH, Act.READ_AUDIT, this::show);
    }

    private Reply show(Visit visit) {
        long before = visit.query("before", Long::parseLong).orElse(Long.MAX_VALUE);
        return database.read(transaction -> {
            List<Audit.Line> found = Audit.before(transaction, visit.actor().only(Act.READ_AUDIT), before, PAGE + 1);
            boolean more = found.size() > PAGE;
            List<Audit.Line> page = more ? found.subList(0, PAGE) : found;
            Map<String, String> logins = accounts.all(transaction);
            var partners = Partners.names(transaction);
            List<Line> lines = page.stream()
                    .map(line -> new Line(
                            line.at(),
                            by(visit, logins, line.by().id()),
                            line.deed(),
                            line.subject(),
                            line.partner().map(partner -> partners.getOrDefault(partner, partner.text())),
                            fields(line.before(), line.after()),
                            line.purpose()))
                    .toList();
            return Reply.page(
                    "review/audit",
                    "menu.audit",
                    new All(lines, more ? page.getLast().number() : 0));
        });
    }

    /** An account by its login; a part of the service by what people call it. */
    private static String by(Visit visit, Map<String, String> logins, String id) {
        return Optional.ofNullable(logins.get(id))
                .or(() -> visit.words().find("by." + id))
                .orElse(id);
    }

    private static List<Field> fields(SortedMap<String, String> before, SortedMap<String, String> after) {
        var names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        var fields = new ArrayList<Field>();
        for (String name : names) {
            fields.add(new Field(name, before.getOrDefault(name, ""), after.getOrDefault(name, "")));
        }
        return fields;
    }
}
