package knutpunkt.kiosk.register;

import static java.util.Objects.requireNonNull;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import knutpunkt.kiosk.admin.Act;
import knutpunkt.kiosk.admin.AdminPages;
import knutpunkt.kiosk.admin.AdminRoutes;
import knutpunkt.kiosk.admin.Choice;
import knutpunkt.kiosk.admin.Note;
import knutpunkt.kiosk.admin.Reply;
import knutpunkt.kiosk.admin.Visit;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.partners.Partners;
import knutpunkt.kiosk.people.People;
import knutpunkt.kiosk.people.Person;
import knutpunkt.kiosk.presence.Corrections;
import knutpunkt.kiosk.presence.OnSite;
import knutpunkt.kiosk.web.Form;
import knutpunkt.wire.record.Correction;
import knutpunkt.wire.record.CorrectionReason;

/** Who is here or may be, how sure that is and why, and saying so when the doors are wrong. No page tells since when. */
public final class PresencePages implements AdminPages, Note.Source {
    static final String PATH = "/here";

    private static final String CORRECTION = "presence";
    private static final String AT = "at";
    private static final String REASON = "reason";

    private final Database database;
    private final OnSite onSite;
    private final Corrections corrections;
    private final PersonPages persons;

    public PresencePages(Database database, OnSite onSite, Corrections corrections, PersonPages persons) {
        this.database = requireNonNull(database, "database");
        this.onSite = requireNonNull(onSite, "onSite");
        this.corrections = requireNonNull(corrections, "corrections");
        this.persons = requireNonNull(persons, "persons");
    }

    /**
     * Somebody in the list.
     *
     * @param partner what the partner is called
     */
    public record Line(Shown person, String partner, OnSite.Somebody presence) {
        @Override
        public String toString() {
            return "Line[" + person + "]";
        }
    }

    /**
     * The list.
     *
     * @param here whom the wall counts
     * @param perhaps who was checked out at night and may be here still
     * @param strangers how many more there are whom no partner vouches for; for who looks after all only
     */
    public record Here(List<Line> here, List<Line> perhaps, long strangers) {}

    @Override
    public void addTo(AdminRoutes routes) {
        routes.get(PATH, Act.SEE_PRESENCE, this::list)
                .post(PeoplePages.PATH + "/{id}/presence", Act.CORRECT_PRESENCE, this::correct, persons::show);
    }

    private Reply list(Visit visit) {
        Optional<PartnerId> own = visit.actor().only(Act.SEE_PRESENCE);
        return database.read(transaction -> {
            Map<PartnerId, String> partners = Partners.names(transaction);
            List<OnSite.Somebody> all = onSite.evacuation(transaction);
            List<Line> lines = all.stream()
                    .flatMap(one -> People.find(transaction, one.person()).stream()
                            .filter(person -> own.filter(partner -> !partner.equals(person.partner()))
                                    .isEmpty())
                            .map(person -> line(person, one, partners)))
                    .toList();
            long strangers = own.isPresent()
                    ? 0
                    : all.stream()
                            .filter(one ->
                                    People.find(transaction, one.person()).isEmpty())
                            .count();
            return Reply.page(
                    "register/here",
                    "menu.here",
                    new Here(
                            lines.stream()
                                    .filter(line -> !line.presence().checkedOut())
                                    .toList(),
                            lines.stream()
                                    .filter(line -> line.presence().checkedOut())
                                    .toList(),
                            strangers));
        });
    }

    private static Line line(Person person, OnSite.Somebody presence, Map<PartnerId, String> partners) {
        return new Line(Shown.withoutBadges(person), partners.getOrDefault(person.partner(), ""), presence);
    }

    private Reply correct(Visit visit) {
        Person person = persons.person(visit, Act.CORRECT_PRESENCE);
        Form form = visit.form(CORRECTION, AT, REASON);
        Correction correction =
                form.value(CORRECTION, "must be here or left", text -> oneOf(Correction.values(), text));
        CorrectionReason reason =
                form.value(REASON, "must be one of the reasons", text -> oneOf(CorrectionReason.values(), text));
        Instant at = form.value(AT, "must be a time, like 2026-11-22T14:30", text -> time(visit, text));
        corrections.correct(visit.by(), person.id(), person.partner(), correction, at, reason, AT);
        return Reply.done(PersonPages.path(person.id()), "presence");
    }

    static List<Choice> corrections(Visit visit) {
        return choices(visit, CORRECTION, "presence.correction", Correction.values());
    }

    static List<Choice> reasons(Visit visit) {
        return choices(visit, REASON, "presence.reason", CorrectionReason.values());
    }

    private static <E extends Enum<E>> List<Choice> choices(Visit visit, String field, String prefix, E[] values) {
        String chosen = visit.shown(field, "");
        return Arrays.stream(values)
                .filter(value -> !value.name().equals("UNKNOWN"))
                .map(value -> new Choice(
                        word(value),
                        visit.words().name(prefix, value),
                        word(value).equals(chosen)))
                .toList();
    }

    /** As a field for a time of a day has it, to the minute. */
    static String correctedAt(Visit visit, Instant now) {
        return visit.shown(AT, visit.times().minute(now).replace(' ', 'T'));
    }

    private static Instant time(Visit visit, String text) {
        try {
            return LocalDateTime.parse(text).atZone(visit.times().zone()).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("no time", e);
        }
    }

    /** A word that is known here; the one for words that are not is none. */
    private static <E extends Enum<E>> E oneOf(E[] values, String text) {
        return Arrays.stream(values)
                .filter(value -> word(value).equals(text) && !value.name().equals("UNKNOWN"))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such word"));
    }

    static String word(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** How many were checked out at night, and how many have shown no sign for too long; nobody's name. */
    @Override
    public List<Note> of(Transaction transaction, Visit visit, Optional<PartnerId> partner) {
        if (partner.isPresent() || !visit.actor().may(Act.SEE_PRESENCE)) {
            return List.of();
        }
        OnSite.Doubts doubts = onSite.doubts(transaction, visit.actor().only(Act.SEE_PRESENCE));
        String look = visit.words().say("presence.look");
        var notes = new ArrayList<Note>();
        if (doubts.tooLong() > 0) {
            notes.add(new Note(
                    Note.Kind.WARN,
                    visit.words().say("presence.note-too-long", "count", doubts.tooLong()),
                    PATH,
                    look));
        }
        if (doubts.checkedOut() > 0) {
            notes.add(new Note(
                    Note.Kind.INFO,
                    visit.words().say("presence.note-checked-out", "count", doubts.checkedOut()),
                    PATH,
                    look));
        }
        return notes;
    }
}
