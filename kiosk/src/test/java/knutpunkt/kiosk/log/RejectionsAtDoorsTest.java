package knutpunkt.kiosk.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import knutpunkt.wire.record.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RejectionsAtDoorsTest {
    private static final Instant AT = Instant.parse("2026-11-22T11:00:00Z");

    @TempDir
    Path folder;

    private final FakeJournal journal = new FakeJournal("c1", "j1");
    private SiteLog log;

    @BeforeEach
    void open() {
        log = new SiteLog(folder, _ -> List.of(new RejectionsAtDoors()));
        log.enrol("c1");
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void aForgedListIsAnAlarmOfItsController() {
        recorded("access/update", "WRONG_SIGNATURE");

        Alarms.Alarm alarm = raised().getFirst();
        assertThat(alarm.kind()).isEqualTo(Alarms.Kind.MESSAGES_REJECTED);
        assertThat(alarm.controller()).isEqualTo(journal.controller());
        assertThat(alarm.detail()).contains("WRONG_SIGNATURE on [access/update]");
    }

    @Test
    void anAnswerThatCameTooLateIsNone() {
        recorded("lease", "REPLAYED");
        recorded("access/update", "NOT_HANDLED");

        assertThat(raised()).isEmpty();
    }

    @Test
    void aCommandThatCameAgainIsOne() {
        recorded("commands", "REPLAYED");

        assertThat(raised()).hasSize(1);
    }

    private void recorded(String channel, String reason) {
        journal.add(AT, new Event.MessageRejected(channel, reason));
        Outcome _ = log.commit(journal.controller(), journal.batch(journal.size(), journal.size()));
    }

    private List<Alarms.Alarm> raised() {
        return log.database().read(Alarms::list);
    }
}
