package knutpunkt.access;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.ScheduleId;

/**
 * How long a decision takes and how much a list weighs, as lines for BENCHMARKS.md. Run it on a quiet machine with 4 GB
 * of heap; the one argument is the number of badges, 1,000,000 when there is none. The items put in are made whole
 * before the clock starts and are garbage when the list is weighed.
 */
final class DecisionBench {
    private static final int DECISIONS = 1_000_000;
    private static final int CHANGES = 200;
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final long YEAR_SECONDS = 365L * 24 * 3600;
    private static final Revision FIRST = new Revision(1, 1);

    /** On a machine that others use too, what the work costs rather than what the waiting does. */
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    private final int tokens;

    /** What a list is made of; every grant has its own validity in whole seconds. */
    private record Layout(String name, int badgesEach, int grantsEach, int idLength, int scopes) {}

    private static final Layout USUAL = new Layout("2 badges and 1 grant a person", 2, 1, 12, 40);

    private static final List<Layout> LAYOUTS = List.of(
            USUAL,
            new Layout("1 badge and 1 grant a person", 1, 1, 12, 40),
            new Layout("1 badge and 3 grants a person", 1, 3, 12, 40),
            new Layout("2 badges and 1 grant a person, ids of 32 characters", 2, 1, 32, 40),
            new Layout("2 badges and 1 grant a person, 100,000 different sets of doors", 2, 1, 12, 100_000));

    private DecisionBench(int tokens) {
        this.tokens = tokens;
    }

    public static void main(String[] args) throws IOException {
        var bench = new DecisionBench(args.length == 0 ? 1_000_000 : Integer.parseInt(args[0]));
        print("machine", machine());
        bench.decide();
        bench.change();
        for (Layout layout : LAYOUTS) {
            bench.weigh(layout);
        }
    }

    private void weigh(Layout layout) {
        List<AccessItem> items = items(layout);
        long cpuStart = CPU.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        AccessList list = AccessList.empty().with(FIRST, items, List.of());
        long loadNanos = System.nanoTime() - start;
        long loadCpuNanos = CPU.getCurrentThreadCpuTime() - cpuStart;
        items.clear();
        long with = usedHeap();
        int badges = list.badges();
        list = AccessList.empty();
        long bytes = with - usedHeap();
        print(
                "heap, " + badges + " badges, " + layout.name(),
                String.format(Locale.ROOT, "%.1f bytes a badge", (double) bytes / badges));
        print(
                "snapshot, " + layout.name(),
                String.format(Locale.ROOT, "%.1f s, %.1f s of processor time", loadNanos / 1e9, loadCpuNanos / 1e9));
        if (list.badges() != 0) {
            throw new IllegalStateException("the list must live until it was weighed, and no longer");
        }
    }

    private void decide() {
        AccessList list = AccessList.empty().with(FIRST, items(USUAL), List.of());
        usedHeap();
        var random = new Random(2);
        long[] nanos = new long[DECISIONS];
        int granted = 0;
        for (int round = 0; round < 2; round++) { // the first is to warm up
            granted = 0;
            for (int i = 0; i < DECISIONS; i++) {
                BadgeToken token = token(random.nextInt(2 * tokens)); // every other one is not in the list
                var situation = new Situation(
                        door(random.nextInt(8)), Posture.NORMAL, Lease.CURRENT, ClockTrust.TRUSTED, false);
                Instant now = FROM.plusSeconds(random.nextLong(YEAR_SECONDS));
                long start = System.nanoTime();
                Decision decision = Decision.decide(list, situation, token, PinOutcome.NOT_GIVEN, now);
                nanos[i] = System.nanoTime() - start;
                granted += decision instanceof Decision.Granted ? 1 : 0;
            }
        }
        print(
                "decision, " + DECISIONS + " at " + list.badges() + " badges, half unknown, " + granted + " granted",
                distribution(nanos, 1, "ns"));
    }

    private void change() {
        AccessList list = AccessList.empty().with(FIRST, items(USUAL), List.of());
        Random random = new Random(3);
        Map<String, IntFunction<List<AccessItem>>> changes = new TreeMap<>(Map.of(
                "block a badge",
                        _ -> {
                            int i = random.nextInt(tokens);
                            return List.of(new AccessItem.Badge(token(i), person(USUAL, i / USUAL.badgesEach()), true));
                        },
                "change a person's grant", _ -> List.of(holder(USUAL, random.nextInt(tokens / 2), random)),
                "add a person with a badge",
                        i -> {
                            int added = tokens + i;
                            return List.of(
                                    new AccessItem.Badge(token(added), person(USUAL, added), false),
                                    holder(USUAL, added, random));
                        }));
        changes.forEach((name, change) -> {
            AccessList changed = list;
            long[] nanos = new long[CHANGES];
            long[] cpuNanos = new long[CHANGES];
            for (int i = -CHANGES; i < CHANGES; i++) { // the first half is to warm up
                List<AccessItem> put = change.apply(i + CHANGES);
                long cpuStart = CPU.getCurrentThreadCpuTime();
                long start = System.nanoTime();
                changed = changed.with(changed.revision().next(), put, List.of());
                nanos[Math.max(i, 0)] = System.nanoTime() - start;
                cpuNanos[Math.max(i, 0)] = CPU.getCurrentThreadCpuTime() - cpuStart;
            }
            String what = "one change, " + name + ", at " + list.badges() + " badges";
            print(what, distribution(nanos, 1_000, "µs"));
            print(what + ", processor time", distribution(cpuNanos, 1_000, "µs"));
        });
    }

    private List<AccessItem> items(Layout layout) {
        var random = new Random(1);
        List<AccessItem> items = new ArrayList<>();
        int persons = tokens / layout.badgesEach();
        for (int person = 0; person < persons; person++) {
            items.add(holder(layout, person, random));
            for (int badge = 0; badge < layout.badgesEach(); badge++) {
                items.add(new AccessItem.Badge(
                        token(person * layout.badgesEach() + badge), person(layout, person), false));
            }
        }
        items.add(new AccessItem.Calendar(
                ZoneId.of("Europe/Stockholm"), new TreeMap<>(Map.of(LocalDate.of(2026, 12, 25), "juldagen"))));
        for (int schedule = 0; schedule < 8; schedule++) {
            items.add(new AccessItem.Schedule(
                    new ScheduleId("schedule-" + schedule),
                    Arrays.stream(DayOfWeek.values())
                            .map(day -> new Window(day, 8 * 60, 22 * 60))
                            .toList(),
                    List.of()));
        }
        return items;
    }

    private static AccessItem.Holder holder(Layout layout, int person, Random random) {
        List<Grant> grants = new ArrayList<>();
        for (int i = 0; i < layout.grantsEach(); i++) {
            int scope = random.nextInt(layout.scopes());
            // More scopes than doors and schedules make come of sets with a door that only one of them has.
            Set<DoorId> doors = scope < 40
                    ? Set.of(door(scope % 8), door((scope + 1) % 8), door((scope + 3) % 8))
                    : Set.of(door(scope % 8), new DoorId("door-" + scope));
            Optional<ScheduleId> schedule =
                    scope % 5 == 0 ? Optional.empty() : Optional.of(new ScheduleId("schedule-" + scope % 8));
            Instant from = FROM.plusSeconds(random.nextLong(YEAR_SECONDS / 4));
            grants.add(new Grant(
                    new GrantId(id("g", layout, person * layout.grantsEach() + i)),
                    doors,
                    schedule,
                    from,
                    from.plusSeconds(YEAR_SECONDS / 2 + random.nextLong(YEAR_SECONDS))));
        }
        return new AccessItem.Holder(person(layout, person), false, false, false, false, grants);
    }

    private static PersonId person(Layout layout, int number) {
        return new PersonId(id("p", layout, number));
    }

    private static String id(String letter, Layout layout, int number) {
        String digits = Long.toString(mixed(number) >>> 1, 36) + "0".repeat(32);
        return letter + "-" + digits.substring(0, layout.idLength() - 2);
    }

    private static DoorId door(int number) {
        return new DoorId("door-" + number);
    }

    /** As good as random, two key ids, and the same for the same number. */
    private static BadgeToken token(int number) {
        return new BadgeToken(1 + number % 2, mixed(number), mixed(~number));
    }

    /** The finishing steps of SplitMix64, which map different numbers to different ones. */
    private static long mixed(long number) {
        long mixed = (number + 1) * 0x9E37_79B9_7F4A_7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return mixed ^ (mixed >>> 31);
    }

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static String distribution(long[] nanos, int unit, String name) {
        Arrays.sort(nanos);
        return String.format(
                Locale.ROOT,
                "p50 %d, p99 %d, p99.9 %d, max %d %s",
                nanos[nanos.length / 2] / unit,
                nanos[nanos.length * 99 / 100] / unit,
                nanos[(int) (nanos.length * 999L / 1000)] / unit,
                nanos[nanos.length - 1] / unit,
                name);
    }

    private static String machine() throws IOException {
        Path cpus = Path.of("/proc/cpuinfo");
        String model = !Files.isReadable(cpus)
                ? System.getProperty("os.arch")
                : Files.readAllLines(cpus).stream()
                        .filter(line -> line.startsWith("model name") || line.startsWith("Model"))
                        .map(line -> line.substring(line.indexOf(':') + 1).trim())
                        .findFirst()
                        .orElse(System.getProperty("os.arch"));
        return model + ", " + Runtime.getRuntime().availableProcessors() + " cores, Java "
                + Runtime.version() + ", "
                + Runtime.getRuntime().maxMemory() / (1 << 20) + " MB of heap, load "
                + ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static void print(String what, String figure) {
        System.out.println("| " + what + " | " + figure + " |");
    }
}
