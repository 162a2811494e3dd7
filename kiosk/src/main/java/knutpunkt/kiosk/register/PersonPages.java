package knutpunkt.kiosk.register;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.admin.Act;
import knutpunkt.kiosk.admin.Actor;
import knutpunkt.kiosk.admin.AdminPages;
import knutpunkt.kiosk.admin.AdminRoutes;
import knutpunkt.kiosk.admin.Choice;
import knutpunkt.kiosk.admin.Reply;
import knutpunkt.kiosk.admin.Visit;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.audit.Purpose;
import knutpunkt.kiosk.badges.Attempt;
import knutpunkt.kiosk.badges.Badges;
import knutpunkt.kiosk.badges.Learning;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.doors.Doors;
import knutpunkt.kiosk.ids.GroupId;
import knutpunkt.kiosk.leaving.Leaving;
import knutpunkt.kiosk.partners.Partner;
import knutpunkt.kiosk.partners.Partners;
import knutpunkt.kiosk.partners.Visibility;
import knutpunkt.kiosk.people.People;
import knutpunkt.kiosk.people.PeopleChanges;
import knutpunkt.kiosk.people.Person;
import knutpunkt.kiosk.presence.OnSite;
import knutpunkt.kiosk.web.Form;
import knutpunkt.kiosk.web.Printable;
import knutpunkt.kiosk.web.Problem;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.PointId;

/** One person: how visible, until when, with which badges, and what they may do. */
public final class PersonPages implements AdminPages {
    private static final String PATH = PeoplePages.PATH + "/{id}";
    private static final String LABEL = "label";
    private static final String POINT = "point";
    private static final String INFORMED = "informed";
    private static final String PURPOSE = "purpose";
    private static final String LEARN = "learn";
    private static final String POINT_RULE = "must be a point of a door";

    private final Database database;
    private final PeopleChanges people;
    private final Leaving leaving;
    private final Learning learning;
    private final Doors doors;
    private final Audit audit;
    private final Rights rights;
    private final OnSite onSite;
    private final InstantSource clock;

    public PersonPages(
            Database database,
            PeopleChanges people,
            Leaving leaving,
            Learning learning,
            Doors doors,
            Audit audit,
            Rights rights,
            OnSite onSite,
            InstantSource clock) {
        this.database = requireNonNull(database, "database");
        this.people = requireNonNull(people, "people");
        this.leaving = requireNonNull(leaving, "leaving");
        this.learning = requireNonNull(learning, "learning");
        this.doors = requireNonNull(doors, "doors");
        this.audit = requireNonNull(audit, "audit");
        this.rights = requireNonNull(rights, "rights");
        this.onSite = requireNonNull(onSite, "onSite");
        this.clock = requireNonNull(clock, "clock");
    }

    /** What somebody may do, in plain words, one sentence to a right. */
    @FunctionalInterface
    public interface Rights {
        List<String> of(Transaction transaction, PersonId person, Visit visit);
    }

    /**
     * The page.
     *
     * @param realName only in the answer to whoever asked for it with a purpose
     * @param mayReturn the person has left, and the partner has not
     * @param stillHere the person has left and has not gone out yet
     * @param presence how sure it is that the person is here, and why; empty when nothing says so
     * @param attempt how learning a badge stands: {@code waiting}, {@code learnt} or {@code failed}; empty for none
     */
    public record One(
            Shown person,
            Optional<String> alias,
            Partner partner,
            Optional<String> group,
            boolean hasRealName,
            Optional<String> realName,
            List<String> rights,
            Optional<Instant> informedAt,
            Optional<OnSite.Somebody> presence,
            Optional<String> attempt,
            String nextLabel,
            List<Choice> points,
            List<Choice> groups,
            List<Choice> visibilities,
            List<Choice> purposes,
            String name,
            String until,
            String untilMax,
            Instant now,
            boolean stillHere,
            boolean mayReturn,
            boolean mayChange,
            boolean mayIssue,
            boolean mayBlock,
            boolean mayReadName,
            boolean mayCorrect,
            List<Choice> corrections,
            List<Choice> correctionReasons,
            String correctedAt) {
        @Override
        public String toString() {
            return "One[" + person + "]";
        }
    }

    static String path(PersonId id) {
        return PeoplePages.PATH + "/" + id.text();
    }

    @Override
    public void addTo(AdminRoutes routes) {
        routes.get(PATH, Act.SEE_PEOPLE, this::show)
                .post(PATH, Act.CHANGE_PEOPLE, this::change, this::show)
                .post(PATH + "/hide", Act.CHANGE_PEOPLE, this::hide, this::show)
                .post(PATH + "/end", Act.CHANGE_PEOPLE, this::end, this::show)
                .post(PATH + "/name", Act.READ_REAL_NAME, this::readName, this::show)
                .post(PATH + "/learn", Act.ISSUE_BADGE, this::learn, this::show)
                .get("/information", Act.SEE_PEOPLE, _ -> Reply.page("register/information", "information.title", ""));
    }

    Person person(Visit visit, Act act) {
        PersonId id = visit.id(People.RULE, PersonId::new);
        Person person = database.read(transaction -> People.find(transaction, id))
                .orElseThrow(() -> Problem.notFound("id", People.RULE));
        visit.actor().require(act, person.partner(), People.RULE);
        return person;
    }

    Reply show(Visit visit) {
        return show(visit, person(visit, Act.SEE_PEOPLE), Optional.empty());
    }

    private Reply show(Visit visit, Person person, Optional<String> realName) {
        Instant now = clock.instant();
        LocalDate today = LocalDate.ofInstant(now, visit.times().zone());
        Actor actor = visit.actor();
        List<Choice> points = points(visit);
        return database.read(transaction -> {
            Partner partner = Partners.find(transaction, person.partner()).orElseThrow();
            boolean isNormal = person.visibility() == Visibility.NORMAL;
            String until = person.validUntil()
                    .map(end -> visit.times().day(end.minusSeconds(1)))
                    .orElse("");
            var page = new One(
                    Shown.of(transaction, person),
                    person.alias(),
                    partner,
                    person.group().flatMap(group -> groupName(transaction, group)),
                    person.name().isPresent(),
                    realName,
                    rights.of(transaction, person.id(), visit),
                    People.informedAt(transaction, person.id()),
                    onSite.find(transaction, person.id()),
                    attempt(visit, person),
                    visit.shown(LABEL, Badges.freeLabel(transaction)),
                    points,
                    PeoplePages.groups(
                            visit,
                            transaction,
                            Optional.of(person.partner()),
                            visit.shown(
                                    PersonForm.GROUP,
                                    person.group().map(GroupId::text).orElse(""))),
                    PeoplePages.visibilities(
                            visit,
                            visit.shown(
                                    PersonForm.VISIBILITY, person.visibility().word()),
                            false),
                    PeoplePages.purposes(visit),
                    isNormal ? visit.shown(PersonForm.NAME, person.name().orElse("")) : "",
                    visit.shown(PersonForm.UNTIL, until),
                    today.plusMonths(PersonForm.MONTHS_MAX).toString(),
                    now,
                    person.hasEnded(now)
                            && onSite.find(transaction, person.id()).isPresent(),
                    person.hasEnded(now) && !Partners.left(transaction).containsKey(person.partner()),
                    actor.may(Act.CHANGE_PEOPLE, person.partner()),
                    actor.may(Act.ISSUE_BADGE, person.partner()),
                    actor.may(Act.BLOCK_BADGE, person.partner()),
                    actor.may(Act.READ_REAL_NAME, person.partner()),
                    actor.may(Act.CORRECT_PRESENCE, person.partner()),
                    PresencePages.corrections(visit),
                    PresencePages.reasons(visit),
                    PresencePages.correctedAt(visit, now));
            return Reply.page("register/person", "people.one", page);
        });
    }

    private static Optional<String> groupName(Transaction transaction, GroupId group) {
        return transaction.one("SELECT name FROM person_group WHERE id = ?", row -> row.text("name"), group.text());
    }

    /** An attempt of another person's page is none here. */
    private Optional<String> attempt(Visit visit, Person person) {
        return learning.find(visit.query(LEARN)).flatMap(attempt -> switch (attempt) {
            case Attempt.Waiting waiting when waiting.person().equals(person.id()) -> Optional.of("waiting");
            case Attempt.Waiting _ -> Optional.empty();
            case Attempt.Learnt _ -> Optional.of("learnt");
            case Attempt.Failed _ -> Optional.of("failed");
        });
    }

    /** Where a badge can be held to a reader, doors that are heard from first. */
    private List<Choice> points(Visit visit) {
        String chosen = visit.shown(POINT, "");
        return doors.all().stream()
                .filter(door -> door.liveness().equals("online"))
                .flatMap(door -> door.points().stream().map(point -> {
                    String value = door.door() + "/" + point.point();
                    return new Choice(value, point.name(), value.equals(chosen));
                }))
                .toList();
    }

    private Reply change(Visit visit) {
        Person before = person(visit, Act.CHANGE_PEOPLE);
        Form form = visit.form(
                PersonForm.NAME, PersonForm.ALIAS, PersonForm.VISIBILITY, PersonForm.GROUP, PersonForm.UNTIL);
        PersonForm wanted = PersonForm.of(
                form, before.visibility(), clock.instant(), visit.times().zone());
        requireMayShow(visit.actor(), before, wanted.visibility());
        people.change(visit.by(), before.id(), wanted::applied);
        return Reply.done(path(before.id()), "person");
    }

    /** Whoever sees no real names cannot make one seen. */
    private static void requireMayShow(Actor actor, Person before, Visibility wanted) {
        boolean shows = wanted == Visibility.NORMAL && before.visibility() != Visibility.NORMAL;
        if (shows && !actor.may(Act.READ_REAL_NAME, before.partner())) {
            throw Problem.conflict(PersonForm.VISIBILITY, "is the person's own partner's to lower");
        }
    }

    /** Effective at once, on every screen. No reason is asked for and none is kept. */
    private Reply hide(Visit visit) {
        visit.form();
        Person before = person(visit, Act.CHANGE_PEOPLE);
        people.change(visit.by(), before.id(), person -> person.withVisibility(Visibility.HIDDEN));
        return Reply.done(path(before.id()), "hidden");
    }

    /** The person has left. */
    private Reply end(Visit visit) {
        visit.form();
        Person before = person(visit, Act.CHANGE_PEOPLE);
        leaving.leaves(visit.by(), before.id());
        return Reply.done(path(before.id()), "ended");
    }

    private Reply readName(Visit visit) {
        Person person = person(visit, Act.READ_REAL_NAME);
        Purpose purpose = visit.form(PURPOSE).value(PURPOSE, Purpose.RULE, Purpose::parse);
        database.write(transaction -> {
            audit.read(
                    transaction,
                    visit.by(),
                    Deed.NAME_READ,
                    person.id().text(),
                    Optional.of(person.partner()),
                    Audit.NOTHING,
                    purpose);
            return true;
        });
        return show(visit, person, person.name());
    }

    private Reply learn(Visit visit) {
        Person person = person(visit, Act.ISSUE_BADGE);
        Form form = visit.form(LABEL, POINT, INFORMED);
        String label = form.value(
                LABEL,
                "must be 1 to " + Badges.LABEL_MAX + " visible characters",
                text -> Printable.name(text, Badges.LABEL_MAX));
        Reader reader = form.value(POINT, POINT_RULE, Reader::parse);
        boolean informed = form.isTicked(INFORMED);
        boolean before = database.read(transaction -> People.informedAt(transaction, person.id()))
                .isPresent();
        if (!informed && !before) {
            throw Problem.badRequest(INFORMED, "must be ticked: the person has read the information");
        }
        String attempt = learning.start(visit.by(), person.id(), label, reader.door(), reader.point());
        if (informed) {
            database.write(transaction -> {
                people.informed(transaction, visit.by(), person);
                return true;
            });
        }
        return Reply.go(path(person.id()) + "?" + LEARN + "=" + attempt);
    }

    private record Reader(DoorId door, PointId point) {
        static Reader parse(String text) {
            int slash = text.indexOf('/');
            if (slash < 0) {
                throw new IllegalArgumentException(POINT_RULE);
            }
            return new Reader(new DoorId(text.substring(0, slash)), new PointId(text.substring(slash + 1)));
        }
    }
}
