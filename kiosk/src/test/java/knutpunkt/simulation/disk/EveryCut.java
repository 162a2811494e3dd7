package knutpunkt.simulation.disk;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Tells a story on a disk again and again, each time with the power cut before a later operation, until it comes to its end
 * uncut; and cuts it then. What a cut leaves follows from the salt and the operation's number, so a failure names all that
 * is needed to see it again.
 *
 * @param <T> what the story is told was kept, and what must be there afterwards
 * @param step how many operations later the next cut is
 * @param beginning is told each time before, and never cut
 */
record EveryCut<T>(long salt, Predicate<Operation> where, int step, Story<T> beginning) {
    /** A story that is longer than this is not one to be cut everywhere. */
    private static final int CUTS_MAX = 5_000;

    /** Before every operation. */
    static <T> EveryCut<T> salted(long salt) {
        return new EveryCut<>(salt, _ -> true, 1, (_, _) -> {});
    }

    /** Before those operations only that change the disk. */
    EveryCut<T> ofChanges() {
        return new EveryCut<>(salt, Operation::isChange, step, beginning);
    }

    EveryCut<T> by(int operations) {
        return new EveryCut<>(salt, where, operations, beginning);
    }

    EveryCut<T> after(Story<T> first) {
        return new EveryCut<>(salt, where, step, first);
    }

    /** What is done on the disk; what fails with the power is caught. */
    interface Story<T> {
        void tell(SimulatedDisk disk, List<T> kept);
    }

    /** What must be so when the disk is on again. */
    interface Ending<T> {
        void check(SimulatedDisk disk, List<T> kept);
    }

    /** Answers how often the power was cut within the story. */
    int tell(Story<T> story, Ending<T> ending) {
        for (int cuts = 0; cuts < CUTS_MAX; cuts++) {
            if (!isCut(cuts * step, story, ending)) {
                return cuts;
            }
        }
        throw new IllegalStateException("the story has more than [" + CUTS_MAX + "] operations to be cut before");
    }

    private boolean isCut(int at, Story<T> story, Ending<T> ending) {
        var kept = new ArrayList<T>();
        var operations = new AtomicInteger();
        var random = new Random(salt * CUTS_MAX + at);
        try (var disk = SimulatedDisk.make(salt);
                var _ = Quiet.logs()) {
            beginning.tell(disk, kept);
            disk.beforeEach(operation -> {
                if (where.test(operation) && operations.getAndIncrement() == at) {
                    disk.cut(random);
                }
            });
            try {
                story.tell(disk, kept);
            } catch (RuntimeException e) {
                if (operations.get() <= at) {
                    throw e;
                }
            }
            boolean isCut = operations.get() > at;
            disk.beforeEach(_ -> {});
            disk.cut(random);
            disk.start();
            try {
                ending.check(disk, List.copyOf(kept));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("after a cut before operation " + at + " with salt " + salt, e);
            }
            return isCut;
        }
    }

    /** For a disk that deceives: after how many of the cuts the ending was not as it must be. */
    int countLosses(Story<T> story, Ending<T> ending) {
        var losses = new AtomicInteger();
        tell(story, (disk, kept) -> {
            try {
                ending.check(disk, kept);
            } catch (AssertionError | RuntimeException _) {
                losses.incrementAndGet();
            }
        });
        return losses.get();
    }
}
