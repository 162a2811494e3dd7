package knutpunkt.access;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.ScheduleId;

/** Items, questions and moments from a seed, out of worlds so small that they meet often. */
final class RandomItems {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final long YEAR_SECONDS = 365L * 24 * 3600;
    private static final List<String> NAMES = List.of("a", "a-", "aa", "b", "b0", "b00", "zz", "-", "0", "p-17");

    private final Random random;
    private final int worldSize;

    RandomItems(Random random, int worldSize) {
        this.random = random;
        this.worldSize = worldSize;
    }

    AccessItem item() {
        return switch (random.nextInt(20)) {
            case 0 -> calendar();
            case 1, 2 -> schedule();
            case 3, 4, 5, 6, 7, 8 -> holder();
            default -> new AccessItem.Badge(token(), person(), random.nextInt(6) == 0);
        };
    }

    String key() {
        return random.nextInt(30) == 0 ? "nonsense/" + random.nextInt(3) : item().key();
    }

    /** Key ids whose order as numbers and as text differs; hashes with both signs. */
    BadgeToken token() {
        int keyId = List.of(1, 2, 10, 65_535).get(random.nextInt(4));
        long high = ((long) random.nextInt(worldSize) * 0x9E37_79B9_7F4A_7C15L) & 0xFF00_0000_0000_00FFL;
        return new BadgeToken(keyId, high, random.nextInt(2) - 1L);
    }

    PersonId person() {
        return new PersonId(name());
    }

    AccessItem.Holder holder() {
        List<Grant> grants = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            grants.add(grant());
        }
        return new AccessItem.Holder(
                person(), oneIn(3), random.nextBoolean(), random.nextBoolean(), random.nextBoolean(), grants);
    }

    private Grant grant() {
        Set<DoorId> doors = new HashSet<>();
        do {
            doors.add(door());
        } while (random.nextBoolean());
        Optional<ScheduleId> schedule =
                random.nextBoolean() ? Optional.empty() : Optional.of(new ScheduleId("s" + random.nextInt(4)));
        Instant from = oneIn(8) ? Instant.EPOCH : moment();
        Instant until = oneIn(8) ? Grant.TIME_MAX : from.plusSeconds(1 + random.nextLong(YEAR_SECONDS));
        return new Grant(new GrantId(name()), doors, schedule, from, until);
    }

    private AccessItem.Schedule schedule() {
        return new AccessItem.Schedule(new ScheduleId("s" + random.nextInt(4)), windows(), windows());
    }

    private List<Window> windows() {
        List<Window> windows = new ArrayList<>();
        for (int i = random.nextInt(8); i > 0; i--) {
            int start = random.nextInt(24 * 60);
            windows.add(new Window(
                    DayOfWeek.of(1 + random.nextInt(7)), start, start + 1 + random.nextInt(24 * 60 - start)));
        }
        return windows;
    }

    private AccessItem.Calendar calendar() {
        var days = new TreeMap<LocalDate, String>();
        for (int i = random.nextInt(100); i > 0; i--) {
            days.put(LocalDate.of(2026, 3, 1).plusDays(random.nextInt(365)), "helgdag å " + random.nextInt(3));
        }
        return new AccessItem.Calendar(
                ZoneId.of(List.of("Europe/Stockholm", "Asia/Kathmandu", "Z").get(random.nextInt(3))), days);
    }

    Situation situation() {
        return new Situation(
                door(),
                oneIn(6) ? any(Posture.values()) : Posture.NORMAL,
                oneIn(6) ? any(Lease.values()) : Lease.CURRENT,
                oneIn(6) ? any(ClockTrust.values()) : ClockTrust.TRUSTED,
                oneIn(3));
    }

    PinOutcome pin() {
        return any(PinOutcome.values());
    }

    Instant moment() {
        return START.plusSeconds(random.nextLong(YEAR_SECONDS));
    }

    private DoorId door() {
        return new DoorId("d" + random.nextInt(3));
    }

    /** Short names that are each other's beginnings, and longer ones up to the longest. */
    private String name() {
        if (oneIn(3)) {
            return NAMES.get(random.nextInt(NAMES.size()));
        }
        String text = "p" + random.nextInt(worldSize);
        return oneIn(4) ? (text + "-0123456789abcdefghijklmnopqrstuvwxyz").substring(0, 32) : text;
    }

    private boolean oneIn(int chances) {
        return random.nextInt(chances) == 0;
    }

    private <T> T any(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
