package knutpunkt.kiosk.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import knutpunkt.access.ClockTrust;
import knutpunkt.bench.Distribution;
import knutpunkt.bench.DoorEvents;
import knutpunkt.bench.Memory;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.admin.Staff;
import knutpunkt.kiosk.admin.Surfer;
import knutpunkt.kiosk.database.Carriers;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.wire.BootId;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.message.RecordMaker;
import knutpunkt.wire.record.ChainHead;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.record.JournalRecord;

/**
 * How long a page of the log takes when it has ten million records: the newest, those of a person, a door or a rare kind, and
 * the same from the middle of the log on. One request after the other, from the request to the last byte of the answer.
 */
public final class LogBench {
    private static final int RECORDS = 10_000_000;
    private static final int AT_ONCE = 10_000;
    private static final int PEOPLE = 500;

    /** A busy site: each of its people comes and goes twice a day, and a passage is a grant, an opening, a passage, a closing. */
    private static final int RECORDS_A_DAY = PEOPLE * 4 * 4;

    private static final int LOOKS = 200;
    private static final int WARM_UP = 50;
    private static final int RARE = 50_000;

    private final RunningSite site;
    private final Random random = new Random(1);
    private final Instant end = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private LogBench(RunningSite site) {
        this.site = site;
    }

    public static void main(String[] arguments) throws IOException {
        Carriers.provide();
        Path folder = Files.createTempDirectory("knutpunkt-bench");
        try (var site = RunningSite.open(folder, InstantSource.system())) {
            var bench = new LogBench(site);
            bench.fill();
            System.out.printf(
                    Locale.ROOT,
                    "| %,d records | %,d site-days of %,d records | %,d MB on disk |%n%n",
                    RECORDS,
                    RECORDS / RECORDS_A_DAY,
                    RECORDS_A_DAY,
                    Files.size(folder.resolve("site.db")) / 1_000_000);
            Distribution.printHead();
            bench.look();
            bench.prove();
        }
    }

    private void fill() {
        var journal = new JournalId("j-bench");
        var controller = new ControllerId("c1");
        site.database().write(transaction -> {
            Journals.begin(transaction, journal, controller, end);
            return 0;
        });
        ChainHead head = ChainHead.empty(journal);
        while (head.sequence() < RECORDS) {
            ChainHead from = head;
            head = site.database().write(transaction -> add(transaction, controller, from));
        }
    }

    private ChainHead add(Transaction transaction, ControllerId controller, ChainHead head) {
        Duration before =
                Duration.ofDays(1).multipliedBy(RECORDS - head.sequence()).dividedBy(RECORDS_A_DAY);
        Instant at = end.minus(before).truncatedTo(ChronoUnit.MILLIS);
        var maker = new RecordMaker(
                new BootId("b-bench"), () -> at, () -> ClockTrust.TRUSTED, () -> head.sequence() * 1_000_000, random);
        long number = Records.nextNumber(transaction);
        ChainHead newest = head;
        for (JournalRecord next : maker.following(head, events(head.sequence()))) {
            Records.add(transaction, number, controller, next, at, true);
            number++;
            newest = new ChainHead(head.journal(), next.header().sequence(), next.hash());
        }
        Journals.advance(transaction, newest);
        return newest;
    }

    private List<Event> events(long from) {
        List<Event> events = new ArrayList<>(AT_ONCE);
        for (long i = from; i < from + AT_ONCE; i++) {
            var door = new DoorId(random.nextInt(10) == 0 ? "office" : "square");
            events.add(event(i, door));
        }
        return events;
    }

    private Event event(long number, DoorId door) {
        return number % RARE == 0 ? new Event.Held(door) : DoorEvents.of(door, number, random, PEOPLE);
    }

    private PersonId somebody() {
        return DoorEvents.person(random.nextInt(PEOPLE));
    }

    private void look() {
        String log = "/admin/log?purpose=incident";
        String middle = "&before=" + RECORDS / 2;
        Map<String, UnaryOperator<String>> pages = new TreeMap<>(Map.of(
                "the newest", path -> path,
                "of one person", path -> path + "&person=" + somebody(),
                "of one door", path -> path + "&door=office",
                "of a rare kind", path -> path + "&kind=held",
                "of one person and a kind", path -> path + "&kind=passage&person=" + somebody(),
                "of a door and a rare kind", path -> path + "&kind=held&door=office"));
        try (Surfer surfer = new Staff(site).owner()) {
            pages.forEach((name, page) -> {
                measure(surfer, name, page, log);
                measure(surfer, name + ", from the middle of the log", page, log + middle);
            });
        }
    }

    /** The whole chain, as {@code verify-log} proves it. */
    private void prove() {
        long before = Memory.heap();
        long start = System.nanoTime();
        LogProof.Result result = site.database().read(LogProof::of);
        double seconds = (System.nanoTime() - start) / 1e9;
        if (!result.isWhole()) {
            throw new IllegalStateException("the log must be whole");
        }
        System.out.printf(
                Locale.ROOT,
                "%n| the log proved | %,d records in %.0f s | %,.0f a second | %d MB of heap kept by it |%n",
                result.records(),
                seconds,
                result.records() / seconds,
                Memory.heap() - before);
    }

    private static void measure(Surfer surfer, String name, UnaryOperator<String> page, String log) {
        var distribution = new Distribution(name, LOOKS);
        for (int i = -WARM_UP; i < LOOKS; i++) {
            long start = System.nanoTime();
            int status = surfer.get(page.apply(log)).status();
            if (status != 200) {
                throw new IllegalStateException("the page answered [" + status + "]");
            }
            if (i >= 0) {
                distribution.add(System.nanoTime() - start);
            }
        }
        distribution.print();
    }
}
