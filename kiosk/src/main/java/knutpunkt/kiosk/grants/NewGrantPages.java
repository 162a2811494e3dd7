package knutpunkt.kiosk.grants;

import static java.util.Objects.requireNonNull;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.access.AccessChanges;
import knutpunkt.kiosk.admin.Act;
import knutpunkt.kiosk.admin.AdminPages;
import knutpunkt.kiosk.admin.AdminRoutes;
import knutpunkt.kiosk.admin.Choice;
import knutpunkt.kiosk.admin.Reply;
import knutpunkt.kiosk.admin.Visit;
import knutpunkt.kiosk.badges.Badge;
import knutpunkt.kiosk.badges.Badges;
import knutpunkt.kiosk.badges.WhoIs;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.doors.DoorGroups;
import knutpunkt.kiosk.doors.Plan;
import knutpunkt.kiosk.people.Groups;
import knutpunkt.kiosk.people.People;
import knutpunkt.kiosk.people.Person;
import knutpunkt.kiosk.schedules.PlainHours;
import knutpunkt.kiosk.schedules.Schedules;
import knutpunkt.kiosk.web.Form;
import knutpunkt.kiosk.web.Problem;
import knutpunkt.kiosk.words.Times;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.PersonId;

/**
 * The form of a new grant. Its person is found by name or badge label; before it is given it can be tried out: what it
 * means in plain words, and what each of its doors would answer before and after.
 */
public final class NewGrantPages implements AdminPages {
    private static final String PATH = "/grants/new";
    private static final String FIND = "find";
    private static final String OTHER = "other";
    private static final String TRY = "try";

    private final Database database;
    private final AccessChanges changes;
    private final Giving giving;
    private final PlainWords plainWords;
    private final InstantSource clock;

    public NewGrantPages(
            Database database, AccessChanges changes, Giving giving, PlainWords plainWords, InstantSource clock) {
        this.database = requireNonNull(database, "database");
        this.changes = requireNonNull(changes, "changes");
        this.giving = requireNonNull(giving, "giving");
        this.plainWords = requireNonNull(plainWords, "plainWords");
        this.clock = requireNonNull(clock, "clock");
    }

    /**
     * The form.
     *
     * @param chosen the person it is for, once that is clear
     * @param found who it may be for, to choose from
     * @param trial what it would do, once that was asked
     */
    public record Draft(
            String who,
            Optional<WhoIs.Found> chosen,
            List<Choice> found,
            List<Choice> groups,
            List<Choice> doors,
            List<Choice> doorGroups,
            List<Choice> schedules,
            String from,
            String until,
            String day,
            String time,
            Optional<Tried> trial) {}

    /**
     * What a grant would do.
     *
     * @param noBadge the person has no badge that opens anything: then it does nothing yet
     */
    public record Tried(String sentence, List<Trials.Moment> moments, List<Trials.Line> lines, boolean noBadge) {}

    @Override
    public void addTo(AdminRoutes routes) {
        routes.get(PATH, Act.CHANGE_GRANTS, visit -> page(visit, Form.NONE, Optional.empty()))
                .post(PATH, Act.CHANGE_GRANTS, this::act, this::again);
    }

    private Reply again(Visit visit) {
        return page(visit, visit.form(GrantDraft.fields()), Optional.empty());
    }

    private Reply act(Visit visit) {
        Form form = visit.form(GrantDraft.fields());
        return switch (form.typed(GrantDraft.ACT)) {
            case FIND -> {
                requireSomebody(visit, form);
                yield page(visit, form, Optional.empty());
            }
            case OTHER -> page(visit, form, Optional.empty());
            case TRY -> page(visit, form, Optional.of(tried(visit, form)));
            default -> {
                Given given = giving.give(
                                visit.by(),
                                GrantDraft.wanted(form, visit.times().zone()))
                        .thing();
                String whose = given.to()
                        .person()
                        .map(person -> "?person=" + person)
                        .orElseGet(() -> "?group=" + given.to().group().orElseThrow());
                yield Reply.done(GrantsPages.PATH + whose, "grant-given");
            }
        };
    }

    private void requireSomebody(Visit visit, Form form) {
        String who = form.typed(GrantDraft.WHO);
        if (database.read(transaction -> WhoIs.find(transaction, Optional.empty(), who, visit.words()))
                .isEmpty()) {
            throw Problem.notFound(GrantDraft.WHO, "must be somebody's name or badge label");
        }
    }

    private Tried tried(Visit visit, Form form) {
        Giving.Wanted wanted = GrantDraft.wanted(form, visit.times().zone());
        List<Trials.Moment> moments = Trials.moments(clock.instant(), visit.times(), moment(form, visit.times()));
        Giving.Trial trial = giving.tryOut(wanted);
        return database.read(transaction -> {
            Optional<PersonId> person = wanted.to().person();
            Optional<Instant> end =
                    person.flatMap(id -> People.find(transaction, id)).flatMap(Person::validUntil);
            String sentence = plainWords.say(
                    wanted.given(new GrantId("trial")),
                    end,
                    PlainWords.Names.of(transaction),
                    visit.words(),
                    visit.times());
            boolean noBadge = person.isPresent()
                    && Badges.of(transaction, person.get()).stream().allMatch(Badge::blocked);
            return new Tried(
                    sentence,
                    moments,
                    Trials.lines(changes.current(), trial, moments, Plan.doorNames(transaction)),
                    noBadge);
        });
    }

    private static Optional<Instant> moment(Form form, Times times) {
        if (form.typed(GrantDraft.DAY).isEmpty()) {
            return Optional.empty();
        }
        LocalDate day = form.day(GrantDraft.DAY);
        LocalTime time = form.optionalValue(GrantDraft.TIME, "must be a time, like 23:30", NewGrantPages::time)
                .orElse(LocalTime.NOON);
        return Optional.of(day.atTime(time).atZone(times.zone()).toInstant());
    }

    private static LocalTime time(String text) {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("no time", e);
        }
    }

    private Reply page(Visit visit, Form form, Optional<Tried> trial) {
        return database.read(transaction -> {
            String who = form.typed(GrantDraft.ACT).equals(OTHER) ? "" : form.typed(GrantDraft.WHO);
            Optional<WhoIs.Found> chosen = chosen(transaction, visit, form);
            List<WhoIs.Found> found = chosen.isPresent() || who.isEmpty()
                    ? List.of()
                    : WhoIs.find(transaction, Optional.empty(), who, visit.words());
            boolean one = found.size() == 1;
            LocalDate today = clock.instant().atZone(visit.times().zone()).toLocalDate();
            var draft = new Draft(
                    who,
                    one ? Optional.of(found.getFirst()) : chosen,
                    one ? List.of() : choices(found),
                    groups(transaction, visit, form),
                    Plan.doorNames(transaction).entrySet().stream()
                            .map(door ->
                                    choice(form, GrantDraft.DOORS, door.getKey().text(), door.getValue()))
                            .toList(),
                    DoorGroups.all(transaction).stream()
                            .map(group -> choice(
                                    form, GrantDraft.DOOR_GROUPS, group.id().text(), group.name()))
                            .toList(),
                    schedules(transaction, visit, form),
                    typed(form, GrantDraft.FROM, today.toString()),
                    typed(
                            form,
                            GrantDraft.UNTIL,
                            today.plusYears(1)
                                    .withMonth(1)
                                    .withDayOfMonth(1)
                                    .minusDays(1)
                                    .toString()),
                    form.typed(GrantDraft.DAY),
                    form.typed(GrantDraft.TIME),
                    trial);
            return Reply.page("grants/new", "grant.give", draft);
        });
    }

    private static String typed(Form form, String field, String otherwise) {
        String typed = form.typed(field);
        return typed.isEmpty() ? otherwise : typed;
    }

    /** By the field of the form, or by the address of a link that leads here. */
    private static Optional<WhoIs.Found> chosen(Transaction transaction, Visit visit, Form form) {
        if (form.typed(GrantDraft.ACT).equals(OTHER)) {
            return Optional.empty();
        }
        String id = typed(form, GrantDraft.PERSON, form.typed(GrantDraft.ACT).isEmpty() ? visit.query("person") : "");
        try {
            return id.isEmpty()
                    ? Optional.empty()
                    : WhoIs.one(transaction, Optional.empty(), new PersonId(id), visit.words());
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static List<Choice> choices(List<WhoIs.Found> found) {
        return found.stream()
                .map(one -> new Choice(one.id().text(), one.line(), false))
                .toList();
    }

    private static List<Choice> groups(Transaction transaction, Visit visit, Form form) {
        String chosen = typed(form, GrantDraft.GROUP, form.typed(GrantDraft.ACT).isEmpty() ? visit.query("group") : "");
        var choices = new ArrayList<Choice>();
        choices.add(new Choice("", visit.words().say("grant.no-group"), chosen.isEmpty()));
        Groups.list(transaction, Optional.empty())
                .forEach(group -> choices.add(new Choice(
                        group.id().text(), group.name(), group.id().text().equals(chosen))));
        return choices;
    }

    private static List<Choice> schedules(Transaction transaction, Visit visit, Form form) {
        String chosen = form.typed(GrantDraft.SCHEDULE);
        var choices = new ArrayList<Choice>();
        choices.add(new Choice("", visit.words().say("grant.any-hour"), chosen.isEmpty()));
        Schedules.all(transaction)
                .forEach(schedule -> choices.add(new Choice(
                        schedule.id().text(),
                        schedule.name() + " (" + PlainHours.say(schedule, visit.words()) + ")",
                        schedule.id().text().equals(chosen))));
        return choices;
    }

    private static Choice choice(Form form, String field, String value, String label) {
        return new Choice(value, label, form.all(field).contains(value));
    }
}
