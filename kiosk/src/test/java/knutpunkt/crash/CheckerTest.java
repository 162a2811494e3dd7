package knutpunkt.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import knutpunkt.access.Revision;
import knutpunkt.crash.Disks.OfController;
import knutpunkt.crash.Disks.OfService;
import org.junit.jupiter.api.Test;

/** The checker by itself: it finds each thing that must not be, and nothing in what is well. */
class CheckerTest {
    private static final Instant START = Instant.parse("2026-11-23T06:00:00Z");

    private static final Revision LIST = Revision.parse("1.7");

    private final List<Tap> taps = new ArrayList<>(List.of(
            tap(0, "p1", "square-entry", Tap.GRANTED),
            tap(10, "p2", "square-entry", Tap.GRANTED),
            tap(20, "p1", "square-exit", Tap.GRANTED),
            new Tap(
                    "square-entry",
                    Optional.of("p1"),
                    START.plusSeconds(30),
                    START.plusSeconds(33),
                    Optional.empty())));
    private final List<Kept> records = new ArrayList<>(List.of(
            kept(1, 0, "granted", "{'point':'square-entry','person':'p1'}"),
            kept(2, 1, "passage", "{'direction':'IN','person':'p1','of':1}"),
            kept(3, 10, "granted", "{'point':'square-entry','person':'p2'}"),
            kept(4, 11, "passage", "{'direction':'IN','person':'p2','of':3}"),
            kept(5, 20, "exit-read", "{'point':'square-exit','person':'p1'}"),
            kept(6, 21, "passage", "{'direction':'OUT','person':'p1','of':5}")));

    @Test
    void nothingIsFoundInWhatIsWell() {
        assertThat(findings(List.of(), List.of("p2"))).isEmpty();
    }

    @Test
    void aTapWhoseAnswerNobodySawMayHaveItsRecordOrNot() {
        records.add(kept(7, 31, "granted", "{'point':'square-entry','person':'p1'}"));

        assertThat(findings(List.of(), List.of("p2"))).isEmpty();
    }

    @Test
    void aGrantedTapWithoutARecordIsFound() {
        records.subList(4, 6).clear();

        assertThat(findings(List.of(), List.of("p1", "p2"))).anyMatch(said -> said.contains("has lost a tap"));
    }

    @Test
    void aTapWithTwoRecordsIsFound() {
        records.add(kept(7, 20, "exit-read", "{'point':'square-exit','person':'p1'}"));

        assertThat(findings(List.of(), List.of("p2"))).anyMatch(said -> said.contains("2 records of one tap"));
    }

    @Test
    void aGrantThatNobodyTappedForIsFound() {
        records.add(kept(7, 50, "granted", "{'point':'square-entry','person':'p1'}"));

        assertThat(findings(List.of(), List.of("p2"))).anyMatch(said -> said.contains("nobody tapped for"));
    }

    @Test
    void aReadingThatBecameTwoPassagesIsFound() {
        records.add(kept(7, 22, "passage", "{'direction':'OUT','person':'p1','of':5}"));

        assertThat(findings(List.of(), List.of("p2"))).anyMatch(said -> said.contains("second passage"));
    }

    @Test
    void aRecordThatIsMissingOrThereTwiceIsFound() {
        records.add(kept(8, 40, "opened", "{}"));
        records.add(kept(8, 40, "opened", "{}"));

        assertThat(findings(List.of(), List.of("p2")).stream().filter(said -> said.contains("must be")))
                .hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void aGapIsFound() {
        records.add(kept(7, 40, "gap", "{}"));

        assertThat(findings(List.of(), List.of("p2"))).anyMatch(said -> said.contains("tells of a loss"));
    }

    @Test
    void anUnknownBadgeThatWasGrantedIsFound() {
        taps.add(new Tap("office-entry", Optional.empty(), START, START, Optional.of(Tap.GRANTED)));

        assertThat(findings(List.of(), List.of("p2"))).anyMatch(said -> said.contains("unknown badge"));
    }

    @Test
    void aGrantAfterAConfirmedBlockIsFoundUntilSomebodyFreesTheBadge() {
        var block = new Block("p2", "b2", LIST, Optional.of(START.plusSeconds(5)), Optional.empty());

        assertThat(findings(List.of(block), List.of("p2")))
                .anyMatch(said -> said.contains("was granted though"))
                .anyMatch(said -> said.contains("the log has a grant after"));
        assertThat(findings(List.of(block.freed(START.plusSeconds(8))), List.of("p2")))
                .isEmpty();
        assertThat(findings(List.of(block.confirmed(START.plusSeconds(15))), List.of("p2")))
                .isEmpty();
    }

    @Test
    void aConfirmedBlockThatTheControllerLostIsFound() {
        var block = new Block("p9", "b9", Revision.parse("1.8"), Optional.of(START), Optional.of(START));

        assertThat(findings(List.of(block), List.of("p2")))
                .anyMatch(said -> said.contains("confirmed a block and lost"));
    }

    @Test
    void presenceThatTheLogDoesNotGiveIsFound() {
        assertThat(findings(List.of(), List.of("p1", "p2"))).anyMatch(said -> said.startsWith("presence is"));
        assertThat(findings(List.of(), List.of("p2", "p2"))).anyMatch(said -> said.startsWith("presence is"));
    }

    @Test
    void aLogThatDiffersFromTheJournalIsFound() {
        List<Kept> log = new ArrayList<>(records.subList(0, 5));
        log.add(Kept.of(6, "j1", 6, "closed", START.toEpochMilli(), "other", "{}"));

        assertThat(Checker.ofAll(
                        List.of(),
                        List.of(),
                        new OfController(records, 6, LIST, List.of()),
                        new OfService(log, List.of(), Map.of(), List.of())))
                .anyMatch(said -> said.contains("has not what the controller keeps"));
    }

    @Test
    void aBlockThatTheServiceForgotIsFound() {
        var disk = new OfService(records, List.of("p2"), Map.of("b1", false), List.of());

        assertThat(Checker.ofService(Map.of("b1", true), 6, disk))
                .anyMatch(said -> said.contains("said to be blocked"));
    }

    @Test
    void anAcknowledgedRecordThatTheServiceLostIsFound() {
        var disk = new OfService(records, List.of("p2"), Map.of(), List.of());

        assertThat(Checker.ofService(Map.of(), 6, disk)).isEmpty();
        assertThat(Checker.ofService(Map.of(), 7, disk))
                .anyMatch(said -> said.contains("acknowledged records and lost"));
    }

    @Test
    void whatSqliteSaysOfAFileIsFound() {
        assertThat(Checker.ofController(
                        taps, List.of(), new OfController(records, 6, LIST, List.of("journal.db: torn"))))
                .anyMatch(said -> said.contains("damaged"));
    }

    private List<String> findings(List<Block> blocks, List<String> present) {
        var controller = new OfController(records, 6, LIST, List.of());
        var service = new OfService(records, present, Map.of(), List.of());
        var all = new ArrayList<>(Checker.ofController(taps, blocks, controller));
        all.addAll(Checker.ofService(Map.of(), controller.acknowledged(), service));
        all.addAll(Checker.ofAll(taps, blocks, controller, service));
        return all;
    }

    private static Tap tap(int second, String person, String point, String answer) {
        Instant from = START.plusSeconds(second);
        return new Tap(point, Optional.of(person), from, from.plusMillis(50), Optional.of(answer));
    }

    private static Kept kept(long sequence, int second, String kind, String body) {
        long at = START.plusSeconds(second).toEpochMilli();
        return Kept.of(sequence, "j1", sequence, kind, at, "hash-" + sequence, body.replace('\'', '"'));
    }
}
