package knutpunkt.kiosk.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.record.Event;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LogProofTest {
    private static final JournalId J1 = new JournalId("j1");
    private static final JournalId J2 = new JournalId("j2");

    @TempDir
    static Path folder;

    /** One for all: what a test does to it is undone. */
    private static SignedLog site;

    @BeforeAll
    static void open() {
        site = new SignedLog(folder);
    }

    @AfterAll
    static void close() {
        site.close();
    }

    private static LogProof.Result after(String... changes) {
        return site.proofAfter(transaction -> List.of(changes).forEach(sql -> transaction.update(sql)));
    }

    private static Optional<LogProof.Bad> bad(LogProof.Result result, JournalId journal) {
        return result.journals().stream()
                .filter(proved -> proved.head().journal().equals(journal))
                .findFirst()
                .flatMap(LogProof.Proved::bad);
    }

    @Test
    void aWholeLogIsProvedJournalByJournalAndTheServicesOwnLast() {
        LogProof.Result result = after();

        assertThat(result.isWhole()).isTrue();
        assertThat(result.records()).isEqualTo(20);
        assertThat(result.journals()).extracting(LogProof.Proved::bad).containsOnly(Optional.empty());
        assertThat(result.journals().subList(0, 2))
                .extracting(LogProof.Proved::head)
                .containsExactly(site.first.head(), site.second.head());
        assertThat(result.journals().getLast().controller()).isEqualTo(SiteJournal.SELF);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', textBlock = """
            UPDATE record SET body = replace(body, 'p-', 'q-') WHERE journal = 'j1' AND sequence = 3 # 3 # not the one that was signed
            UPDATE record SET at = at + 1 WHERE journal = 'j1' AND sequence = 1 # 1 # not the one that was signed
            UPDATE record SET kind = 'opened' WHERE journal = 'j1' AND sequence = 12 # 12 # not the one that was signed
            UPDATE record SET kind = 'no kind' WHERE journal = 'j1' AND sequence = 5 # 5 # must match
            UPDATE record SET clock = 'LOST' WHERE journal = 'j1' AND sequence = 5 # 5 # not the one that was signed
            UPDATE record SET hash = content_hash WHERE journal = 'j1' AND sequence = 7 # 7 # not the one that was signed
            UPDATE record SET content_hash = hash WHERE journal = 'j1' AND sequence = 7 # 7 # another one
            UPDATE record SET body = NULL WHERE journal = 'j1' AND sequence = 3 # 3 # only a part
            UPDATE record SET salt = NULL, body = NULL WHERE journal = 'j1' AND sequence IN (6, 9) # 6 # no disposal tells of it
            UPDATE record SET controller = 'c2' WHERE journal = 'j1' AND sequence = 2 # 2 # of controller [c2]
            UPDATE record SET sequence = 40 WHERE journal = 'j1' AND sequence = 12 # 12 # is missing
            UPDATE journal SET head = 11 WHERE id = 'j1' # 12 # after the newest record
            UPDATE journal SET head = 13 WHERE id = 'j1' # 13 # newest records are missing
            UPDATE journal SET head_hash = substr(head_hash, 2) || substr(head_hash, 1, 1) WHERE id = 'j1' # 13 # newest records are missing
            DELETE FROM record WHERE journal = 'j1' AND sequence = 8 # 8 # is missing
            """)
    void whateverIsDoneToARecordIsFoundAndNamed(String sql, long sequence, String fault) {
        LogProof.Result result = after(sql);

        assertThat(bad(result, J1)).hasValueSatisfying(found -> {
            assertThat(found.fault()).contains(fault);
            assertThat(found.sequence()).isEqualTo(sequence);
        });
        assertThat(bad(result, J2)).isEmpty();
        assertThat(result.isWhole()).isFalse();
    }

    @Test
    void aJournalThatIsTakenAwayWholeLeavesAHoleInTheNumbering() {
        assertThat(after("DELETE FROM record WHERE journal = 'j2'", "DELETE FROM journal WHERE id = 'j2'")
                        .fault())
                .contains("number [13] of the site's log is missing");
    }

    @Test
    void recordsThatWereNumberedAnewAreFoundToo() {
        assertThat(after("UPDATE record SET id = 100 WHERE id = 1").fault())
                .contains("number [1] of the site's log is missing");
    }

    @Test
    void whatADisposalTellsOfIsForgottenByRule() {
        LogProof.Result result = site.proofAfter(transaction -> {
            site.forget(transaction, J1, 2, 3, 5);
            site.forget(transaction, J1, 6);
            site.forget(transaction, J2, 1);
            site.forget(transaction, site.ownJournal(), 1);
        });

        assertThat(result.isWhole()).isTrue();
        assertThat(result.journals()).extracting(LogProof.Proved::forgotten).containsExactly(4L, 1L, 1L);
    }

    @Test
    void aDisposalThatTellsOfMoreThanWasForgottenIsFound() {
        LogProof.Result result = site.proofAfter(transaction -> {
            site.blank(transaction, J1, 2);
            site.tell(transaction, J1, 2, 3);
        });

        assertThat(bad(result, J1)).map(LogProof.Bad::sequence).contains(3L);
    }

    @Test
    void aDisposalThatTellsOfTheSameTwiceIsFound() {
        LogProof.Result result = site.proofAfter(transaction -> {
            site.forget(transaction, J1, 2);
            site.tell(transaction, J1, 2);
        });

        assertThat(bad(result, J1)).map(LogProof.Bad::sequence).contains(2L);
    }

    @Test
    void aDisposalThatWasItselfForgottenIsFound() {
        LogProof.Result result = site.proofAfter(transaction -> {
            site.forget(transaction, J1, 2);
            site.blank(transaction, site.ownJournal(), 2);
        });

        assertThat(bad(result, site.ownJournal())).map(LogProof.Bad::sequence).contains(2L);
        assertThat(bad(result, J1)).map(LogProof.Bad::sequence).contains(2L);
    }

    @Test
    void aControllersWordForADisposalCountsForNothing() {
        var forging = new FakeJournal("c2", "j3")
                .addRaw(
                        SignedLog.NOW,
                        "disposed",
                        "{\"journal\":\"j1\",\"sequences\":\"2\",\"kinds\":\"exit-read\",\"ground\":\"RETENTION\"}");

        LogProof.Result result = site.proofAfter(transaction -> {
            new BatchCommit(transaction, SignedLog.NOW).add(forging.controller(), forging.all());
            site.blank(transaction, J1, 2);
        });

        assertThat(bad(result, J1))
                .map(LogProof.Bad::fault)
                .contains("its content is gone and no disposal tells of it");
    }

    @Test
    void behindABadRecordOfTheServiceNobodyIsAccused() {
        LogProof.Result result = site.proofAfter(transaction -> {
            site.forget(transaction, J1, 2);
            transaction.update("UPDATE record SET at = at + 1 WHERE controller = 'service' AND sequence = 1");
        });

        assertThat(bad(result, site.ownJournal())).map(LogProof.Bad::sequence).contains(1L);
        assertThat(List.of(bad(result, J1), bad(result, J2))).containsOnly(Optional.empty());
    }

    @Test
    void aJournalOfSeveralPagesIsProvedToItsEnd(@TempDir Path elsewhere) {
        try (var log = new SiteLog(elsewhere, _ -> List.of())) {
            log.enrol("c1");
            var journal = new FakeJournal("c1", "j1");
            for (int i = 0; i < 1_203; i++) {
                journal.add(SignedLog.NOW, new Event.Closed(new DoorId("front")));
            }
            log.commit(journal.controller(), journal.batches(200));
            assertThat(log.proved(J1)).extracting(LogProof.Proved::head).isEqualTo(journal.head());

            log.database().write(transaction -> transaction.update("DELETE FROM record WHERE sequence > 1000"));
            assertThat(log.proved(J1).bad()).hasValue(new LogProof.Bad(1_001, "the newest records are missing"));

            log.database().write(transaction -> transaction.update("DELETE FROM record WHERE sequence = 501"));
            assertThat(log.proved(J1).bad()).hasValue(new LogProof.Bad(501, "the record is missing"));
        }
    }
}
