package knutpunkt.kiosk.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import knutpunkt.access.AccessItem;
import knutpunkt.access.BadgeToken;
import knutpunkt.bench.Distribution;
import knutpunkt.kiosk.ExampleSite;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.badges.Badge;
import knutpunkt.kiosk.badges.Badges;
import knutpunkt.kiosk.database.Carriers;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.grants.Given;
import knutpunkt.kiosk.grants.Grants;
import knutpunkt.kiosk.grants.Holders;
import knutpunkt.kiosk.grants.Recipient;
import knutpunkt.kiosk.ids.BadgeId;
import knutpunkt.kiosk.ids.GroupId;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.partners.Visibility;
import knutpunkt.kiosk.people.Group;
import knutpunkt.kiosk.people.Groups;
import knutpunkt.kiosk.people.People;
import knutpunkt.kiosk.people.Person;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.record.Cause;
import knutpunkt.wire.record.Confidence;
import knutpunkt.wire.record.Direction;
import knutpunkt.wire.record.Event;

/**
 * How long each admin page takes, from the request to the last byte of the answer, at a site of 50,000 people and 1,000,000
 * events while twenty administrators look at one page after the other, each for about a second. The service, the requests
 * and the measuring share one process and the machine.
 */
public final class AdminBench {
    private static final int PARTNERS = 40;
    private static final int PEOPLE = 50_000;
    private static final int AT_ONCE = 1_000;
    private static final int EVENTS = 1_000_000;
    private static final int ADMINS = 20;

    /** The first third of them warms up. */
    private static final int ALONE = 90;

    private static final Duration WARM_UP = Duration.ofSeconds(30);
    private static final Duration RUN = Duration.ofMinutes(2);
    private static final int LOOK_MILLIS_MIN = 500;
    private static final int LOOK_MILLIS_SPAN = 1_000;
    private static final Set<DoorId> DOORS = Set.of(new DoorId("square"), new DoorId("office"));
    private static final List<String> FIRST = List.of("Anna", "Björn", "Cecilia", "Daniel", "Elin", "Farid", "Greta");
    private static final List<String> LAST = List.of("Andersson", "Berg", "Dahl", "Ek", "Fors", "Holm", "Öberg");

    private static final String SEARCH = " SEARCH ";

    /** With the words that stand for a person's or a badge's id. */
    private static final List<String> PAGES = List.of(
            "/admin",
            "/admin/people",
            "/admin/people SEARCH greta",
            "/admin/people SEARCH K-12345",
            "/admin/people/PERSON",
            "/admin/badges SEARCH K-4242",
            "/admin/badges/BADGE",
            "/admin/doors",
            "/admin/groups",
            "/admin/grants",
            "/admin/partners",
            "/admin/schedules",
            "/admin/log?purpose=incident",
            "/admin/log?purpose=incident&person=PERSON",
            "/admin/audit",
            "/admin/occupancy",
            "/admin/notices");

    private final RunningSite site;
    private final Staff staff;
    private final Instant now;

    private AdminBench(RunningSite site) {
        this.site = site;
        this.staff = new Staff(site);
        this.now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Carriers.provide();
        Path folder = Files.createTempDirectory("knutpunkt-bench");
        try (var site = RunningSite.open(folder, InstantSource.system())) {
            var bench = new AdminBench(site);
            List<String> partners = bench.fill();
            Distribution.printHead();
            bench.alone();
            bench.browse(partners, WARM_UP);
            Map<String, List<Long>> times = bench.browse(partners, RUN);
            List<Long> all = times.values().stream().flatMap(List::stream).toList();
            print("all pages, %d admins".formatted(ADMINS), all);
            times.forEach(AdminBench::print);
        }
    }

    private static void print(String name, List<Long> nanos) {
        var distribution = new Distribution(name, nanos.size());
        nanos.forEach(distribution::add);
        distribution.print();
    }

    private List<String> fill() throws InterruptedException {
        var example = new ExampleSite(site);
        List<String> partners = IntStream.range(0, PARTNERS)
                .mapToObj(i -> example.partner("Organisation " + i))
                .toList();
        site.database().write(transaction -> {
            for (int i = 0; i < PARTNERS; i++) {
                Groups.add(transaction, new Group(group(i), new PartnerId(partners.get(i)), "Grupp"));
                Grants.add(
                        transaction,
                        new Given(
                                new GrantId("g-" + i),
                                new Recipient.WholeGroup(group(i)),
                                DOORS,
                                Set.of(),
                                Optional.empty(),
                                now.minus(1, ChronoUnit.DAYS),
                                now.plus(300, ChronoUnit.DAYS)));
            }
            return 0;
        });
        for (int from = 0; from < PEOPLE; from += AT_ONCE) {
            int first = from;
            site.database().write(transaction -> addPeople(transaction, partners, first));
        }
        site.tellAll(events(), now.minus(30, ChronoUnit.DAYS));
        return partners;
    }

    private static GroupId group(int partner) {
        return new GroupId("u-" + partner);
    }

    private static PersonId person(int number) {
        return new PersonId("p-%08x".formatted(number));
    }

    private static BadgeId badge(int number) {
        return new BadgeId("b-%08x".formatted(number));
    }

    private int addPeople(Transaction transaction, List<String> partners, int first) {
        List<PersonId> added = new ArrayList<>();
        List<AccessItem> items = new ArrayList<>();
        for (int i = first; i < first + AT_ONCE; i++) {
            int partner = i % PARTNERS;
            String name = FIRST.get(i % FIRST.size()) + " " + LAST.get(i / FIRST.size() % LAST.size()) + " " + i;
            People.add(
                    transaction,
                    new Person(
                            person(i),
                            new PartnerId(partners.get(partner)),
                            Optional.of(name),
                            Optional.of("Alias " + i),
                            i % 10 == 0 ? Visibility.HIDDEN : Visibility.NORMAL,
                            Optional.of(group(partner)),
                            Optional.of(now.plus(200, ChronoUnit.DAYS))));
            Badges.add(
                    transaction,
                    new Badge(badge(i), person(i), "K-%05d".formatted(i), false),
                    new BadgeToken(1, 0, i),
                    site.accessList().revision());
            added.add(person(i));
            items.addAll(Badges.itemsOf(transaction, badge(i)));
        }
        items.addAll(new Holders().of(transaction, added));
        site.changes().change(transaction, items, List.of());
        return added.size();
    }

    /** Somebody goes in, and goes out again when twenty others have come. */
    private static List<Event> events() {
        var random = new Random(1);
        var door = new DoorId("square");
        var inside = new ArrayList<PersonId>();
        List<Event> events = new ArrayList<>(EVENTS);
        while (events.size() < EVENTS) {
            boolean leaves = inside.size() > 20;
            PersonId who = leaves ? inside.removeFirst() : person(random.nextInt(PEOPLE));
            if (!leaves) {
                inside.add(who);
            }
            Direction direction = leaves ? Direction.OUT : Direction.IN;
            events.add(new Event.Opened(door, Cause.GRANT));
            events.add(new Event.Passage(door, direction, who, 1, Confidence.CONFIRMED));
            events.add(new Event.Closed(door));
        }
        return events;
    }

    /** One after the other, with nobody else there: what a page costs. */
    private void alone() {
        var random = new Random(2);
        try (Surfer surfer = staff.owner()) {
            for (String page : PAGES) {
                List<Long> nanos = new ArrayList<>();
                for (int i = 0; i < ALONE; i++) {
                    String path = path(page, random);
                    long start = System.nanoTime();
                    look(surfer, path);
                    if (i >= ALONE / 3) {
                        nanos.add(System.nanoTime() - start);
                    }
                }
                print("alone: " + page, nanos);
            }
        }
    }

    /** A page, or a search from the page where it was: the form and what it leads to, two requests. */
    private static Surfer.Seen look(Surfer surfer, String path) {
        String[] parts = path.split(SEARCH, 2);
        return parts.length == 1 ? surfer.get(path) : surfer.post(parts[0] + "/find", "q", parts[1]);
    }

    private static String path(String page, Random random) {
        int someone = random.nextInt(PEOPLE);
        return page.replace("PERSON", person(someone).text())
                .replace("BADGE", badge(someone).text());
    }

    private Map<String, List<Long>> browse(List<String> partners, Duration length) throws InterruptedException {
        var times = new TreeMap<String, List<Long>>();
        PAGES.forEach(page -> times.put(page, new ArrayList<>()));
        long end = System.nanoTime() + length.toNanos();
        List<Thread> admins = new ArrayList<>();
        for (int i = 0; i < ADMINS; i++) {
            // Every other sees a partner's own people only, as most administrators do.
            Surfer surfer = i % 2 == 0 ? staff.owner() : staff.partnerAdmin(partners.get(i % PARTNERS));
            var random = new Random(i);
            admins.add(Thread.ofPlatform().start(() -> browse(surfer, random, end, times)));
        }
        for (Thread admin : admins) {
            admin.join();
        }
        return times;
    }

    private static void browse(Surfer surfer, Random random, long end, Map<String, List<Long>> times) {
        try (surfer) {
            while (System.nanoTime() < end) {
                String page = PAGES.get(random.nextInt(PAGES.size()));
                String path = path(page, random);
                long start = System.nanoTime();
                int status = look(surfer, path).status();
                long took = System.nanoTime() - start;
                // A page that is not for this role, or of another partner's, is no page.
                if (status == 200) {
                    List<Long> its = times.get(page);
                    synchronized (its) {
                        its.add(took);
                    }
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS_MIN + random.nextInt(LOOK_MILLIS_SPAN));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
