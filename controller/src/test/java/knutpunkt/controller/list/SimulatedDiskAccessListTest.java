package knutpunkt.controller.list;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import knutpunkt.access.Revision;
import knutpunkt.controller.journal.SimulatedDisk;
import knutpunkt.controller.journal.SimulatedDisk.PowerCut;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SimulatedDiskAccessListTest extends AccessListContract {
    private SimulatedDisk disk = new SimulatedDisk(random);

    @Override
    ListFile openFile() {
        return new SimulatedListFile(disk);
    }

    @Override
    void kill() {
        disk.powerCut();
    }

    @Override
    void damage() {
        disk.damage("list");
    }

    @Override
    void fillDisk() {
        disk.holdAtMost(disk.size() + 5_000);
    }

    @Override
    void emptyDisk() {
        disk.holdAtMost(Long.MAX_VALUE);
    }

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    /** I3: once a controller has confirmed a revision, no power cut brings an older one back. */
    @ParameterizedTest
    @MethodSource("seeds")
    void aPowerCutBetweenAnyTwoOperationsNeverBringsAnOlderListBack(long seed) {
        boolean toldToTheEnd = false;
        for (int operations = 0; !toldToTheEnd; operations++) {
            disk = new SimulatedDisk(new Random(seed * 1_000 + operations));
            disk.cutPowerAfter(operations);
            Revision confirmed = Revision.NONE;
            try {
                var store = open();
                for (int number = 1; number <= 5; number++) {
                    if (store.apply(snapshot(store.want().nonce(), list(number))) instanceof Applied.InForce inForce) {
                        confirmed = inForce.revision();
                    }
                }
                toldToTheEnd = true;
            } catch (PowerCut _) {
                // That is the point.
            }

            var again = reopenedAfterKill();

            assertThat(disk.has("list.broken"))
                    .as("seed %d, %d operations", seed, operations)
                    .isFalse();
            assertThat(again.current().revision())
                    .as("seed %d, %d operations", seed, operations)
                    .isGreaterThanOrEqualTo(confirmed);
        }
    }
}
