package knutpunkt.kiosk.imports;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import knutpunkt.kiosk.admin.Act;
import knutpunkt.kiosk.admin.AdminPages;
import knutpunkt.kiosk.admin.AdminRoutes;
import knutpunkt.kiosk.admin.Choice;
import knutpunkt.kiosk.admin.Reply;
import knutpunkt.kiosk.admin.Visit;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.OpaqueIds;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.partners.Partner;
import knutpunkt.kiosk.people.PeopleChanges;
import knutpunkt.kiosk.web.Form;
import knutpunkt.kiosk.web.Problem;

/**
 * Giving rows, looking at what would come of them, and saying yes. The looking is the adding itself, undone at its end, so
 * that what is shown is what will be.
 */
public final class ImportPages implements AdminPages {
    static final String PATH = "/people/import";

    private static final int NEWEST = 20;
    private static final String TEMPLATE = "imports/import";
    private static final String TITLE = "import.title";

    private final Database database;
    private final Importing importing;
    private final ImportedPages imported;
    private final InstantSource clock;

    public ImportPages(Database database, PeopleChanges people, Audit audit, OpaqueIds ids, InstantSource clock) {
        this.database = requireNonNull(database, "database");
        this.importing = new Importing(people, audit, ids, clock);
        this.imported = new ImportedPages(database, importing, clock);
        this.clock = requireNonNull(clock, "clock");
    }

    /**
     * The page.
     *
     * @param rows as pasted, or as the file said
     * @param assumed whether the file was taken for Windows-1252
     * @param partners to choose from for rows that do not say; none for a partner admin
     * @param columns what each says, once there are rows
     */
    public record New(
            String rows,
            boolean assumed,
            boolean headless,
            List<Choice> partners,
            List<Mapped> columns,
            Optional<Preview> preview,
            List<Listed> newest,
            int bytesMax,
            int rowsMax) {
        /** Without what was typed. */
        @Override
        public String toString() {
            return "New[" + columns.size() + " columns]";
        }

        /** What was chosen, to be sent again. */
        public Optional<String> partner() {
            return partners.stream()
                    .filter(Choice::chosen)
                    .map(Choice::value)
                    .filter(value -> !value.isEmpty())
                    .findFirst();
        }
    }

    /**
     * A column, and what it may be.
     *
     * @param field by which a choice is sent
     * @param chosen what was chosen; empty where the header tells
     */
    public record Mapped(String field, String label, String chosen, List<Choice> choices) {}

    /** An import in the list. */
    public record Listed(String id, Instant at, long added, boolean undone) {}

    @Override
    public void addTo(AdminRoutes routes) {
        routes.get(PATH, Act.CHANGE_PEOPLE, this::show)
                .post(PATH, Act.CHANGE_PEOPLE, this::preview, this::showRefused, Sent.FORM_BYTES_MAX)
                .post(PATH + "/confirm", Act.CHANGE_PEOPLE, this::confirm, this::previewAgain, Sent.FORM_BYTES_MAX);
        imported.addTo(routes);
    }

    private Reply show(Visit visit) {
        return page(visit, Optional.empty(), Optional.empty());
    }

    /** With the rows where they can be read, so that they can be mended here; never with what must not be typed. */
    private Reply showRefused(Visit visit) {
        boolean mustGo =
                visit.isRefusedFor(Unreadable.BADGE.field()) || visit.isRefusedFor(Unreadable.PERSONAL_NUMBER.field());
        return page(visit, mustGo ? Optional.empty() : readable(visit), Optional.empty());
    }

    private static Optional<Sent> readable(Visit visit) {
        try {
            return Optional.of(Sent.of(visit.form(Sent.fields())));
        } catch (Problem _) {
            return Optional.empty();
        }
    }

    private Reply preview(Visit visit) {
        Form form = visit.form(Sent.fields());
        Sent sent = Sent.of(form);
        Table table = Table.of(sent.text());
        Columns columns = columns(visit, table, sent);
        Set<Long> others = Sent.others(form);
        record Looked(Plan plan, Known known) {}
        Looked looked = database.read(transaction -> {
            Known known = known(transaction, visit);
            return new Looked(plan(visit, known, table, columns, sent), known);
        });
        if (looked.plan().mistaken() == 0) {
            database.tryOut(transaction -> importing.add(
                    transaction, visit.by(), own(visit), looked.plan().rows()));
        }
        var preview = Preview.of(looked.plan(), looked.known(), others, visit.words(), visit.times());
        return page(visit, Optional.of(sent), Optional.of(preview));
    }

    /** After a yes to a plan that is not the plan any more: as it is now, or without it where it cannot be. */
    private Reply previewAgain(Visit visit) {
        try {
            return preview(visit);
        } catch (Problem _) {
            return showRefused(visit);
        }
    }

    private Reply confirm(Visit visit) {
        Form form = visit.form(Sent.fields());
        Sent sent = Sent.of(form);
        Table table = Table.of(sent.text());
        Columns columns = columns(visit, table, sent);
        Set<Long> others = Sent.others(form);
        ImportId id = database.write(transaction -> {
            Plan plan = plan(visit, known(transaction, visit), table, columns, sent);
            if (plan.mistaken() > 0 || !plan.fingerprint().equals(form.typed(Sent.PLAN))) {
                throw Problem.conflict(Sent.PLAN, "must be the plan that was shown, and without mistakes");
            }
            List<Row> chosen = plan.chosen(others);
            if (chosen.isEmpty()) {
                throw Problem.badRequest(Sent.PLAN, "must leave somebody to add");
            }
            return importing.add(transaction, visit.by(), own(visit), chosen);
        });
        return Reply.done(PATH + "/" + id, "imported");
    }

    private static Optional<PartnerId> own(Visit visit) {
        return visit.actor().only(Act.CHANGE_PEOPLE);
    }

    private static Known known(Transaction transaction, Visit visit) {
        return Known.read(transaction, own(visit));
    }

    private static Columns columns(Visit visit, Table table, Sent sent) {
        boolean isSaid = own(visit).isPresent() || sent.partner().isPresent();
        return Columns.of(table, sent.headless(), sent.chosen()::get).requireEnough(isSaid);
    }

    private Plan plan(Visit visit, Known known, Table table, Columns columns, Sent sent) {
        var planning = new Planning(
                known,
                own(visit),
                sent.partner(),
                clock.instant(),
                visit.times().zone());
        return planning.plan(table.rows(sent.headless()), columns);
    }

    private Reply page(Visit visit, Optional<Sent> sent, Optional<Preview> preview) {
        return database.read(transaction -> {
            var page = new New(
                    sent.map(Sent::text).orElse(""),
                    sent.filter(Sent::assumed).isPresent(),
                    sent.filter(Sent::headless).isPresent(),
                    own(visit).isPresent() ? List.of() : partners(transaction, visit, sent),
                    sent.map(one -> mapped(visit, one)).orElse(List.of()),
                    preview,
                    Imports.newest(transaction, own(visit), NEWEST).stream()
                            .map(one -> new Listed(
                                    one.id().text(),
                                    one.madeAt(),
                                    one.added(),
                                    one.undoneAt().isPresent()))
                            .toList(),
                    Encoding.BYTES_MAX,
                    Table.ROWS_MAX);
            return Reply.page(TEMPLATE, TITLE, page);
        });
    }

    private static List<Choice> partners(Transaction transaction, Visit visit, Optional<Sent> sent) {
        String chosen = sent.flatMap(Sent::partner).map(PartnerId::text).orElse("");
        var choices = new ArrayList<Choice>();
        choices.add(new Choice("", visit.words().say("import.partner-in-file"), chosen.isEmpty()));
        for (Partner one : known(transaction, visit).partners()) {
            choices.add(new Choice(one.id().text(), one.name(), one.id().text().equals(chosen)));
        }
        return choices;
    }

    private static List<Mapped> mapped(Visit visit, Sent sent) {
        try {
            Table table = Table.of(sent.text());
            List<Optional<Column>> uses =
                    Columns.of(table, sent.headless(), sent.chosen()::get).uses();
            var mapped = new ArrayList<Mapped>();
            for (int i = 0; i < uses.size(); i++) {
                mapped.add(mapped(visit, sent, i, header(table, sent, i), uses.get(i)));
            }
            return mapped;
        } catch (Problem _) {
            return List.of();
        }
    }

    private static String header(Table table, Sent sent, int number) {
        List<String> headers = table.first().cells();
        return sent.headless() || number >= headers.size() ? "" : headers.get(number);
    }

    private static Mapped mapped(Visit visit, Sent sent, int number, String header, Optional<Column> use) {
        String chosen = sent.chosen().get(number);
        String byHeader = Column.ofHeader(header)
                .map(column -> visit.words().name("import.column", column))
                .orElseGet(() -> visit.words().say("import.unused"));
        var choices = new ArrayList<Choice>();
        choices.add(new Choice("", visit.words().say("import.by-header", "column", byHeader), chosen.isEmpty()));
        choices.add(new Choice(Columns.UNUSED, visit.words().say("import.unused"), !chosen.isEmpty() && use.isEmpty()));
        for (Column column : Column.values()) {
            choices.add(new Choice(
                    column.word(), visit.words().name("import.column", column), chosen.equals(column.word())));
        }
        String label = header.isEmpty()
                ? visit.words().say("import.column-number", "number", number + 1)
                : visit.words().say("import.column-called", "number", number + 1, "header", header);
        return new Mapped(Sent.column(number), label, chosen, choices);
    }
}
