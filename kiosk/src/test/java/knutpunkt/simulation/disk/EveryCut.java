package knutpunkt.simulation.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Tells a story on a disk again and again, each time with the power cut before one operation later, until it comes to its
 * end uncut. The seed of what a cut leaves is the operation's number, so a failure names all that is needed to see it again.
 *
 * @param <T> what the story is told was kept, and what must be there afterwards
 */
final class EveryCut<T> {
    /** A story that is longer than this is not one to be cut everywhere. */
    private static final int CUTS_MAX = 5_000;

    private final Predicate<Operation> where;
    private final long salt;

    private EveryCut(Predicate<Operation> where, long salt) {
        this.where = where;
        this.salt = salt;
    }

    /** Before every operation. */
    static <T> EveryCut<T> seeded(long salt) {
        return new EveryCut<>(_ -> true, salt);
    }

    /** Before every operation that changes the disk. */
    static <T> EveryCut<T> ofChanges(long salt) {
        return new EveryCut<>(Operation::isChange, salt);
    }

    /** What is done on the disk; whatever fails with the power is caught. */
    interface Story<T> {
        void tell(SimulatedDisk disk, List<T> kept);
    }

    /** What must be so when the disk is on again. */
    interface Ending<T> {
        void check(SimulatedDisk disk, List<T> kept);
    }

    /** Answers how often the power was cut. */
    int tell(Story<T> story, Ending<T> ending) {
        for (int cut = 0; cut < CUTS_MAX; cut++) {
            if (!isCut(cut, story, ending)) {
                return cut;
            }
        }
        throw new IllegalStateException("the story has more than [" + CUTS_MAX + "] operations");
    }

    private boolean isCut(int at, Story<T> story, Ending<T> ending) {
        var kept = new ArrayList<T>();
        var operations = new AtomicInteger();
        var random = new Random(salt * CUTS_MAX + at);
        try (var disk = SimulatedDisk.make(salt);
                var _ = Quiet.logs()) {
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
            disk.cut(random);
            disk.start();
            disk.beforeEach(_ -> {});
            try {
                ending.check(disk, List.copyOf(kept));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("after a cut before operation " + at + " with salt " + salt, e);
            }
            return isCut;
        }
    }

    /** For a disk that deceives: in how many of the cuts the ending was not as it must be. */
    int countLosses(Story<T> story, Ending<T> ending) {
        var losses = new AtomicInteger();
        int cuts = tell(story, (disk, kept) -> {
            try {
                ending.check(disk, kept);
            } catch (AssertionError | RuntimeException _) {
                losses.incrementAndGet();
            }
        });
        assertThat(cuts).isPositive();
        return losses.get();
    }
}
