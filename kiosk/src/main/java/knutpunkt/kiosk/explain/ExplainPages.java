package knutpunkt.kiosk.explain;

import static java.util.Objects.requireNonNull;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import knutpunkt.access.AccessList;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.access.AccessChanges;
import knutpunkt.kiosk.admin.Act;
import knutpunkt.kiosk.admin.AdminPages;
import knutpunkt.kiosk.admin.AdminRoutes;
import knutpunkt.kiosk.admin.Choice;
import knutpunkt.kiosk.admin.Reply;
import knutpunkt.kiosk.admin.Visit;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.audit.Purpose;
import knutpunkt.kiosk.badges.WhoIs;
import knutpunkt.kiosk.confirming.Answers;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.doors.Plan;
import knutpunkt.kiosk.explain.Questions.Decided;
import knutpunkt.kiosk.explain.Questions.Verdict;
import knutpunkt.kiosk.grants.PlainWords;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.log.Records;
import knutpunkt.kiosk.partners.Partners;
import knutpunkt.kiosk.people.People;
import knutpunkt.kiosk.web.Form;
import knutpunkt.kiosk.web.Problem;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PersonId;

/**
 * Why was this refused, and could X open Y at T? Each answer needs a purpose and is noted; a partner admin asks about own
 * people only, and another partner's record looks as if it were not there.
 */
public final class ExplainPages implements AdminPages {
    private static final String PATH = "/explain";
    private static final String WHO = "who";
    private static final String PERSON = "person";
    private static final String DOOR = "door";
    private static final String DAY = "day";
    private static final String TIME = "time";
    private static final String PURPOSE = "purpose";
    private static final String RECORD = "record";
    private static final String ACT = "act";
    private static final String DOOR_RULE = "must be a door of this site";
    private static final String RECORD_RULE = "must be a decision in the log";
    private static final String[] FIELDS = {WHO, PERSON, DOOR, DAY, TIME, PURPOSE, ACT};

    private final Database database;
    private final Questions questions;
    private final PlainWords plainWords;
    private final Audit audit;
    private final InstantSource clock;

    public ExplainPages(
            Database database, AccessChanges changes, PlainWords plainWords, Audit audit, InstantSource clock) {
        this.database = requireNonNull(database, "database");
        this.questions = new Questions(changes);
        this.plainWords = requireNonNull(plainWords, "plainWords");
        this.audit = requireNonNull(audit, "audit");
        this.clock = requireNonNull(clock, "clock");
    }

    /**
     * The page.
     *
     * @param record whose reason is asked, if the question came from the log
     */
    public record Asked(
            String who,
            Optional<WhoIs.Found> chosen,
            List<Choice> found,
            List<Choice> doors,
            String day,
            String time,
            List<Choice> purposes,
            String record,
            Optional<Could> could,
            Optional<Why> why) {}

    /**
     * Whether somebody could.
     *
     * @param partner why nobody of the person's partner may enter at that moment; empty when they may
     * @param revision the list of then; empty for a time to come, or before there was any
     */
    public record Could(
            String who,
            String door,
            Instant at,
            Optional<Revision> revision,
            List<Line> lines,
            boolean isPast,
            Optional<String> partner) {}

    /** One badge's answers; the label is empty for somebody without one. */
    public record Line(String label, Said now, Optional<Said> then) {}

    /** An answer in plain words. */
    public record Said(boolean opens, String reason, String rule) {}

    /**
     * Why a record says what it says.
     *
     * @param agrees whether the decision made again is the door's; empty when it cannot be made again
     */
    public record Why(
            long record,
            String who,
            String door,
            Instant at,
            Revision revision,
            List<String> situation,
            Said said,
            Optional<Boolean> agrees,
            List<Line> again,
            Optional<String> partner) {}

    @Override
    public void addTo(AdminRoutes routes) {
        routes.get(PATH, Act.EXPLAIN, visit -> page(visit, Form.NONE, Optional.empty(), Optional.empty()))
                .post(PATH, Act.EXPLAIN, this::could, this::again)
                .post(PATH + "/record", Act.EXPLAIN, this::why, this::askRecordAgain);
    }

    private Reply again(Visit visit) {
        return page(visit, visit.form(FIELDS), Optional.empty(), Optional.empty());
    }

    private Reply askRecordAgain(Visit visit) {
        return page(visit, visit.form(RECORD, PURPOSE), Optional.empty(), Optional.empty());
    }

    private Reply page(Visit visit, Form form, Optional<Could> could, Optional<Why> why) {
        Optional<PartnerId> only = visit.actor().only(Act.EXPLAIN);
        return database.read(transaction -> {
            boolean asksAnew = form.typed(ACT).equals("other");
            String who = asksAnew ? "" : form.typed(WHO);
            Optional<WhoIs.Found> chosen = asksAnew ? Optional.empty() : chosen(transaction, visit, form, only);
            List<WhoIs.Found> found =
                    chosen.isPresent() ? List.of() : WhoIs.find(transaction, only, who, visit.words());
            boolean one = found.size() == 1;
            ZonedDateTime now = clock.instant().atZone(visit.times().zone()).truncatedTo(ChronoUnit.MINUTES);
            var page = new Asked(
                    who,
                    one ? Optional.of(found.getFirst()) : chosen,
                    one
                            ? List.of()
                            : found.stream()
                                    .map(each -> new Choice(each.id().text(), each.line(), false))
                                    .toList(),
                    doors(transaction, form),
                    or(form.typed(DAY), now.toLocalDate().toString()),
                    or(form.typed(TIME), now.toLocalTime().toString()),
                    purposes(visit, form),
                    or(
                            form.typed(RECORD),
                            visit.query(RECORD, text -> Long.toString(Long.parseLong(text)))
                                    .orElse("")),
                    could,
                    why);
            return Reply.page("explain/page", "menu.explain", page);
        });
    }

    private static String or(String typed, String otherwise) {
        return typed.isEmpty() ? otherwise : typed;
    }

    private static Optional<WhoIs.Found> chosen(
            Transaction transaction, Visit visit, Form form, Optional<PartnerId> only) {
        try {
            String id = or(form.typed(PERSON), form.typed(WHO).isEmpty() ? visit.query(PERSON) : "");
            return id.isEmpty() ? Optional.empty() : WhoIs.one(transaction, only, new PersonId(id), visit.words());
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static List<Choice> doors(Transaction transaction, Form form) {
        var choices = new ArrayList<Choice>();
        Plan.doorNames(transaction)
                .forEach((id, name) ->
                        choices.add(new Choice(id.text(), name, id.text().equals(form.typed(DOOR)))));
        return choices;
    }

    private static List<Choice> purposes(Visit visit, Form form) {
        var choices = new ArrayList<Choice>();
        choices.add(new Choice(
                "", visit.words().say("purpose.choose"), form.typed(PURPOSE).isEmpty()));
        Arrays.stream(Purpose.values())
                .forEach(one -> choices.add(new Choice(
                        one.word(),
                        visit.words().name("purpose", one),
                        one.word().equals(form.typed(PURPOSE)))));
        return choices;
    }

    private Reply could(Visit visit) {
        Form form = visit.form(FIELDS);
        if (!form.typed(ACT).isEmpty() && !form.typed(ACT).equals("ask")) {
            return page(visit, form, Optional.empty(), Optional.empty());
        }
        DoorId door = form.value(DOOR, DOOR_RULE, DoorId::new);
        LocalDate day = form.day(DAY);
        LocalTime time = form.value(TIME, "must be a time, like 23:30", ExplainPages::time);
        Purpose purpose = form.value(PURPOSE, Purpose.RULE, Purpose::parse);
        Instant at = day.atTime(time).atZone(visit.times().zone()).toInstant();
        WhoIs.Found who = database.read(transaction -> somebody(transaction, visit, form));
        Could answer = database.read(transaction -> answer(transaction, visit, who, door, at));
        note(
                visit,
                who.id().text(),
                Optional.of(who.partner()),
                Map.of(DOOR, door.text(), TIME, at.toString()),
                purpose);
        return page(visit, form, Optional.of(answer), Optional.empty());
    }

    private static LocalTime time(String text) {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("no time", e);
        }
    }

    /** The one person that is meant. */
    private static WhoIs.Found somebody(Transaction transaction, Visit visit, Form form) {
        Optional<PartnerId> only = visit.actor().only(Act.EXPLAIN);
        if (!form.typed(PERSON).isEmpty()) {
            PersonId id = form.value(PERSON, People.RULE, PersonId::new);
            return WhoIs.one(transaction, only, id, visit.words())
                    .orElseThrow(() -> Problem.notFound(WHO, People.RULE));
        }
        List<WhoIs.Found> found = WhoIs.find(transaction, only, form.typed(WHO), visit.words());
        if (found.isEmpty()) {
            throw Problem.notFound(WHO, "must be somebody's name or badge label");
        }
        if (found.size() > 1) {
            throw Problem.conflict(WHO, "must be one person");
        }
        return found.getFirst();
    }

    private Could answer(Transaction transaction, Visit visit, WhoIs.Found who, DoorId door, Instant at) {
        String name = Optional.ofNullable(Plan.doorNames(transaction).get(door))
                .orElseThrow(() -> Problem.notFound(DOOR, DOOR_RULE));
        boolean past = at.isBefore(clock.instant());
        Optional<Revision> revision = past
                ? Optional.of(questions.inForce(transaction, door, at)).filter(one -> !one.equals(Revision.NONE))
                : Optional.empty();
        Optional<AccessList> then = past
                ? Optional.of(revision.flatMap(one -> questions.list(transaction, one))
                        .orElseGet(AccessList::empty))
                : Optional.empty();
        List<Line> lines = questions.could(transaction, who.id(), door, at, then).stream()
                .map(answer -> new Line(
                        answer.label().orElse(""),
                        said(transaction, visit, answer.now()),
                        answer.then().map(verdict -> said(transaction, visit, verdict))))
                .toList();
        return new Could(who.called(), name, at, revision, lines, past, resting(transaction, visit, who.partner(), at));
    }

    private Said said(Transaction transaction, Visit visit, Verdict verdict) {
        String rule = verdict.grant()
                .map(grant -> plainWords
                        .grant(transaction, grant, visit.words(), visit.times())
                        .orElseGet(() -> visit.words().say("explain.grant-gone")))
                .orElse("");
        return new Said(
                verdict.refusal().isEmpty(),
                verdict.refusal()
                        .map(reason -> visit.words().name("reason", reason))
                        .orElseGet(() -> visit.words().say("grant.opens")),
                rule);
    }

    private Reply why(Visit visit) {
        Form form = visit.form(RECORD, PURPOSE);
        long number = form.value(RECORD, RECORD_RULE, Long::parseLong);
        Purpose purpose = form.value(PURPOSE, Purpose.RULE, Purpose::parse);
        Decided decided = database.read(transaction -> decided(transaction, visit, number));
        Why why = database.read(transaction -> why(transaction, visit, number, decided));
        Optional<PartnerId> partner = database.read(transaction -> partner(transaction, decided));
        note(
                visit,
                decided.person().map(PersonId::text).orElse(RECORD),
                partner,
                Map.of(RECORD, Long.toString(number)),
                purpose);
        return page(visit, form, Optional.empty(), Optional.of(why));
    }

    /** The record, if it is one to be explained to whoever asks. */
    private static Decided decided(Transaction transaction, Visit visit, long number) {
        Decided decided = Records.after(transaction, number - 1, 1).stream()
                .filter(logged -> logged.number() == number)
                .findFirst()
                .flatMap(Decided::of)
                .orElseThrow(() -> Problem.notFound(RECORD, RECORD_RULE));
        Optional<PartnerId> only = visit.actor().only(Act.EXPLAIN);
        if (only.isPresent() && !partner(transaction, decided).equals(only)) {
            throw Problem.notFound(RECORD, RECORD_RULE);
        }
        return decided;
    }

    private static Optional<PartnerId> partner(Transaction transaction, Decided decided) {
        return decided.person()
                .flatMap(person -> People.find(transaction, person))
                .map(person -> person.partner());
    }

    private Why why(Transaction transaction, Visit visit, long number, Decided decided) {
        List<Questions.Again> again = questions
                .list(transaction, decided.revision())
                .map(list -> Questions.again(transaction, decided, list))
                .orElse(List.of());
        String who = decided.person()
                .flatMap(person -> WhoIs.one(transaction, Optional.empty(), person, visit.words()))
                .map(WhoIs.Found::called)
                .orElseGet(() -> visit.words().say("explain.nobody-known"));
        return new Why(
                number,
                who,
                Plan.doorNames(transaction)
                        .getOrDefault(decided.door(), decided.door().text()),
                decided.at(),
                decided.revision(),
                situation(visit, decided),
                said(transaction, visit, decided.verdict()),
                again.isEmpty() ? Optional.empty() : Optional.of(again.stream().anyMatch(Questions.Again::agrees)),
                again.stream()
                        .map(each -> new Line(
                                each.label().orElse(""), said(transaction, visit, each.verdict()), Optional.empty()))
                        .toList(),
                partner(transaction, decided).flatMap(partner -> resting(transaction, visit, partner, decided.at())));
    }

    /** Doors say that grants have ended; this says why they did for everybody of a partner. */
    private static Optional<String> resting(Transaction transaction, Visit visit, PartnerId partner, Instant at) {
        Optional<Instant> left =
                Optional.ofNullable(Partners.left(transaction).get(partner)).filter(since -> !at.isBefore(since));
        if (left.isPresent()) {
            return Optional.of(visit.words()
                    .say("explain.partner-left", "day", visit.times().day(left.get())));
        }
        return Answers.restingAt(transaction, partner, at)
                .map(since -> visit.words()
                        .say("explain.partner-rests", "time", visit.times().minute(since)));
    }

    private static List<String> situation(Visit visit, Decided decided) {
        return List.of(
                visit.words().name("explain.posture", decided.situation().posture()),
                visit.words().name("explain.lease", decided.situation().lease()),
                visit.words().name("explain.clock", decided.situation().clock()));
    }

    private void note(
            Visit visit, String subject, Optional<PartnerId> partner, Map<String, String> asked, Purpose purpose) {
        database.write(transaction -> {
            audit.read(transaction, visit.by(), Deed.DECISION_READ, subject, partner, asked, purpose);
            return true;
        });
    }
}
