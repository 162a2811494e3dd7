package knutpunkt.crash;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import knutpunkt.access.Revision;

/**
 * Compares what people outside saw with what was kept, and tells each difference in a sentence. It has its own idea of what
 * a grant, a passage and presence are, made of the records' words alone: were it the service's, both would err alike. Pure.
 */
final class Checker {
    private final List<String> findings = new ArrayList<>();

    private Checker() {}

    /** What must hold of a controller's disk alone, at any moment: what its readers granted is kept. */
    static List<String> ofController(List<Tap> taps, List<Block> blocks, Disks.OfController disk) {
        var checker = new Checker();
        checker.found("the controller's disk", disk.damages());
        checker.everyRecordOnceAndInOrder("the controller", disk.records());
        checker.everyGrantIsOneTap("the controller", taps, disk.records());
        checker.nobodyBlockedOrUnknownWasGranted(taps, blocks);
        checker.everyConfirmedBlockIsInTheList(blocks, disk.list());
        return checker.findings;
    }

    /**
     * What must hold of the service's disk alone, at any moment: what it said it did is kept, and all of it fits together.
     *
     * @param acknowledged the newest record that it told the controller it has
     */
    static List<String> ofService(Map<String, Boolean> blocked, long acknowledged, Disks.OfService disk) {
        var checker = new Checker();
        checker.found("the service's disk", disk.damages());
        checker.everyRecordOnceAndInOrder("the log", disk.records());
        checker.everyAcknowledgedRecordIsInTheLog(acknowledged, disk.records());
        checker.presenceIsWhatTheLogGives(disk.records(), disk.present());
        blocked.forEach((badge, isBlocked) -> checker.expect(
                isBlocked.equals(disk.blocked().get(badge)),
                "badge " + badge + " was said to be " + (isBlocked ? "blocked" : "free") + ", and is not"));
        return checker.findings;
    }

    /** What must hold of both once everything has been delivered. */
    static List<String> ofAll(
            List<Tap> taps, List<Block> blocks, Disks.OfController controller, Disks.OfService service) {
        var checker = new Checker();
        checker.everyGrantIsOneTap("the log", taps, service.records());
        checker.nobodyBlockedWasGrantedInTheLog(blocks, service.records());
        checker.bothHoldTheSame(controller.records(), service.records());
        return checker.findings;
    }

    private void found(String where, List<String> damages) {
        damages.forEach(damage -> findings.add(where + " is damaged: " + damage));
    }

    private void expect(boolean holds, String otherwise) {
        if (!holds) {
            findings.add(otherwise);
        }
    }

    /** One journal, its records 1, 2, 3 … each once, no loss told of, and one passage at most for a reading. */
    private void everyRecordOnceAndInOrder(String where, List<Kept> records) {
        Map<String, Long> newest = new TreeMap<>();
        Set<String> readings = new HashSet<>();
        Set<String> passed = new HashSet<>();
        for (Kept each : records) {
            long expected = newest.getOrDefault(each.journal(), 0L) + 1;
            expect(each.sequence() == expected, where + " has " + each.name() + " where " + expected + " must be");
            newest.put(each.journal(), each.sequence());
            expect(!each.isGap(), where + " tells of a loss: " + each.name());
            String own = each.journal() + "/";
            if (each.isGrant()) {
                readings.add(own + each.sequence());
            }
            if (each.isPassage()) {
                String of = own + each.body().path("of").asLong();
                expect(readings.contains(of), where + " has a passage of no reading: " + each.name());
                expect(passed.add(of), where + " has a second passage of one reading: " + each.name());
            }
        }
        expect(newest.size() <= 1, where + " has more than one journal: " + newest.keySet());
    }

    /** Each tap that was shown green has one record, one whose answer nobody saw at most one, and no record has no tap. */
    private void everyGrantIsOneTap(String where, List<Tap> taps, List<Kept> records) {
        Map<String, List<Tap>> byReader = new HashMap<>();
        taps.forEach(tap ->
                byReader.computeIfAbsent(key(tap), _ -> new ArrayList<>()).add(tap));
        byReader.values().forEach(some -> some.sort(Comparator.comparing(Tap::from)));
        Map<Tap, Integer> kept = new HashMap<>();
        for (Kept each : records) {
            if (each.isGrant()) {
                List<Tap> candidates = byReader.getOrDefault(key(each), List.of());
                candidates.reversed().stream()
                        .filter(tap -> tap.spans(each.at()))
                        .findFirst()
                        .ifPresentOrElse(
                                tap -> kept.merge(tap, 1, Integer::sum),
                                () -> findings.add(where + " has a grant that nobody tapped for: " + each.name()));
            }
        }
        for (Tap tap : taps) {
            int count = kept.getOrDefault(tap, 0);
            expect(count <= 1, where + " has " + count + " records of one tap: " + tap);
            expect(!tap.wasGranted() || count >= 1, where + " has lost a tap that was granted: " + tap);
        }
    }

    private static String key(Tap tap) {
        return tap.point() + " " + tap.person().orElse("");
    }

    private static String key(Kept grant) {
        return grant.point() + " " + grant.person().orElse("");
    }

    /** A way out is never refused, so only entries count. */
    private void nobodyBlockedOrUnknownWasGranted(List<Tap> taps, List<Block> blocks) {
        Map<String, List<Block>> ofPerson = byPerson(blocks);
        for (Tap tap : taps) {
            if (tap.wasGranted() && tap.point().endsWith("-entry")) {
                expect(tap.person().isPresent(), "an unknown badge was granted: " + tap);
                for (Block block : ofPerson.getOrDefault(tap.person().orElse(""), List.of())) {
                    expect(
                            !block.forbids(tap.from(), tap.until()),
                            "a badge was granted though every door had confirmed its block: " + tap + ", " + block);
                }
            }
        }
    }

    private void everyConfirmedBlockIsInTheList(List<Block> blocks, Revision list) {
        for (Block block : blocks) {
            expect(
                    block.confirmedAt().isEmpty() || list.compareTo(block.change()) >= 0,
                    "the controller has confirmed a block and lost it: it keeps list " + list + ", " + block);
        }
    }

    private void everyAcknowledgedRecordIsInTheLog(long acknowledged, List<Kept> records) {
        long newest = records.stream().mapToLong(Kept::sequence).max().orElse(0);
        expect(
                newest >= acknowledged,
                "the log has acknowledged records and lost them: it has " + newest + " of " + acknowledged);
    }

    private void nobodyBlockedWasGrantedInTheLog(List<Block> blocks, List<Kept> records) {
        Map<String, List<Block>> ofPerson = byPerson(blocks);
        for (Kept each : records) {
            if (each.kind().equals("granted")) {
                for (Block block : ofPerson.getOrDefault(each.person().orElse(""), List.of())) {
                    expect(
                            !block.forbids(each.at(), each.at()),
                            "the log has a grant after every door had confirmed a block: " + each.name() + ", "
                                    + block);
                }
            }
        }
    }

    private static Map<String, List<Block>> byPerson(List<Block> blocks) {
        return blocks.stream().collect(Collectors.groupingBy(Block::person));
    }

    /** By each person's newest passage: in is here, out is not. */
    private void presenceIsWhatTheLogGives(List<Kept> records, List<String> present) {
        Map<String, Kept> newest = new TreeMap<>();
        records.stream()
                .filter(Kept::isPassage)
                .sorted(Comparator.comparing(Kept::at).thenComparingLong(Kept::sequence))
                .forEach(passage -> newest.put(passage.person().orElse(""), passage));
        List<String> inside = newest.entrySet().stream()
                .filter(entry ->
                        entry.getValue().body().path("direction").asText().equals("IN"))
                .map(Map.Entry::getKey)
                .toList();
        var shown = new ArrayList<>(present);
        Collections.sort(shown);
        expect(shown.equals(inside), "presence is " + shown + ", but the log's passages give " + inside);
    }

    private void bothHoldTheSame(List<Kept> controller, List<Kept> log) {
        Map<Long, String> logged = new HashMap<>();
        log.forEach(each -> logged.put(each.sequence(), each.journal() + " " + each.hash()));
        for (Kept each : controller) {
            expect(
                    (each.journal() + " " + each.hash()).equals(logged.get(each.sequence())),
                    "the log has not what the controller keeps: " + each.name());
        }
        expect(
                log.size() == controller.size(),
                "the controller keeps " + controller.size() + " records, the log " + log.size());
    }
}
