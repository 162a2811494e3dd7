package knutpunkt.simulation.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import knutpunkt.wire.record.Content;
import knutpunkt.wire.record.Header;
import knutpunkt.wire.record.JournalRecord;

/** The service's log as it grows: whole, in order, once, true in what it says, and with every release in it (I4, I5, I12). */
final class Log {
    /** From a record to its release: a sync that takes long, at most until the reading is too old. */
    private static final long RELEASED_AFTER_MOST_MILLIS = 3_000;

    /** By so much the clocks of record and release may be rounded. */
    private static final long ROUNDED_MILLIS = 5;

    private static final Duration TRUSTED_WRONG_MOST = Duration.ofNanos(Doors.CLOCK_WRONG_NANOS);
    private static final Set<String> RELEASING = Set.of("granted", "released-by-command");
    private static final List<String> READERS = List.of("-outside", "-check-in");
    private static final int HASH_BYTES = 32;

    /** The service writes a journal too, of what it does itself. */
    private static final String OWN = "service";

    private static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");
    private static final LocalTime NIGHT = LocalTime.of(5, 0);

    private final Instant beginning;
    private final Known known;
    private final Commands commands;
    private final Objections objections;
    private final Duration justSeen;
    private final List<Opening> openings = new ArrayList<>();

    /** Every journal with the hashes of all its records that ever were in the log. */
    private final Map<String, Journal> ever = new HashMap<>();

    private Kept kept = new Kept();
    private boolean restored;

    /** What the log holds, and a copy of it does. */
    static final class Kept {
        private final Map<String, Chain> chains = new HashMap<>();
        private final Map<String, Chain> newestOf = new HashMap<>();
        private final Set<String> nights = new HashSet<>();
        private Stays stays = new Stays();
        private long number;

        private Kept copy() {
            var copy = new Kept();
            chains.forEach((journal, chain) -> copy.chains.put(journal, chain.copy()));
            newestOf.forEach((controller, chain) -> copy.newestOf.put(controller, copy.chains.get(chain.journal)));
            copy.nights.addAll(nights);
            copy.stays = stays.copy();
            copy.number = number;
            return copy;
        }
    }

    /**
     * A journal.
     *
     * @param boot of its first record
     */
    private record Journal(String controller, String boot, List<byte[]> hashes) {}

    /** A release of a strike, and the record in the log that explains it. */
    private static final class Opening {
        private final Known.Controller controller;
        private final String door;
        private final String boot;
        private final long uptimeMillis;
        private final long atNanos;
        private Optional<Long> explainedBy = Optional.empty();

        Opening(Known.Controller controller, String door, String boot, long uptimeMillis, long atNanos) {
            this.controller = controller;
            this.door = door;
            this.boot = boot;
            this.uptimeMillis = uptimeMillis;
            this.atNanos = atNanos;
        }

        boolean isOf(JournalRecord one) {
            long after = uptimeMillis - one.header().uptimeMillis();
            return one.header().boot().text().equals(boot)
                    && after >= -ROUNDED_MILLIS
                    && after <= RELEASED_AFTER_MOST_MILLIS
                    && releases(one, door);
        }
    }

    /** One journal as far as it has come. */
    private static final class Chain {
        private final String journal;
        private final String controller;
        private final boolean first;
        private boolean gapTold;
        private long sequence;
        private byte[] hash = new byte[HASH_BYTES];
        private final Map<Long, String> persons = new HashMap<>();
        private final Set<Long> ended = new HashSet<>();

        Chain(String journal, String controller, boolean first) {
            this.journal = journal;
            this.controller = controller;
            this.first = first;
        }

        Chain copy() {
            var copy = new Chain(journal, controller, first);
            copy.gapTold = gapTold;
            copy.sequence = sequence;
            copy.hash = hash;
            copy.persons.putAll(persons);
            copy.ended.addAll(ended);
            return copy;
        }
    }

    /** @param justSeen whoever was seen so long before the night's check-out is counted still */
    Log(Instant beginning, Known known, Commands commands, Duration justSeen, Objections objections) {
        this.beginning = beginning;
        this.known = known;
        this.commands = commands;
        this.justSeen = justSeen;
        this.objections = objections;
    }

    /** How many records it has. */
    long length() {
        return kept.number;
    }

    Stays stays() {
        return kept.stays;
    }

    /** What somebody has who copies it now. */
    Kept copied() {
        return kept.copy();
    }

    /** The service has no more than the copy: what came after it must come again, and what it did itself it must say. */
    void backTo(Kept copy) {
        kept = copy.copy();
        restored = true;
        openings.stream()
                .filter(opening ->
                        opening.explainedBy.filter(by -> by > kept.number).isPresent())
                .forEach(opening -> opening.explainedBy = Optional.empty());
    }

    /** The strike was released; what its journal ends with is at hand unless it cannot be read. */
    void released(String door, String boot, long uptimeMillis, long nowNanos, Optional<List<JournalRecord>> journal) {
        var opening = new Opening(known.boot(boot).controller(), door, boot, uptimeMillis, nowNanos);
        openings.add(opening);
        if (journal.isPresent() && journal.get().stream().noneMatch(opening::isOf)) {
            objections.object("door [%s] was released, and its journal knows nothing of it", door);
        }
    }

    private static boolean releases(JournalRecord one, String door) {
        return RELEASING.contains(one.header().kind())
                && (READERS.stream().anyMatch(reader -> word(one, "point").equals(door + reader))
                        || word(one, "door").equals(door));
    }

    /** The next record of the log. */
    void next(String controller, JournalRecord one, Instant receivedAt) {
        kept.number++;
        Header header = one.header();
        String journal = header.journal().text();
        if (restored && !(controller.equals(OWN) && header.sequence() == 1)) {
            objections.object("the service was restored, and the log goes on with a record of [%s]", controller);
        }
        Chain chain = kept.chains.computeIfAbsent(journal, _ -> begun(controller, journal));
        if (!chain.controller.equals(controller)) {
            objections.object("journal [%s] is of [%s] and of [%s]", journal, chain.controller, controller);
        }
        if (header.sequence() != chain.sequence + 1) {
            objections.object("journal [%s] goes on after [%d] with [%d]", journal, chain.sequence, header.sequence());
        }
        byte[] hash = hash(chain.hash, one);
        if (!Arrays.equals(hash, one.hash().bytes())) {
            objections.object("record [%d] of [%s] does not follow the one before it", header.sequence(), journal);
        }
        restored = false;
        chain.sequence = header.sequence();
        chain.hash = hash;
        remember(controller, header, hash);
        if (!controller.equals(OWN)) {
            requireTruth(header);
        }
        meaning(controller, chain, one, receivedAt);
        openings.stream()
                .filter(opening -> opening.explainedBy.isEmpty() && opening.isOf(one))
                .forEach(opening -> opening.explainedBy = Optional.of(kept.number));
    }

    /** What is in the log a second time, because the service was restored, is the same as it was. */
    private void remember(String controller, Header header, byte[] hash) {
        List<byte[]> hashes = ever.computeIfAbsent(
                        header.journal().text(),
                        _ -> new Journal(controller, header.boot().text(), new ArrayList<>()))
                .hashes();
        if (header.sequence() == hashes.size() + 1L) {
            hashes.add(hash);
        } else if (header.sequence() <= hashes.size()
                && !Arrays.equals(hashes.get((int) header.sequence() - 1), hash)) {
            objections.object("record [%d] of [%s] has come again as another", header.sequence(), header.journal());
        }
    }

    private Chain begun(String controller, String journal) {
        var chain = new Chain(journal, controller, !kept.newestOf.containsKey(controller));
        kept.newestOf.put(controller, chain);
        if (restored && ever.containsKey(journal)) {
            objections.object("the service was restored, and goes on with its journal [%s]", journal);
        }
        if (!chain.first && !mayBeginAnew(controller)) {
            objections.object("controller [%s] began journal [%s], and no disk was lost", controller, journal);
        }
        return chain;
    }

    /** Another journal, with a gap before it: the disk is lost on which the one before was, or the service's log. */
    private boolean mayBeginAnew(String controller) {
        return controller.equals(OWN) ? restored : known.controller(controller).storagesLost > 0;
    }

    /** A clock that says it is right is so, and one that says it is not is never ahead (I12). */
    private void requireTruth(Header header) {
        String boot = header.boot().text();
        if (!known.knows(boot)) {
            objections.object("journal [%s] has a record of a run that never was", header.journal());
            return;
        }
        Instant truth = beginning.plusNanos(known.boot(boot).atNanos()).plusMillis(header.uptimeMillis());
        Duration ahead = Duration.between(truth, header.at());
        boolean trusted = header.clockWord().equals("TRUSTED");
        if (ahead.compareTo(TRUSTED_WRONG_MOST) > 0
                || (trusted && ahead.negated().compareTo(TRUSTED_WRONG_MOST) > 0)) {
            objections.object(
                    "record [%d] of [%s] says [%s], its clock being [%s], and it was [%s]",
                    header.sequence(), header.journal(), header.at(), header.clockWord(), truth);
        }
    }

    private void meaning(String controller, Chain chain, JournalRecord one, Instant receivedAt) {
        switch (one.header().kind()) {
            case "gap" -> gap(controller, chain, one);
            case "granted", "exit-read" -> chain.persons.put(one.header().sequence(), word(one, "person"));
            case "released-by-command" ->
                commands.recorded(
                        word(one, "command"),
                        word(one, "door"),
                        chain.journal + one.header().sequence());
            case "passage" -> passage(controller, chain, one, receivedAt);
            case "checked-out" -> night(controller, one);
            default -> {}
        }
    }

    private void gap(String controller, Chain chain, JournalRecord one) {
        chain.gapTold = true;
        boolean explained = controller.equals(OWN) ? !chain.first : known.controller(controller).storagesLost > 0;
        if (!explained) {
            objections.object(
                    "journal [%s] tells of a gap, and nothing was lost",
                    one.header().journal());
        }
    }

    /** Each night once, at its hour, and whoever was just seen is left alone. */
    private void night(String controller, JournalRecord one) {
        String date = word(one, "night");
        Instant at = Instant.parse(word(one, "at"));
        Instant seenBefore = Instant.parse(word(one, "seenBefore"));
        Instant due = LocalDate.parse(date).atTime(NIGHT).atZone(ZONE).toInstant();
        if (!kept.nights.add(date)) {
            objections.object("the night of [%s] is in the log twice", date);
        }
        if (!controller.equals(OWN) || !at.equals(due) || !seenBefore.equals(due.minus(justSeen))) {
            objections.object("the night of [%s] says [%s], [%s], by [%s]", date, at, seenBefore, controller);
        }
        kept.stays.night(
                new Stays.Place(
                        at,
                        controller,
                        one.header().sequence(),
                        one.header().journal().text()),
                seenBefore);
    }

    /** Whoever was not seen for a while when the last night was over is not counted any more (I14). */
    void nightIsOver(Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZONE);
        Instant todays = today.atTime(NIGHT).atZone(ZONE).toInstant();
        Instant last = todays.isAfter(now)
                ? today.minusDays(1).atTime(NIGHT).atZone(ZONE).toInstant()
                : todays;
        long left = kept.stays.countedUnseenSince(last.minus(justSeen));
        if (left > 0) {
            objections.object("[%d] are counted whom the night of [%s] should have checked out", left, last);
        }
    }

    /** Of one presentation there is at most one passage, and it is that person's. */
    private void passage(String controller, Chain chain, JournalRecord one, Instant receivedAt) {
        Header header = one.header();
        long of = number(one, "of");
        String person = word(one, "person");
        if (!person.equals(chain.persons.get(of))) {
            objections.object("passage [%d] of [%s] follows from nothing", header.sequence(), header.journal());
        }
        if (!chain.ended.add(of)) {
            objections.object("record [%d] of [%s] led to two passages", of, header.journal());
        }
        boolean trusted = header.clockWord().equals("TRUSTED");
        requireWay(word(one, "door"), word(one, "direction"));
        kept.stays.passed(
                person,
                new Stays.Place(
                        trusted ? header.at() : receivedAt,
                        controller,
                        header.sequence(),
                        header.journal().text()),
                word(one, "direction"));
    }

    private void requireWay(String door, String direction) {
        if (direction.equals("TOGGLE") != known.isCheckIn(door)) {
            objections.object("a passage at [%s] has the direction [%s]", door, direction);
        }
    }

    /** The service tells a controller that it has so much: that is in the log (I5). */
    void acknowledged(String journal, long upTo) {
        Chain chain = kept.chains.get(journal);
        if (chain == null ? upTo > 0 : upTo > chain.sequence) {
            objections.object(
                    "record [%d] of [%s] is acknowledged, and the log has [%d]",
                    upTo, journal, chain == null ? 0 : chain.sequence);
        }
    }

    /**
     * All that was held back has come: every release is in the log, what was in it before a restore is so again unless the
     * disk is lost too on which it was, and every gap is told of.
     */
    void delivered() {
        for (Opening opening : openings) {
            if (opening.explainedBy.isEmpty() && opening.atNanos >= opening.controller.storageSinceNanos) {
                objections.object(
                        "door [%s] was released at [%s], and the log knows nothing of it",
                        opening.door, beginning.plusNanos(opening.atNanos));
            }
        }
        ever.forEach((journal, all) -> {
            Chain chain = kept.chains.get(journal);
            long now = chain == null ? 0 : chain.sequence;
            if (now < all.hashes().size() && isThereStill(all)) {
                objections.object(
                        "journal [%s] was in the log up to [%d], and is so up to [%d]",
                        journal, all.hashes().size(), now);
            }
        });
        kept.newestOf.forEach((controller, chain) -> {
            if (!chain.first && !chain.gapTold) {
                objections.object("[%s] began another journal, and no record of it tells of a gap", controller);
            }
        });
    }

    private boolean isThereStill(Journal journal) {
        return known.knows(journal.boot())
                && known.boot(journal.boot()).atNanos() >= known.controller(journal.controller()).storageSinceNanos;
    }

    /** What a record's body says under a name, where that is a word in quotes. */
    private static String word(JournalRecord one, String name) {
        return found(one, "\"" + name + "\":\"([^\"]*)\"").orElse("");
    }

    private static long number(JournalRecord one, String name) {
        return found(one, "\"" + name + "\":([0-9]+)").map(Long::parseLong).orElse(0L);
    }

    private static Optional<String> found(JournalRecord one, String pattern) {
        String body = one.content() instanceof Content.Kept kept ? kept.body() : "";
        Matcher found = Pattern.compile(pattern).matcher(body);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    /** SHA-256(previous, header, SHA-256(salt, body)), the header as the lines that the format says. */
    private static byte[] hash(byte[] previous, JournalRecord one) {
        Header header = one.header();
        String lines = String.join(
                "\n",
                "knutpunkt-record-1",
                header.journal().text(),
                Long.toString(header.sequence()),
                header.boot().text(),
                header.kind(),
                Long.toString(header.uptimeMillis()),
                Long.toString(header.at().toEpochMilli()),
                header.clockWord(),
                "");
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
