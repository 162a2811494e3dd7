package knutpunkt.controller.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import knutpunkt.access.ClockTrust;
import knutpunkt.wire.BootId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.record.Event;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever happens to clocks, power and acknowledgements, nothing is forgotten that was not acknowledged and then kept for
 * seven days of real time; and after enough of it everything acknowledged is.
 */
class KeepingTest {
    private static final List<ClockTrust> CLOCKS = List.of(ClockTrust.values());

    private static final Event EVENT = new Event.Held(new DoorId("front"));
    private static final Duration WEEK = Duration.ofDays(7);

    @TempDir
    Path folder;

    private final AtomicLong uptime = new AtomicLong();
    private final Map<Long, Duration> acknowledgedAt = new HashMap<>();
    private Duration real = Duration.ZERO;
    private Instant wall = Instant.parse("2026-06-15T10:00:00Z");
    private ClockTrust clock = ClockTrust.TRUSTED;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void nothingIsForgottenThatWasNotAcknowledgedAndKeptForSevenDays(long seed) {
        var random = new Random(seed);
        Journal journal = open(random);
        for (int step = 0; step < 120; step++) {
            journal = change(journal, random);
            long forgotten = journal.first() - 1;
            for (long each = 1; each <= forgotten; each++) {
                assertThat(acknowledgedAt)
                        .as("seed %d, step %d: record %d is forgotten", seed, step, each)
                        .containsKey(each);
                assertThat(real.minus(acknowledgedAt.get(each)))
                        .as("seed %d, step %d: record %d was kept", seed, step, each)
                        .isGreaterThanOrEqualTo(WEEK);
            }
        }
        journal.acknowledged(journal.head().sequence());
        journal.lookAfter();
        pass(Duration.ofHours(1));
        journal.lookAfter();
        pass(WEEK);
        for (int i = 0; i < 10; i++) {
            journal.lookAfter();
        }
        assertThat(journal.first()).as("seed %d", seed).isEqualTo(journal.head().sequence() + 1);
        journal.close();
    }

    private Journal open(Random random) {
        return SqliteJournal.open(
                folder.resolve("journal.db"), new BootId("boot-1"), () -> wall, () -> clock, uptime::get, random);
    }

    private Journal change(Journal journal, Random random) {
        switch (random.nextInt(8)) {
            case 0, 1 -> journal.append(EVENT);
            case 2 -> acknowledge(journal, random);
            case 3 -> lose(journal, random);
            case 4 -> {
                wall = wall.plus(Duration.ofDays(random.nextInt(-400, 400)));
                clock = CLOCKS.get(random.nextInt(CLOCKS.size()));
            }
            case 5 -> {
                journal.close();
                uptime.set(0);
                real = real.plus(Duration.ofDays(random.nextInt(9)));
                return open(random);
            }
            default -> {
                pass(Duration.ofMinutes(random.nextInt(5_000)));
                journal.lookAfter();
            }
        }
        return journal;
    }

    private void acknowledge(Journal journal, Random random) {
        long upTo = random.nextLong(journal.acknowledged(), journal.head().sequence() + 1);
        journal.acknowledged(upTo);
        for (long each = 1; each <= upTo; each++) {
            acknowledgedAt.putIfAbsent(each, real);
        }
    }

    /** The service is restored from a backup that lacks some. */
    private void lose(Journal journal, Random random) {
        if (journal.first() <= journal.head().sequence()) {
            long from = random.nextLong(journal.first(), journal.head().sequence() + 1);
            journal.lostByService(from);
            acknowledgedAt.keySet().removeIf(each -> each >= from);
        }
    }

    private void pass(Duration duration) {
        real = real.plus(duration);
        wall = wall.plus(duration);
        uptime.addAndGet(duration.toNanos());
    }
}
