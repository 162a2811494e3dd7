package knutpunkt.kiosk.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.record.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChainVerifierTest {
    private static final int RECORDS = 1_203;

    @TempDir
    Path folder;

    private SiteLog log;
    private FakeJournal journal;

    @BeforeEach
    void commit() {
        log = new SiteLog(folder, database -> List.of());
        log.enrol("c1");
        journal = new FakeJournal("c1", "j1");
        for (int i = 0; i < RECORDS; i++) {
            journal.add(Instant.parse("2026-11-22T11:00:00Z"), new Event.Closed(new DoorId("front")));
        }
        log.commit(journal.controller(), journal.batches(200));
    }

    @AfterEach
    void close() {
        log.close();
    }

    private ChainVerifier.Verdict verdictAfter(String sql) {
        log.database().write(t -> t.update(sql));
        return new ChainVerifier(log.database()).verify(journal.id());
    }

    @Test
    void aJournalOfSeveralPagesIsProvedToItsEnd() {
        assertThat(new ChainVerifier(log.database()).verify(journal.id()))
                .isEqualTo(new ChainVerifier.Verdict.Intact(journal.head()));
    }

    @Test
    void aForgottenRecordStillProvesThatNothingIsMissing() {
        assertThat(verdictAfter("UPDATE record SET salt = NULL, body = NULL WHERE sequence = 700"))
                .isEqualTo(new ChainVerifier.Verdict.Intact(journal.head()));
    }

    @Test
    void aChangedBodyIsFound() {
        assertThat(verdictAfter("UPDATE record SET body = '{\"door\":\"back\"}' WHERE sequence = 700"))
                .isEqualTo(new ChainVerifier.Verdict.Broken(700, "the record is not the one that was signed"));
    }

    @Test
    void aChangedHeaderIsFound() {
        assertThat(verdictAfter("UPDATE record SET at = at + 1 WHERE sequence = 1"))
                .isEqualTo(new ChainVerifier.Verdict.Broken(1, "the record is not the one that was signed"));
    }

    @Test
    void aRemovedRecordIsFound() {
        assertThat(verdictAfter("DELETE FROM record WHERE sequence = 501"))
                .isEqualTo(new ChainVerifier.Verdict.Broken(501, "the record is missing"));
    }

    @Test
    void newestRecordsCutOffAreFound() {
        assertThat(verdictAfter("DELETE FROM record WHERE sequence > 1000"))
                .isEqualTo(new ChainVerifier.Verdict.Broken(1_001, "the newest records are missing"));
    }

    @Test
    void aJournalThatIsNotThereIsSaidToBeUnknown() {
        assertThat(new ChainVerifier(log.database()).verify(new JournalId("nowhere")))
                .isEqualTo(new ChainVerifier.Verdict.Unknown());
    }
}
