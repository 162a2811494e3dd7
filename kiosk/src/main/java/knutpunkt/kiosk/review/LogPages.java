package knutpunkt.kiosk.review;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import knutpunkt.access.ClockTrust;
import knutpunkt.access.Reason;
import knutpunkt.kiosk.admin.Act;
import knutpunkt.kiosk.admin.AdminPages;
import knutpunkt.kiosk.admin.AdminRoutes;
import knutpunkt.kiosk.admin.Choice;
import knutpunkt.kiosk.admin.Reply;
import knutpunkt.kiosk.admin.Visit;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.audit.Purpose;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.doors.Doors;
import knutpunkt.kiosk.log.Concern;
import knutpunkt.kiosk.log.Records;
import knutpunkt.kiosk.people.People;
import knutpunkt.kiosk.people.Person;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.message.EventCodec;
import knutpunkt.wire.record.Event;

/**
 * The event log, the newest first. Nothing of it is shown before a purpose is chosen, and that is kept with what was
 * asked for. People are called what they are shown as everywhere; the log itself holds opaque ids.
 */
public final class LogPages implements AdminPages {
    private static final String PATH = "/log";
    private static final String PURPOSE = "purpose";
    private static final String KIND = "kind";
    private static final String DOOR = "door";
    private static final String PERSON = "person";
    private static final String BEFORE = "before";

    private static final int PAGE = 50;

    /** How far back one look goes for a rare thing; there is a button to go on. */
    private static final int LOOKED_AT_MAX = 20_000;

    private static final int AT_ONCE = 100;

    /** A view that stays open is one read in this time. */
    private static final Duration ONE_READ = Duration.ofMinutes(10);

    private final Database database;
    private final Doors doors;
    private final Audit audit;
    private final InstantSource clock;

    public LogPages(Database database, Doors doors, Audit audit, InstantSource clock) {
        this.database = requireNonNull(database, "database");
        this.doors = requireNonNull(doors, "doors");
        this.audit = requireNonNull(audit, "audit");
        this.clock = requireNonNull(clock, "clock");
    }

    /**
     * The page.
     *
     * @param lines empty before a purpose is chosen
     * @param next the number to go on before; 0 at the log's beginning
     */
    public record All(
            Optional<Purpose> purpose,
            List<Choice> purposes,
            List<Choice> kinds,
            List<Choice> doors,
            String person,
            List<Line> lines,
            long next,
            String query) {}

    /**
     * One record.
     *
     * @param person what the person is called; empty for nobody, or for one who is named nowhere
     * @param someone whether it is of somebody
     * @param reason why it was refused, as the key of its words
     * @param explained whether there was a decision that can be made again
     */
    public record Line(
            long number,
            Instant at,
            boolean clockTrusted,
            String kind,
            Optional<String> door,
            boolean someone,
            Optional<String> person,
            Optional<Reason> reason,
            boolean explained) {
        @Override
        public String toString() {
            return "Line[" + number + "]";
        }
    }

    private record Filter(Optional<String> kind, Optional<DoorId> door, Optional<PersonId> person) {
        static Filter of(Visit visit) {
            return new Filter(
                    visit.query(KIND, text -> text).filter(EventCodec.kinds()::contains),
                    visit.query(DOOR, DoorId::new),
                    visit.query(PERSON, PersonId::new));
        }

        /** The newest before a place that can be taken: by the narrowest that is asked for, the others are still to be looked at. */
        List<Records.Logged> before(Transaction transaction, long number, int rows) {
            if (person.isPresent()) {
                return Records.before(transaction, person.get(), number, rows);
            }
            if (kind.isPresent()) {
                return Records.before(transaction, kind.get(), number, rows);
            }
            return door.isPresent()
                    ? Records.before(transaction, door.get(), number, rows)
                    : Records.before(transaction, number, rows);
        }

        boolean takes(Records.Logged logged) {
            return kind.map(wanted -> logged.journalRecord().header().kind().equals(wanted))
                            .orElse(true)
                    && door.map(wanted -> logged.event().flatMap(Concern::door).equals(Optional.of(wanted)))
                            .orElse(true)
                    && person.map(wanted ->
                                    logged.event().flatMap(Concern::person).equals(Optional.of(wanted)))
                            .orElse(true);
        }

        Map<String, String> fields() {
            var fields = new TreeMap<String, String>();
            kind.ifPresent(one -> fields.put(KIND, one));
            door.ifPresent(one -> fields.put(DOOR, one.text()));
            person.ifPresent(one -> fields.put(PERSON, one.text()));
            return fields;
        }
    }

    @Override
    public void addTo(AdminRoutes routes) {
        routes.get(PATH, Act.READ_LOG, this::show);
    }

    private Reply show(Visit visit) {
        Optional<Purpose> purpose = visit.query(PURPOSE, Purpose::parse);
        Filter filter = Filter.of(visit);
        Map<DoorId, String> names = doors.all().stream().collect(Collectors.toMap(Doors.Door::door, Doors.Door::name));
        Looked looked = new Looked(List.of(), 0);
        if (purpose.isPresent()) {
            note(visit, filter, purpose.get());
            long before = visit.query(BEFORE, Long::parseLong).orElse(Long.MAX_VALUE);
            looked = database.read(transaction -> look(transaction, filter, before, names));
        }
        var page = new All(
                purpose,
                purposes(visit, purpose),
                kinds(visit, filter),
                doors(visit, filter, names),
                filter.person().map(PersonId::text).orElse(""),
                looked.lines(),
                looked.next(),
                query(purpose, filter));
        return Reply.page("review/log", "menu.log", page);
    }

    /** The read is kept before anything is shown. */
    private void note(Visit visit, Filter filter, Purpose purpose) {
        Instant since = clock.instant().minus(ONE_READ);
        boolean noted = database.read(
                transaction -> Audit.hasRead(transaction, visit.by(), Deed.LOG_READ, filter.fields(), purpose, since));
        if (!noted) {
            database.write(transaction -> {
                audit.read(
                        transaction,
                        visit.by(),
                        Deed.LOG_READ,
                        filter.person().map(PersonId::text).orElse("log"),
                        Optional.empty(),
                        filter.fields(),
                        purpose);
                return true;
            });
        }
    }

    private record Looked(List<Line> lines, long next) {}

    private static Looked look(Transaction transaction, Filter filter, long before, Map<DoorId, String> names) {
        var lines = new ArrayList<Line>();
        var people = new HashMap<PersonId, Optional<String>>();
        long from = before;
        for (int looked = 0; looked < LOOKED_AT_MAX; ) {
            List<Records.Logged> some = filter.before(transaction, from, AT_ONCE);
            for (Records.Logged logged : some) {
                if (filter.takes(logged)) {
                    if (lines.size() == PAGE) {
                        return new Looked(lines, lines.getLast().number());
                    }
                    lines.add(line(transaction, logged, names, people));
                }
                from = logged.number();
            }
            looked += some.size();
            if (some.size() < AT_ONCE) {
                return new Looked(lines, 0);
            }
        }
        return new Looked(lines, from);
    }

    private static Line line(
            Transaction transaction,
            Records.Logged logged,
            Map<DoorId, String> names,
            Map<PersonId, Optional<String>> people) {
        Optional<PersonId> person = logged.event().flatMap(Concern::person);
        Optional<String> called = person.flatMap(id ->
                people.computeIfAbsent(id, one -> People.find(transaction, one).flatMap(Person::shownName)));
        Optional<Event> event = logged.event();
        return new Line(
                logged.number(),
                logged.journalRecord().header().at(),
                logged.journalRecord().header().clock() == ClockTrust.TRUSTED,
                event.isPresent() ? logged.journalRecord().header().kind() : "unreadable",
                event.flatMap(Concern::door).map(door -> names.getOrDefault(door, door.text())),
                person.isPresent(),
                called,
                event.flatMap(LogPages::reason),
                event.filter(one -> one instanceof Event.Refused || one instanceof Event.Granted)
                        .isPresent());
    }

    private static Optional<Reason> reason(Event event) {
        return event instanceof Event.Refused refused ? Optional.of(refused.reason()) : Optional.empty();
    }

    private static List<Choice> purposes(Visit visit, Optional<Purpose> chosen) {
        return Arrays.stream(Purpose.values())
                .map(one -> new Choice(one.word(), visit.words().name("purpose", one), chosen.equals(Optional.of(one))))
                .toList();
    }

    private static List<Choice> kinds(Visit visit, Filter filter) {
        var choices = new ArrayList<Choice>();
        choices.add(
                new Choice("", visit.words().say("log.any-kind"), filter.kind().isEmpty()));
        for (String kind : EventCodec.kinds()) {
            choices.add(new Choice(
                    kind, visit.words().say("event." + kind), filter.kind().equals(Optional.of(kind))));
        }
        return choices;
    }

    private static List<Choice> doors(Visit visit, Filter filter, Map<DoorId, String> names) {
        var choices = new ArrayList<Choice>();
        choices.add(
                new Choice("", visit.words().say("log.any-door"), filter.door().isEmpty()));
        names.forEach((door, name) ->
                choices.add(new Choice(door.text(), name, filter.door().equals(Optional.of(door)))));
        return choices;
    }

    /** What a link to the next page repeats. Ids and words only: nothing in it needs escaping. */
    private static String query(Optional<Purpose> purpose, Filter filter) {
        var fields = new TreeMap<>(filter.fields());
        purpose.ifPresent(one -> fields.put(PURPOSE, one.word()));
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining("&"));
    }
}
