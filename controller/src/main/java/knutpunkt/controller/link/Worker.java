package knutpunkt.controller.link;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import knutpunkt.loop.Loop;
import knutpunkt.loop.Loops;
import knutpunkt.loop.Rest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A loop that does jobs in the order they were offered, and between them, at least every so often, looks after what
 * is due. A job that fails is left; the next one is done all the same.
 */
final class Worker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final Duration CLOSE_WAIT_MAX = Duration.ofSeconds(12); // longer than one send can block

    private final String name;
    private final BlockingQueue<Runnable> jobs;
    private final Duration every;
    private final Loop loop;
    private volatile boolean closing;
    private Runnable due = () -> {}; // set before the loop starts
    private boolean failing; // within turns only

    /**
     * A worker that is yet to be started.
     *
     * @param jobsMax how many may wait
     * @param every how long it may sleep between two looks at what is due
     */
    Worker(Loops loops, Loops.Weight weight, String name, int jobsMax, Duration every) {
        this.name = name;
        this.jobs = new ArrayBlockingQueue<>(jobsMax);
        this.every = every;
        this.loop = loops.loop("link " + name, weight, this::turn);
    }

    /** Starts the loop; {@code lookAfter} is what it does between jobs. */
    void start(Runnable lookAfter) {
        due = lookAfter;
        loop.start();
    }

    /** Never waits. False when too much waits already, or the worker is stopping: then the job is not done. */
    boolean offer(Runnable job) {
        boolean taken = !closing && jobs.offer(job);
        if (taken) {
            loop.wake();
        }
        return taken;
    }

    /** Finishes the job at hand and ends; what waits is left. Not from within a job. */
    @Override
    public void close() {
        closing = true;
        loop.end();
        try {
            if (!loop.awaitEnd(CLOSE_WAIT_MAX)) {
                LOG.warn("link {}: still busy at the stop", name);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Rest turn() {
        Runnable job = jobs.poll();
        if (job != null) {
            guarded(job);
        }
        if (!closing) {
            guarded(due);
        }
        return jobs.isEmpty() ? Rest.upTo(every) : Rest.NONE;
    }

    /** The loop's one outermost catch. The first failure of a row is told. */
    private void guarded(Runnable job) {
        try {
            job.run();
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                LOG.error("link {}: a job failed and was left", name, e);
            }
            failing = true;
        }
    }
}
