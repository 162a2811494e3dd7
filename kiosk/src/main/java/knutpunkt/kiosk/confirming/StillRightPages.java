package knutpunkt.kiosk.confirming;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import knutpunkt.kiosk.admin.Act;
import knutpunkt.kiosk.admin.AdminPages;
import knutpunkt.kiosk.admin.AdminRoutes;
import knutpunkt.kiosk.admin.Note;
import knutpunkt.kiosk.admin.Reply;
import knutpunkt.kiosk.admin.Visit;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.GroupId;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.leaving.Leaving;
import knutpunkt.kiosk.partners.Partner;
import knutpunkt.kiosk.partners.Partners;
import knutpunkt.kiosk.people.Called;
import knutpunkt.kiosk.people.Groups;
import knutpunkt.kiosk.people.People;
import knutpunkt.kiosk.people.Person;
import knutpunkt.kiosk.web.Problem;
import knutpunkt.kiosk.words.Times;
import knutpunkt.kiosk.words.Words;
import knutpunkt.wire.PersonId;

/** "Are they still right?": one yes for all of a partner's people, and beside each that they have left. */
public final class StillRightPages implements AdminPages, Note.Source {
    private static final String PATH = "/still-right";
    private static final String PERSON = "person";

    private final Database database;
    private final Confirming confirming;
    private final Leaving leaving;
    private final InstantSource clock;

    public StillRightPages(Database database, Confirming confirming, Leaving leaving, InstantSource clock) {
        this.database = requireNonNull(database, "database");
        this.confirming = requireNonNull(confirming, "confirming");
        this.leaving = requireNonNull(leaving, "leaving");
        this.clock = requireNonNull(clock, "clock");
    }

    /** Every partner, for who looks after all. */
    public record All(List<Listed> partners) {}

    /**
     * A partner in the list.
     *
     * @param state in plain words
     */
    public record Listed(Partner partner, Optional<Instant> confirmedAt, Note.Kind kind, String state) {}

    /**
     * One partner's people.
     *
     * @param note how it stands
     */
    public record One(
            Partner partner, Note note, Optional<Instant> confirmedAt, List<Asked> people, boolean ofSeveral) {}

    /** Somebody who is asked about: until when they are vouched for, and nothing of when they were here. */
    public record Asked(PersonId id, String called, String group, Optional<Instant> until) {}

    @Override
    public void addTo(AdminRoutes routes) {
        routes.get(PATH, Act.CONFIRM_PEOPLE, this::show)
                .get(PATH + "/{id}", Act.CONFIRM_PEOPLE, this::showOne)
                .post(PATH + "/{id}", Act.CONFIRM_PEOPLE, this::confirm, this::showOne)
                .post(PATH + "/{id}/left", Act.CONFIRM_PEOPLE, this::left, this::showOne);
    }

    private Reply show(Visit visit) {
        Optional<PartnerId> own = visit.actor().only(Act.CONFIRM_PEOPLE);
        if (own.isPresent()) {
            return show(visit, own.get());
        }
        return database.read(transaction -> {
            List<Listed> listed = Confirming.asked(transaction).stream()
                    .map(partner -> {
                        Standing standing = confirming.standing(transaction, partner.id());
                        return new Listed(
                                partner,
                                confirming.answered(transaction, partner.id()).confirmedAt(),
                                kind(standing),
                                state(standing, visit));
                    })
                    .toList();
            return Reply.page("confirming/all", "menu.still-right", new All(listed));
        });
    }

    private Reply showOne(Visit visit) {
        PartnerId id = visit.id(Partners.RULE, PartnerId::new);
        visit.actor().require(Act.CONFIRM_PEOPLE, id, Partners.RULE);
        return show(visit, id);
    }

    private Reply show(Visit visit, PartnerId id) {
        return database.read(transaction -> {
            Partner partner = Partners.find(transaction, id).orElseThrow(() -> Problem.notFound("id", Partners.RULE));
            Map<GroupId, String> groups = new HashMap<>();
            Groups.list(transaction, Optional.of(id)).forEach(group -> groups.put(group.id(), group.name()));
            List<Asked> people = Confirming.current(transaction, id, clock.instant()).stream()
                    .sorted(Called.order(visit.words()))
                    .map(person -> new Asked(
                            person.id(),
                            Called.of(person, visit.words()),
                            person.group()
                                    .map(group -> groups.getOrDefault(group, ""))
                                    .orElse(""),
                            person.validUntil()))
                    .toList();
            Standing standing = confirming.standing(transaction, id);
            var page = new One(
                    partner,
                    Note.of(kind(standing), state(standing, visit)),
                    confirming.answered(transaction, id).confirmedAt(),
                    people,
                    visit.actor().mayForSite(Act.CONFIRM_PEOPLE));
            return Reply.page("confirming/one", "menu.still-right", page);
        });
    }

    private Reply confirm(Visit visit) {
        visit.form();
        PartnerId id = visit.id(Partners.RULE, PartnerId::new);
        visit.actor().require(Act.CONFIRM_PEOPLE, id, Partners.RULE);
        confirming.confirm(visit.by(), id);
        return Reply.done(PATH + "/" + id, "people-confirmed");
    }

    private Reply left(Visit visit) {
        PartnerId id = visit.id(Partners.RULE, PartnerId::new);
        visit.actor().require(Act.CONFIRM_PEOPLE, id, Partners.RULE);
        PersonId person = visit.form(PERSON).value(PERSON, People.RULE, PersonId::new);
        boolean isOf = database.read(transaction -> People.find(transaction, person))
                .map(Person::partner)
                .filter(id::equals)
                .isPresent();
        if (!isOf) {
            throw Problem.notFound(PERSON, People.RULE);
        }
        leaving.leaves(visit.by(), person);
        return Reply.done(PATH + "/" + id, "ended");
    }

    private static Note.Kind kind(Standing standing) {
        return switch (standing) {
            case Standing.Right _ -> Note.Kind.GOOD;
            case Standing.Due _ -> Note.Kind.INFO;
            case Standing.Warned _ -> Note.Kind.WARN;
            case Standing.Suspended _ -> Note.Kind.BAD;
        };
    }

    private static String state(Standing standing, Visit visit) {
        return state(standing, visit.words(), visit.times());
    }

    /** How a partner stands, in one or two sentences without any name. */
    static String state(Standing standing, Words words, Times times) {
        return switch (standing) {
            case Standing.Right(Instant next) -> words.say("still-right.right", "day", times.day(next));
            case Standing.Due(Instant since) -> words.say("still-right.due", "day", times.day(since));
            case Standing.Warned(Instant at) -> words.say("still-right.warned", "time", times.minute(at));
            case Standing.Suspended(Instant since) -> words.say("still-right.suspended", "time", times.minute(since));
        };
    }

    /** For a partner's admin whatever is to be done; for who looks after all what threatens or rests. */
    @Override
    public List<Note> of(Transaction transaction, Visit visit, Optional<PartnerId> partner) {
        var notes = new ArrayList<Note>();
        for (Partner one : Confirming.asked(transaction)) {
            if (!visit.actor().may(Act.CONFIRM_PEOPLE, one.id())
                    || partner.filter(id -> !id.equals(one.id())).isPresent()) {
                continue;
            }
            Standing standing = confirming.standing(transaction, one.id());
            Note.Kind least =
                    visit.actor().mayForSite(Act.CONFIRM_PEOPLE) && partner.isEmpty() ? Note.Kind.WARN : Note.Kind.INFO;
            boolean isSaid = partner.isPresent() || kind(standing) != Note.Kind.GOOD;
            if (isSaid && (partner.isPresent() || kind(standing).compareTo(least) >= 0)) {
                notes.add(new Note(
                        kind(standing),
                        one.name() + ": " + state(standing, visit) + " " + last(transaction, one.id(), visit),
                        PATH + "/" + one.id(),
                        visit.words().say("still-right.look")));
            }
        }
        return notes;
    }

    private String last(Transaction transaction, PartnerId partner, Visit visit) {
        return confirming
                .answered(transaction, partner)
                .confirmedAt()
                .map(at -> visit.words()
                        .say("still-right.last", "day", visit.times().day(at)))
                .orElseGet(() -> visit.words().say("still-right.never"));
    }
}
