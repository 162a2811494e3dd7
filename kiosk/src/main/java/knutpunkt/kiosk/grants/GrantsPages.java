package knutpunkt.kiosk.grants;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.admin.Act;
import knutpunkt.kiosk.admin.AdminPages;
import knutpunkt.kiosk.admin.AdminRoutes;
import knutpunkt.kiosk.admin.Choice;
import knutpunkt.kiosk.admin.Reply;
import knutpunkt.kiosk.admin.Visit;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.doors.Plan;
import knutpunkt.kiosk.ids.GroupId;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.people.Called;
import knutpunkt.kiosk.people.Groups;
import knutpunkt.kiosk.people.People;
import knutpunkt.kiosk.people.Person;
import knutpunkt.kiosk.web.Problem;
import knutpunkt.kiosk.words.Words;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.PersonId;

/** The grants that there are: found by person, group or door, taken back, and given again at once if that was a mistake. */
public final class GrantsPages implements AdminPages {
    static final String PATH = "/grants";

    private static final String PERSON = "person";
    private static final String GROUP = "group";
    private static final String DOOR = "door";
    private static final int ROWS = 100;

    private final Database database;
    private final Giving giving;
    private final PlainWords plainWords;

    public GrantsPages(Database database, Giving giving, PlainWords plainWords) {
        this.database = requireNonNull(database, "database");
        this.giving = requireNonNull(giving, "giving");
        this.plainWords = requireNonNull(plainWords, "plainWords");
    }

    /**
     * The list.
     *
     * @param of the person whose grants these are, if it is narrowed to one
     * @param next after which grant the next page begins
     * @param takenBack what was just taken back, and can be given again
     */
    public record All(
            List<Listed> grants,
            Optional<Somebody> of,
            List<Choice> groups,
            List<Choice> doors,
            Optional<String> next,
            Optional<Listed> takenBack,
            boolean mayChange) {}

    /** A person by what they are called. */
    public record Somebody(PersonId id, String called) {}

    /**
     * A grant in the list.
     *
     * @param isGroup whether a group has it
     * @param sentence in plain words
     */
    public record Listed(Given grant, String who, boolean isGroup, String sentence, boolean isOver) {}

    @Override
    public void addTo(AdminRoutes routes) {
        routes.get(PATH, Act.SEE_GRANTS, this::list)
                .post(PATH + "/{id}/take-back", Act.CHANGE_GRANTS, this::takeBack)
                .post(PATH + "/{id}/again", Act.CHANGE_GRANTS, this::again);
    }

    private Reply list(Visit visit) {
        Optional<PartnerId> only = visit.actor().only(Act.SEE_GRANTS);
        Optional<PersonId> person = visit.query(PERSON, PersonId::new);
        var filter = new Grants.Filter(only, person, visit.query(GROUP, GroupId::new), visit.query(DOOR, DoorId::new));
        return database.read(transaction -> {
            PlainWords.Names names = PlainWords.Names.of(transaction);
            List<Given> found = person.isPresent()
                    ? concerning(transaction, only, person.get())
                    : Grants.list(transaction, filter, visit.query("after"), ROWS);
            List<Listed> listed = found.stream()
                    .map(grant -> listed(transaction, grant, names, visit))
                    .sorted(Comparator.comparing(Listed::isOver).thenComparing(Listed::who))
                    .toList();
            boolean more = person.isEmpty() && found.size() == ROWS;
            var page = new All(
                    listed,
                    person.flatMap(id -> somebody(transaction, only, id, visit.words())),
                    groups(transaction, only, visit),
                    doors(transaction, visit),
                    more ? Optional.of(found.getLast().id().text()) : Optional.empty(),
                    takenBack(transaction, names, visit),
                    visit.actor().mayForSite(Act.CHANGE_GRANTS));
            return Reply.page("grants/list", "menu.grants", page);
        });
    }

    /** A person's own and the group's: all that lets them in. */
    private static List<Given> concerning(Transaction transaction, Optional<PartnerId> only, PersonId person) {
        return People.find(transaction, person)
                .filter(one -> isWithin(only, one))
                .map(one -> Grants.concerning(transaction, person))
                .orElse(List.of());
    }

    private static boolean isWithin(Optional<PartnerId> only, Person person) {
        return only.isEmpty() || only.get().equals(person.partner());
    }

    private static Optional<Somebody> somebody(
            Transaction transaction, Optional<PartnerId> only, PersonId id, Words words) {
        return People.find(transaction, id)
                .filter(person -> isWithin(only, person))
                .map(person -> new Somebody(id, Called.of(person, words)));
    }

    private Listed listed(Transaction transaction, Given grant, PlainWords.Names names, Visit visit) {
        Optional<Person> person = grant.to().person().flatMap(id -> People.find(transaction, id));
        String who = person.map(one -> Called.of(one, visit.words()))
                .orElseGet(() -> grant.to()
                        .group()
                        .flatMap(id -> Groups.find(transaction, id))
                        .orElseThrow()
                        .name());
        var end = person.flatMap(Person::validUntil);
        return new Listed(
                grant,
                who,
                grant.to().group().isPresent(),
                plainWords.say(grant, end, names, visit.words(), visit.times()),
                plainWords.isOver(grant, end));
    }

    static List<Choice> groups(Transaction transaction, Optional<PartnerId> only, Visit visit) {
        String chosen = visit.query(GROUP);
        var choices = new ArrayList<Choice>();
        choices.add(new Choice("", visit.words().say("grant.any-group"), chosen.isEmpty()));
        Groups.list(transaction, only)
                .forEach(group -> choices.add(new Choice(
                        group.id().text(), group.name(), group.id().text().equals(chosen))));
        return choices;
    }

    private static List<Choice> doors(Transaction transaction, Visit visit) {
        String chosen = visit.query(DOOR);
        var choices = new ArrayList<Choice>();
        choices.add(new Choice("", visit.words().say("grant.any-door"), chosen.isEmpty()));
        Plan.doorNames(transaction)
                .forEach((id, name) ->
                        choices.add(new Choice(id.text(), name, id.text().equals(chosen))));
        return choices;
    }

    private Optional<Listed> takenBack(Transaction transaction, PlainWords.Names names, Visit visit) {
        if (!visit.actor().mayForSite(Act.CHANGE_GRANTS)) {
            return Optional.empty();
        }
        return visit.query("taken", GrantId::new)
                .flatMap(id -> giving.takenBack(transaction, id))
                .map(grant -> listed(transaction, grant, names, visit));
    }

    private Reply takeBack(Visit visit) {
        GrantId id = visit.id(Grants.RULE, GrantId::new);
        String person = visit.form(PERSON).typed(PERSON);
        giving.takeBack(visit.by(), id);
        return Reply.done(PATH + "?taken=" + id + narrowed(person), "grant-taken");
    }

    private Reply again(Visit visit) {
        GrantId id = visit.id(Grants.RULE, GrantId::new);
        String person = visit.form(PERSON).typed(PERSON);
        giving.giveAgain(visit.by(), id);
        return Reply.done(PATH + "?again=" + id + narrowed(person), "grant-again");
    }

    /** Whoever looked at one person's grants goes on doing so. */
    private static String narrowed(String person) {
        if (person.isEmpty()) {
            return "";
        }
        try {
            return "&person=" + new PersonId(person);
        } catch (IllegalArgumentException _) {
            throw Problem.badRequest(PERSON, People.RULE);
        }
    }
}
