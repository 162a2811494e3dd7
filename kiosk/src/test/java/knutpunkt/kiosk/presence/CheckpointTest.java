package knutpunkt.kiosk.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import knutpunkt.kiosk.log.Records;
import knutpunkt.kiosk.log.SiteLog;
import knutpunkt.wire.record.Direction;
import knutpunkt.wire.record.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of presence when the log forgets; {@link ReplayTest} tries it at random. */
final class CheckpointTest {
    @TempDir
    Path folder;

    private Told told;

    @BeforeEach
    void open() {
        told = new Told(folder).at("2026-11-22T12:00:00Z");
    }

    @AfterEach
    void close() {
        told.close();
    }

    private void forget(List<Records.Logged> going) {
        told.log.database().write(transaction -> {
            SiteLog.forget(transaction, told.presence, going);
            return 0;
        });
    }

    private String began() {
        return told.log
                .database()
                .<Instant>read(transaction -> transaction
                        .one("SELECT counted_at FROM stay", row -> row.time("counted_at"))
                        .orElseThrow())
                .toString();
    }

    @Test
    void whoIsStillOnSiteIsSoAfterTheLogHasForgottenHowTheyCame() {
        told.pass("p-1", Direction.IN, "2026-11-22T08:00:00Z");
        forget(told.records());

        told.presence.rebuild();

        assertThat(told.wall()).isEqualTo(1);
        assertThat(told.rows("movement")).isZero();
        assertThat(began()).isEqualTo("2026-11-22T08:00:00Z");
        told.pass("p-1", Direction.OUT, "2026-11-22T11:00:00Z");
        assertThat(told.wall()).isZero();
    }

    @Test
    void whoWasNotOnSiteThenLeavesNoTrace() {
        told.pass("p-1", Direction.IN, "2026-11-22T08:00:00Z").pass("p-1", Direction.OUT, "2026-11-22T09:00:00Z");
        told.pass("p-2", Direction.OUT, "2026-11-22T09:00:00Z");

        forget(told.records());

        assertThat(told.rows("movement")).isZero();
        assertThat(told.rows("stay")).isZero();
        assertThat(told.rows("carried_stay")).isZero();
    }

    @Test
    void whoWasCheckedOutADayBeforeLeavesNoTraceEither() {
        told.pass("p-1", Direction.IN, "2026-11-20T08:00:00Z");
        var night = Instant.parse("2026-11-21T04:00:00Z");
        told.log
                .database()
                .write(transaction -> told.own.append(
                        transaction, List.of(new Event.CheckedOut(LocalDate.parse("2026-11-21"), night, night))));
        told.pass("p-2", Direction.IN, "2026-11-22T04:00:00Z");

        forget(told.records());

        assertThat(told.evacuated()).containsExactly("p-2");
        assertThat(told.rows("carried_stay")).isEqualTo(1);
    }

    @Test
    void whatComesTooLateToBeRememberedMovesNobody() {
        told.pass("p-1", Direction.OUT, "2026-11-22T09:00:00Z");
        forget(told.records());

        told.pass("p-1", Direction.IN, "2026-11-22T08:00:00Z");

        assertThat(told.wall()).isZero();
        told.presence.rebuild();
        assertThat(told.wall()).isZero();
    }

    @Test
    void aPassageFromTheFutureIsForgottenWithoutTakingAnythingElseWithIt() {
        told.pass("p-1", Direction.IN, "2027-11-22T08:00:00Z").pass("p-2", Direction.IN, "2026-11-22T08:00:00Z");

        forget(told.records().subList(0, 1));

        assertThat(told.evacuated()).containsExactly("p-2");
        told.presence.rebuild();
        assertThat(told.evacuated()).containsExactly("p-2");
        told.pass("p-3", Direction.IN, "2026-11-22T07:00:00Z");
        assertThat(told.evacuated()).containsExactly("p-2", "p-3");
    }
}
