package knutpunkt.kiosk.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.By;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.web.Problem;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.record.Correction;
import knutpunkt.wire.record.CorrectionReason;
import knutpunkt.wire.record.Direction;
import knutpunkt.wire.record.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CorrectionsTest {
    private static final By ADMIN = new By("a-1");
    private static final PersonId ANNA = new PersonId("p-anna");
    private static final PartnerId POLICE = new PartnerId("o-police");

    @TempDir
    Path folder;

    private Told told;
    private Corrections corrections;

    @BeforeEach
    void open() {
        told = new Told(folder).at("2026-11-22T12:00:00Z");
        corrections = new Corrections(told.log.database(), told.own, told.onSite, new Audit(told.clock), told.clock);
    }

    @AfterEach
    void close() {
        told.close();
    }

    private void correct(Correction correction, String at) {
        corrections.correct(ADMIN, ANNA, POLICE, correction, Instant.parse(at), CorrectionReason.SEEN, "at");
    }

    private List<Audit.Line> audited() {
        return told.log
                .database()
                .read(transaction -> Audit.before(transaction, Optional.of(POLICE), Long.MAX_VALUE, 10));
    }

    @Test
    void whoIsSaidToHaveLeftIsOffTheWallAndTheEvacuationListAndTheLogSaysWhoSaidSo() {
        told.pass("p-anna", Direction.IN, "2026-11-22T08:00:00Z");

        correct(Correction.LEFT, "2026-11-22T11:30:00Z");

        assertThat(told.wall()).isZero();
        assertThat(told.evacuated()).isEmpty();
        assertThat(told.records().getLast().event())
                .contains(new Event.PresenceCorrected(
                        ANNA, Correction.LEFT, Instant.parse("2026-11-22T11:30:00Z"), "a-1", CorrectionReason.SEEN));
        assertThat(audited()).singleElement().satisfies(line -> {
            assertThat(line.deed()).isEqualTo(Deed.PRESENCE_CORRECTED);
            assertThat(line.by()).isEqualTo(ADMIN);
            assertThat(line.after().toString()).isEqualTo("{presence=left, reason=seen}");
        });
    }

    @Test
    void whoIsSaidToBeHereIsLikelyHereBecauseSomebodySaidSo() {
        correct(Correction.HERE, "2026-11-22T11:30:00Z");

        assertThat(told.wall()).isEqualTo(1);
        assertThat(told.log.database().<Optional<OnSite.Somebody>>read(t -> told.onSite.find(t, ANNA)))
                .hasValueSatisfying(one -> {
                    assertThat(one.basis()).isEqualTo(Basis.SAID);
                    assertThat(one.isUncertain()).isFalse();
                });
    }

    @Test
    void whatADoorTellsLaterOverridesIt() {
        correct(Correction.HERE, "2026-11-22T11:30:00Z");

        told.pass("p-anna", Direction.OUT, "2026-11-22T11:45:00Z");

        assertThat(told.wall()).isZero();
    }

    @Test
    void whatADoorHasToldOfALaterTimeIsNotTalkedAway() {
        told.pass("p-anna", Direction.IN, "2026-11-22T08:00:00Z");
        int records = told.records().size();

        assertThatThrownBy(() -> correct(Correction.LEFT, "2026-11-22T07:00:00Z"))
                .isInstanceOf(Problem.class);

        assertThat(told.records()).hasSize(records);
        assertThat(told.wall()).isEqualTo(1);
        assertThat(audited()).isEmpty();
    }

    @Test
    void neitherTheFutureNorLongAgoIsCorrected() {
        assertThatThrownBy(() -> correct(Correction.HERE, "2026-11-22T12:00:00.001Z"))
                .isInstanceOf(Problem.class);
        assertThatThrownBy(() -> correct(Correction.HERE, "2026-11-15T11:59:59Z"))
                .isInstanceOf(Problem.class);
        assertThat(told.records()).isEmpty();
    }

    @Test
    void afterTooLongWithoutASignSomebodyIsDoubtedAndStaysOnTheWall() {
        told.pass("p-anna", Direction.IN, "2026-11-22T08:00:00Z");
        told.at("2026-11-22T21:59:59Z");
        assertThat(told.log.database().<OnSite.Doubts>read(t -> told.onSite.doubts(t, Optional.empty())))
                .isEqualTo(new OnSite.Doubts(0, 0));

        told.at("2026-11-22T22:00:00Z");

        assertThat(told.log.database().<OnSite.Doubts>read(t -> told.onSite.doubts(t, Optional.empty())))
                .isEqualTo(new OnSite.Doubts(1, 0));
        assertThat(told.log.database().<List<OnSite.Somebody>>read(told.onSite::evacuation))
                .singleElement()
                .satisfies(one -> assertThat(one.isUncertain()).isTrue());
        assertThat(told.wall()).isEqualTo(1);
    }
}
