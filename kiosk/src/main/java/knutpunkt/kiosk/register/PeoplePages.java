package knutpunkt.kiosk.register;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import knutpunkt.kiosk.admin.Act;
import knutpunkt.kiosk.admin.AdminPages;
import knutpunkt.kiosk.admin.AdminRoutes;
import knutpunkt.kiosk.admin.Choice;
import knutpunkt.kiosk.admin.Reply;
import knutpunkt.kiosk.admin.Visit;
import knutpunkt.kiosk.audit.Purpose;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.GroupId;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.partners.Partners;
import knutpunkt.kiosk.partners.Visibility;
import knutpunkt.kiosk.people.People;
import knutpunkt.kiosk.people.PeopleChanges;
import knutpunkt.kiosk.people.Person;
import knutpunkt.kiosk.web.Form;
import knutpunkt.kiosk.web.Problem;
import knutpunkt.wire.PersonId;

/** The list of people, and adding somebody to it. */
public final class PeoplePages implements AdminPages {
    static final String PATH = "/people";

    private static final int PAGE = 50;
    private static final int MONTHS_USUAL = 6;
    private static final String PARTNER = "partner";

    /** What is searched for is in a form; an address has the id that stands for it. */
    static final String QUERY = "q";

    static final String FIND = "find";
    private static final String AFTER = "after";

    private final Database database;
    private final PeopleChanges people;
    private final Searches searches;
    private final InstantSource clock;

    public PeoplePages(Database database, PeopleChanges people, Searches searches, InstantSource clock) {
        this.database = requireNonNull(database, "database");
        this.people = requireNonNull(people, "people");
        this.searches = requireNonNull(searches, "searches");
        this.clock = requireNonNull(clock, "clock");
    }

    /**
     * The list.
     *
     * @param next where it goes on; empty at its end
     */
    public record All(
            List<Shown> people,
            Map<PartnerId, String> partners,
            String query,
            List<Choice> choices,
            String next,
            Instant now,
            boolean mayChange,
            boolean mayBlock) {}

    /** What a new person needs. */
    public record New(
            List<Choice> partners,
            List<Choice> groups,
            List<Choice> visibilities,
            String name,
            String alias,
            String until,
            String untilMax) {}

    @Override
    public void addTo(AdminRoutes routes) {
        routes.get(PATH, Act.SEE_PEOPLE, this::list)
                .post(PATH + "/find", Act.SEE_PEOPLE, this::find, this::list)
                .get(PATH + "/new", Act.CHANGE_PEOPLE, this::showNew)
                .post(PATH + "/new", Act.CHANGE_PEOPLE, this::add, this::showNew);
    }

    private Reply list(Visit visit) {
        String id = visit.query(FIND);
        String words = searches.words(visit.actor().id(), id);
        Optional<PartnerId> asked = visit.query(PARTNER, PartnerId::new);
        Optional<PartnerId> own = visit.actor().only(Act.SEE_PEOPLE);
        return database.read(transaction -> {
            var search = new People.Search(own.isPresent() ? own : asked, Optional.empty(), words);
            List<Person> found = People.search(transaction, search, visit.query(AFTER, PersonId::new), PAGE + 1);
            boolean more = found.size() > PAGE;
            List<Person> page = more ? found.subList(0, PAGE) : found;
            List<Shown> shown =
                    page.stream().map(person -> Shown.of(transaction, person)).toList();
            Map<PartnerId, String> names = Partners.names(transaction);
            var all = new All(
                    shown,
                    names,
                    words,
                    own.isPresent() ? List.of() : choices(visit, names, asked),
                    more ? path(id, asked) + "&" + AFTER + "=" + page.getLast().id() : "",
                    clock.instant(),
                    visit.actor().may(Act.CHANGE_PEOPLE),
                    visit.actor().may(Act.BLOCK_BADGE));
            return Reply.page("register/people", "menu.people", all);
        });
    }

    private Reply find(Visit visit) {
        Form form = visit.form(QUERY, PARTNER);
        String id = searches.keep(visit.actor().id(), form);
        return Reply.go(PATH + path(id, form.optionalValue(PARTNER, Partners.RULE, PartnerId::new)));
    }

    /** Ids only: nothing in it needs escaping. */
    private static String path(String find, Optional<PartnerId> partner) {
        return "?" + FIND + "=" + find
                + partner.map(id -> "&" + PARTNER + "=" + id.text()).orElse("");
    }

    private static List<Choice> choices(Visit visit, Map<PartnerId, String> names, Optional<PartnerId> chosen) {
        var choices = new ArrayList<Choice>();
        choices.add(new Choice("", visit.words().say("people.all-partners"), chosen.isEmpty()));
        names.forEach((id, name) -> choices.add(new Choice(id.text(), name, chosen.equals(Optional.of(id)))));
        return choices;
    }

    private Reply showNew(Visit visit) {
        ZoneId zone = visit.times().zone();
        LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
        return database.read(transaction -> {
            Map<PartnerId, String> names = Partners.hereByName(transaction);
            Optional<PartnerId> own = visit.actor().only(Act.CHANGE_PEOPLE);
            own.ifPresent(partner -> names.keySet().retainAll(List.of(partner)));
            String partner = visit.shown(PARTNER, visit.query(PARTNER));
            var page = new New(
                    names.entrySet().stream()
                            .map(one -> new Choice(
                                    one.getKey().text(),
                                    one.getValue(),
                                    one.getKey().text().equals(partner)))
                            .toList(),
                    groups(visit, transaction, own, visit.shown(PersonForm.GROUP, "")),
                    visibilities(visit, visit.shown(PersonForm.VISIBILITY, ""), true),
                    visit.shown(PersonForm.NAME, ""),
                    visit.shown(PersonForm.ALIAS, ""),
                    visit.shown(PersonForm.UNTIL, today.plusMonths(MONTHS_USUAL).toString()),
                    today.plusMonths(PersonForm.MONTHS_MAX).toString());
            return Reply.page("register/new", "people.new", page);
        });
    }

    /** The groups of one partner, or of all with their partner's name before them. */
    static List<Choice> groups(Visit visit, Transaction transaction, Optional<PartnerId> partner, String chosen) {
        var choices = new ArrayList<Choice>();
        choices.add(new Choice("", visit.words().say("admin.none"), chosen.isEmpty()));
        transaction
                .list(
                        """
                        SELECT person_group.id, person_group.name, partner.id AS partner, partner.name AS partner_name
                        FROM person_group JOIN partner ON partner.id = person_group.partner
                        ORDER BY partner.name, person_group.name""",
                        row -> new Group(
                                new GroupId(row.text("id")),
                                row.text("name"),
                                new PartnerId(row.text("partner")),
                                row.text("partner_name")))
                .stream()
                .filter(group -> partner.isEmpty() || partner.get().equals(group.partner()))
                .forEach(group -> choices.add(new Choice(
                        group.id().text(),
                        partner.isPresent() ? group.name() : group.partnerName() + ": " + group.name(),
                        group.id().text().equals(chosen))));
        return choices;
    }

    private record Group(GroupId id, String name, PartnerId partner, String partnerName) {}

    /** @param withDefault whether to offer what the partner chose for its people */
    static List<Choice> visibilities(Visit visit, String chosen, boolean withDefault) {
        var choices = new ArrayList<Choice>();
        if (withDefault) {
            choices.add(new Choice("", visit.words().say("visibility.default"), chosen.isEmpty()));
        }
        Arrays.stream(Visibility.values())
                .forEach(one -> choices.add(new Choice(
                        one.word(),
                        visit.words().name("visibility", one),
                        one.word().equals(chosen))));
        return choices;
    }

    private Reply add(Visit visit) {
        Form form = visit.form(
                PARTNER, PersonForm.NAME, PersonForm.ALIAS, PersonForm.VISIBILITY, PersonForm.GROUP, PersonForm.UNTIL);
        PartnerId partner = form.value(PARTNER, Partners.RULE, PartnerId::new);
        if (!visit.actor().may(Act.CHANGE_PEOPLE, partner)) {
            throw Problem.notFound(PARTNER, Partners.RULE);
        }
        Visibility asked = database.read(transaction -> Partners.find(transaction, partner))
                .orElseThrow(() -> Problem.notFound(PARTNER, Partners.RULE))
                .visibility();
        PersonForm wanted =
                PersonForm.of(form, asked, clock.instant(), visit.times().zone());
        Person added =
                people.add(visit.by(), (_, id) -> wanted.fresh(id, partner)).thing();
        return Reply.done(PersonPages.path(added.id()), "person-added");
    }

    /** What a read is for, to choose from. */
    static List<Choice> purposes(Visit visit) {
        return Arrays.stream(Purpose.values())
                .map(purpose -> new Choice(purpose.word(), visit.words().name("purpose", purpose), false))
                .toList();
    }
}
