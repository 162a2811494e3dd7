package knutpunkt.kiosk.imports;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.admin.Act;
import knutpunkt.kiosk.admin.AdminPages;
import knutpunkt.kiosk.admin.AdminRoutes;
import knutpunkt.kiosk.admin.Reply;
import knutpunkt.kiosk.admin.Visit;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.people.Called;
import knutpunkt.kiosk.people.Person;
import knutpunkt.kiosk.web.Problem;

/** One import afterwards: who came with it, by what they are called now, and taking it back. */
final class ImportedPages implements AdminPages {
    private static final String PATH = ImportPages.PATH + "/{id}";

    private final Database database;
    private final Importing importing;
    private final InstantSource clock;

    ImportedPages(Database database, Importing importing, InstantSource clock) {
        this.database = requireNonNull(database, "database");
        this.importing = requireNonNull(importing, "importing");
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public void addTo(AdminRoutes routes) {
        routes.get(PATH, Act.CHANGE_PEOPLE, this::show).post(PATH + "/undo", Act.CHANGE_PEOPLE, this::undo, this::show);
    }

    private static Import find(Transaction transaction, Visit visit) {
        ImportId id = visit.id(Import.RULE, ImportId::new);
        Import one = Imports.find(transaction, id).orElseThrow(() -> Problem.notFound("id", Import.RULE));
        boolean may = one.partner()
                .map(partner -> visit.actor().may(Act.CHANGE_PEOPLE, partner))
                .orElseGet(() -> visit.actor().mayForSite(Act.CHANGE_PEOPLE));
        if (!may) {
            throw Problem.notFound("id", Import.RULE);
        }
        return one;
    }

    private Reply show(Visit visit) {
        Instant now = clock.instant();
        return database.read(transaction -> {
            Import one = find(transaction, visit);
            List<Imported.Came> people = Imports.people(transaction, one.id()).stream()
                    .sorted(Called.order(visit.words()))
                    .map(person -> came(transaction, visit, one, person))
                    .toList();
            var page = new Imported(
                    one.id().text(),
                    one.madeAt(),
                    one.added(),
                    one.undoUntil(),
                    one.undoneAt(),
                    one.canBeUndone(now),
                    people);
            return Reply.page("imports/imported", "import.one", page);
        });
    }

    private static Imported.Came came(Transaction transaction, Visit visit, Import one, Person person) {
        Optional<String> kept = Imports.kept(transaction, one, person.id())
                .map(why -> visit.words().name("import.kept", why));
        return new Imported.Came(person.id().text(), Called.of(person, visit.words()), kept);
    }

    private Reply undo(Visit visit) {
        visit.form();
        ImportId id = database.write(transaction -> {
            Import one = find(transaction, visit);
            importing.undo(transaction, visit.by(), one);
            return one.id();
        });
        return Reply.done(ImportPages.PATH + "/" + id, "import-undone");
    }
}
