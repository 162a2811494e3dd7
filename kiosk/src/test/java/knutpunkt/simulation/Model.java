package knutpunkt.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import knutpunkt.wire.record.Content;
import knutpunkt.wire.record.Header;
import knutpunkt.wire.record.JournalRecord;

/**
 * What must hold, in words of its own: who may open what was decided a second time, the chain is hashed a second time, and
 * nothing of the program but its records is used. Knows people by their badges' numbers, doors by their names.
 */
final class Model {
    /** A reading older than this opens nothing (I13); its record and its release may come a moment later. */
    private static final long READ_COUNTS_NANOS = Duration.ofMillis(2_500).toNanos();

    /** The longest that one badge holds the strike: 5 s, then a lease that runs out, and turns that came late. */
    private static final long RELEASED_MOST_NANOS = Duration.ofSeconds(8).toNanos();

    private final Map<Integer, Set<Right>> byRevision = new LinkedHashMap<>();
    private final Map<String, Deque<Tap>> taps = new HashMap<>();
    private final Map<String, Long> lastWithRight = new HashMap<>();
    private final List<Opening> openings = new ArrayList<>();
    private final Story story;
    private int newest;
    private long presentByLog;

    private record Right(long badge, String door) {}

    /**
     * A badge was held to a reader.
     *
     * @param confirmed the revision that the service told to be in force at this door, at that moment
     */
    private record Tap(long atNanos, long badge, int confirmed) {}

    private record Opening(String door, Instant at) {}

    Model(Story story) {
        this.story = story;
        byRevision.put(0, Set.of());
    }

    /** From this revision on, exactly these badges open these doors. */
    void changed(int revision, Map<Long, Set<String>> doorsOfBadges) {
        var rights = new HashSet<Right>();
        doorsOfBadges.forEach((badge, doors) -> doors.forEach(door -> rights.add(new Right(badge, door))));
        byRevision.put(revision, rights);
        newest = revision;
        story.tell("revision %d: %s".formatted(revision, new TreeMap<>(doorsOfBadges)));
    }

    int newest() {
        return newest;
    }

    void tapped(String door, long badge, int confirmed, long atNanos) {
        Deque<Tap> recent = taps.computeIfAbsent(door, _ -> new ArrayDeque<>());
        recent.removeIf(tap -> atNanos - tap.atNanos() > READ_COUNTS_NANOS);
        var tap = new Tap(atNanos, badge, confirmed);
        recent.add(tap);
        if (mayOpen(tap, door)) {
            lastWithRight.put(door, atNanos);
        }
    }

    /** The strike was released: somebody must have held a badge to it just now that was granted this door (I2, I3, I8, I13). */
    void released(String door, long atNanos, Instant at) {
        boolean explained = taps.getOrDefault(door, new ArrayDeque<>()).stream()
                .filter(tap -> atNanos - tap.atNanos() <= READ_COUNTS_NANOS)
                .anyMatch(tap -> mayOpen(tap, door));
        if (!explained) {
            throw new Violation(
                    "door [%s] was released at [%s], and nobody with a right to it was there".formatted(door, at));
        }
        story.tell("%s is released".formatted(door));
        openings.add(new Opening(door, at));
    }

    /** Nothing fails, and everybody knows the newest revision: whoever may come in does, and nobody else (I2). */
    void mustHaveOpened(String door, long badge, boolean opened) {
        boolean may = byRevision.getOrDefault(newest, Set.of()).contains(new Right(badge, door));
        if (may != opened) {
            throw new Violation("badge [%d] %s at door [%s], though nothing fails"
                    .formatted(badge, may ? "was refused" : "was let in", door));
        }
    }

    /** How many the service counts: as many as the log has gone in and not out since (I11). */
    void present(long counted) {
        if (counted != presentByLog) {
            throw new Violation("[%d] are counted present, and by the log it is [%d]".formatted(counted, presentByLog));
        }
    }

    /** By any revision from the one that was confirmed there to the newest there is. */
    private boolean mayOpen(Tap tap, String door) {
        for (int revision = tap.confirmed(); revision <= newest; revision++) {
            if (byRevision.getOrDefault(revision, Set.of()).contains(new Right(tap.badge(), door))) {
                return true;
            }
        }
        return false;
    }

    /** The strike is still released: that ends some time after the last badge with a right to it (I1). */
    void stillReleased(String door, long nowNanos) {
        long sinceNanos = nowNanos - lastWithRight.getOrDefault(door, 0L);
        if (sinceNanos > RELEASED_MOST_NANOS) {
            throw new Violation("door [%s] is released [%s] after the last badge with a right to it"
                    .formatted(door, Duration.ofNanos(sinceNanos)));
        }
    }

    /** The log, once everything has been delivered: each journal whole, and every release in it (I4, I5). */
    void delivered(List<JournalRecord> log) {
        Map<String, byte[]> heads = new HashMap<>();
        Map<String, Long> sequences = new HashMap<>();
        for (JournalRecord one : log) {
            Header header = one.header();
            String journal = header.journal().text();
            long sequence = sequences.getOrDefault(journal, 0L) + 1;
            if (header.kind().equals("gap")) {
                throw new Violation("journal [%s] tells of a gap, and no disk was lost".formatted(journal));
            }
            if (header.sequence() != sequence) {
                throw new Violation(
                        "journal [%s] goes on with [%d], not [%d]".formatted(journal, header.sequence(), sequence));
            }
            byte[] hash = hash(heads.getOrDefault(journal, new byte[32]), one);
            if (!HexFormat.of().formatHex(hash).equals(one.hash().hex())) {
                throw new Violation(
                        "record [%d] of journal [%s] does not follow the one before it".formatted(sequence, journal));
            }
            sequences.put(journal, sequence);
            heads.put(journal, hash);
        }
        openings.forEach(opening -> requireRecord(opening, log));
        presentByLog = presentBy(log);
    }

    private static long presentBy(List<JournalRecord> log) {
        Map<String, JournalRecord> last = new HashMap<>();
        for (JournalRecord one : log) {
            if (one.header().kind().equals("passage")) {
                last.merge(
                        word(one, "person"),
                        one,
                        (before, after) ->
                                after.header().at().isBefore(before.header().at()) ? before : after);
            }
        }
        return last.values().stream()
                .filter(one -> word(one, "direction").equals("IN"))
                .count();
    }

    /** What a record's body says under a name, where that is a word in quotes. */
    private static String word(JournalRecord one, String name) {
        String body = one.content() instanceof Content.Kept kept ? kept.body() : "";
        Matcher found = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(body);
        return found.find() ? found.group(1) : "";
    }

    private static void requireRecord(Opening opening, List<JournalRecord> log) {
        boolean recorded = log.stream()
                .filter(one -> one.header().kind().equals("granted"))
                .filter(one -> word(one, "point").equals(opening.door() + "-outside"))
                .map(one -> Duration.between(one.header().at(), opening.at()))
                .anyMatch(late ->
                        late.compareTo(Duration.ofMillis(-5)) >= 0 && late.compareTo(Duration.ofSeconds(3)) <= 0);
        if (!recorded) {
            throw new Violation("door [%s] was released at [%s], and the log knows nothing of it"
                    .formatted(opening.door(), opening.at()));
        }
    }

    /** SHA-256(previous, header, SHA-256(salt, body)), the header as the lines that the format says. */
    private static byte[] hash(byte[] previous, JournalRecord one) {
        Header header = one.header();
        String lines = "knutpunkt-record-1\n%s\n%d\n%s\n%s\n%d\n%d\n%s\n"
                .formatted(
                        header.journal().text(),
                        header.sequence(),
                        header.boot().text(),
                        header.kind(),
                        header.uptimeMillis(),
                        header.at().toEpochMilli(),
                        header.clockWord());
        byte[] content = switch (one.content()) {
            case Content.Kept(String salt, String body) -> sha256(HexFormat.of().parseHex(salt), body.getBytes(UTF_8));
            case Content.Disposed disposed -> disposed.hash().bytes();
        };
        return sha256(previous, lines.getBytes(UTF_8), content);
    }

    private static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
