package knutpunkt.controller.journal;

import static knutpunkt.controller.journal.Chains.assertChained;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import knutpunkt.controller.journal.SimulatedDisk.PowerCut;
import knutpunkt.wire.Hash;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.record.JournalRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SimulatedDiskJournalTest extends JournalContract {
    private final Random random = new Random(20260615);
    private SimulatedDisk disk = new SimulatedDisk(random);

    @Override
    Journal openDisk() {
        return SimulatedDiskJournal.open(disk, BOOT, () -> wall, () -> clock, this::nanos, random);
    }

    @Override
    void kill() {
        disk.powerCut();
    }

    @Override
    void damage() {
        disk.damage("journal");
    }

    @Override
    void lose() {
        disk.delete("journal");
    }

    @Override
    void fillDisk() {
        disk.holdAtMost(disk.size() + 2_000);
    }

    @Override
    void emptyDisk() {
        disk.holdAtMost(Long.MAX_VALUE);
    }

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    /** The power is cut at the first operation, then at the second, and so on, until the story is told to its end. */
    @ParameterizedTest
    @MethodSource("seeds")
    void aPowerCutBetweenAnyTwoOperationsLosesNothingThatWasAppended(long seed) {
        boolean toldToTheEnd = false;
        for (int operations = 0; !toldToTheEnd; operations++) {
            disk = new SimulatedDisk(new Random(seed * 1_000 + operations));
            List<JournalRecord> appended = new ArrayList<>();
            disk.cutPowerAfter(operations);
            try {
                tell(new Random(seed), appended);
                toldToTheEnd = true;
            } catch (PowerCut _) {
                // That is the point.
            }
            disk.powerCut();

            Journal again = openDisk();

            var kept = again.after(0, 1_000);
            assertThat(kept).as("seed %d, %d operations", seed, operations).containsAll(appended);
            assertThat(kept.size())
                    .as("seed %d, %d operations", seed, operations)
                    .isLessThanOrEqualTo(appended.size() + 3);
            assertChained(Hash.ZERO, kept);
        }
    }

    private void tell(Random story, List<JournalRecord> appended) {
        Journal journal = openDisk();
        for (int i = 0; i < 12; i++) {
            List<Event> batch = new ArrayList<>();
            for (int each = story.nextInt(3); each >= 0; each--) {
                batch.add(new Event.Held(DOOR));
            }
            appended.addAll(journal.append(batch));
            if (story.nextInt(3) == 0) {
                journal.acknowledged(journal.head().sequence());
            }
            if (story.nextInt(5) == 0) {
                journal.close();
                journal = openDisk();
            }
        }
        journal.close();
    }
}
