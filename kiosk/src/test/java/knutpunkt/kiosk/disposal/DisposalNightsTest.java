package knutpunkt.kiosk.disposal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import knutpunkt.kiosk.clock.KeptTurns;
import knutpunkt.kiosk.log.Records;
import knutpunkt.wire.message.EventBatch;
import knutpunkt.wire.record.Content;
import org.junit.jupiter.api.Test;

/** When it is done, and that nothing of it is left on the disk. */
final class DisposalNightsTest extends DisposalFixture {
    /** Which of these are somewhere in the database's files, its log included. */
    private List<String> onDisk(List<String> texts) throws IOException {
        var bytes = new StringBuilder();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                bytes.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return texts.stream().filter(text -> bytes.indexOf(text) >= 0).toList();
    }

    @Test
    void whatIsForgottenIsNowhereOnTheDisk() throws IOException {
        var random = new Random(11);
        var persons = random.ints(40)
                .mapToObj(each -> "p-" + Integer.toHexString(each))
                .toList();
        for (int i = 0; i < 1_500; i++) {
            journal.add(daysAgo(15).plusSeconds(i), read(persons.get(random.nextInt(persons.size()))));
        }
        log.arriveAt(daysAgo(15).plusSeconds(4_000));
        for (EventBatch batch : journal.batches(100)) {
            log.commit(journal.controller(), batch);
        }
        List<String> secrets = new ArrayList<>(persons);
        for (int i = 1; i <= journal.size(); i += 50) {
            secrets.add(((Content.Kept) journal.at(i).content()).salt());
        }
        assertThat(onDisk(secrets)).isEqualTo(secrets);

        disposal().forgetOld();

        assertThat(onDisk(secrets)).isEmpty();
        assertThat(onDisk(List.of(journal.at(1).hash().hex()))).hasSize(1);
    }

    @Test
    void tracesThatAReaderKeepsAreRemovedAtTheNextLook() throws IOException {
        happens(daysAgo(15), read("p-unforgettable"));
        Disposal disposal = disposal();
        disposal.look();
        now = NOW.plus(Duration.ofHours(12));

        log.database().read(transaction -> {
            Records.after(transaction, 0, 1);
            disposal.look();
            return 0;
        });
        assertThat(kept()).isEmpty();
        assertThat(onDisk(List.of("p-unforgettable"))).hasSize(1);
        disposal.look();

        assertThat(onDisk(List.of("p-unforgettable"))).isEmpty();
    }

    @Test
    void tracesOfARunThatWasCutOffAreRemovedByTheNext() throws IOException {
        happens(daysAgo(15), read("p-unforgettable"));
        log.database().read(transaction -> {
            Records.after(transaction, 0, 1);
            return disposal().forgetOld();
        });
        assertThat(onDisk(List.of("p-unforgettable"))).hasSize(1);

        disposal().look();

        assertThat(onDisk(List.of("p-unforgettable"))).isEmpty();
    }

    @Test
    void itIsDoneOnceEveryNightAndNotBeforeTheFirst() {
        happens(daysAgo(15), read("p-1"));
        Disposal disposal = disposal();

        disposal.look();
        now = Instant.parse("2026-11-24T02:59:59Z");
        disposal.look();
        assertThat(kept()).containsExactly(1L);
        now = Instant.parse("2026-11-24T03:00:00Z");
        disposal.look();
        assertThat(kept()).isEmpty();

        happens(daysAgo(14.1), read("p-2"));
        now = Instant.parse("2026-11-25T02:59:59Z");
        disposal().look();
        assertThat(kept()).containsExactly(2L);
        now = Instant.parse("2026-11-26T12:00:00Z");
        disposal().look();
        assertThat(kept()).isEmpty();
    }

    @Test
    void afterDaysThatNobodyLookedItWaitsForOneMoreNightBecauseTheClockMayBeWrong() {
        happens(daysAgo(15), read("p-1"));
        disposal().look();

        now = NOW.plus(Duration.ofDays(400));
        disposal().look();
        assertThat(kept()).containsExactly(1L);
        now = now.plus(Duration.ofDays(1));
        disposal().look();

        assertThat(kept()).isEmpty();
    }

    private void pass(Duration time) {
        now = now.plus(time);
        nanos += time.toNanos();
    }

    @Test
    void aClockThatIsAheadAtTheStartNeitherForgetsNorPutsItOff() throws InterruptedException {
        happens(daysAgo(15), read("p-1"));
        disposal().look();
        var turns = new KeptTurns();
        now = NOW.plus(Duration.ofDays(40));
        Disposal disposal = disposal().start(turns);

        for (int minute = 0; minute < 2; minute++) {
            turns.take();
            pass(Duration.ofMinutes(1));
        }
        now = NOW.plus(Duration.ofHours(12));
        for (int minute = 0; minute < 3; minute++) {
            turns.take();
            assertThat(kept()).as("minute %d", minute).containsExactly(1L);
            pass(Duration.ofMinutes(1));
        }
        turns.take();

        assertThat(kept()).isEmpty();
        disposal.close();
    }

    @Test
    void aNightThatLiesFarAheadIsNotWaitedForButAWeekIs() {
        happens(daysAgo(15), read("p-1"));
        now = NOW.plus(Duration.ofDays(400));
        disposal().look();

        now = NOW;
        disposal().look();
        now = NOW.plus(Duration.ofDays(7));
        disposal().look();
        assertThat(kept()).as("the site may have been restored by that clock").containsExactly(1L);
        now = NOW.plus(Duration.ofDays(8));
        disposal().look();

        assertThat(kept()).isEmpty();
    }

    @Test
    void aClockThatIsSetBackALittleAfterARestoreChangesNothingOfTheWeek() {
        happens(daysAgo(15), read("p-1"));
        log.database().write(transaction -> {
            Disposal.rest(transaction, NOW.plusSeconds(50));
            return 0;
        });

        disposal().look();
        assertThat(log.database().read(Nights::last))
                .contains(NOW.plusSeconds(50).plus(Duration.ofDays(7)));
        now = NOW.plus(Duration.ofDays(7));
        disposal().look();
        assertThat(kept()).containsExactly(1L);
        now = NOW.plus(Duration.ofDays(8));
        disposal().look();

        assertThat(kept()).isEmpty();
    }

    @Test
    void aServiceThatEndsLeavesTheRestForTheNextTime() {
        for (int i = 0; i < 600; i++) {
            journal.add(daysAgo(15).plusSeconds(i), read("p-1"));
        }
        log.arriveAt(daysAgo(15).plusSeconds(700));
        log.commit(journal.controller(), journal.batches(EventBatch.RECORDS_MAX));
        disposal().look();
        now = NOW.plus(Duration.ofHours(12));
        var ending = new Disposal[1];
        ending[0] = disposal(DECIDED, (transaction, going) -> ending[0].close());

        ending[0].look();
        assertThat(kept()).hasSize(100);
        disposal().look();

        assertThat(kept()).isEmpty();
    }
}
