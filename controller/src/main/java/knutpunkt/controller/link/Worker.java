package knutpunkt.controller.link;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that does jobs in the order they were offered, and between them, at least every so often, looks after what
 * is due. A job that fails is left; the next one is done all the same.
 */
final class Worker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final Duration CLOSE_WAIT_MAX = Duration.ofSeconds(12); // longer than one send can block

    private final String name;
    private final BlockingQueue<Runnable> jobs;
    private final Duration every;
    private final Thread thread;
    private volatile boolean closing;
    private Runnable due = () -> {}; // set before the thread starts
    private boolean failing; // only the worker's thread touches it

    /**
     * A worker that is yet to be started.
     *
     * @param thread virtual, unless what it does holds its carrier for long
     * @param jobsMax how many may wait
     * @param every how long it may sleep between two looks at what is due
     */
    Worker(Thread.Builder thread, String name, int jobsMax, Duration every) {
        this.name = name;
        this.jobs = new ArrayBlockingQueue<>(jobsMax);
        this.every = every;
        this.thread = thread.name("link " + name).unstarted(this::run);
    }

    /** Starts the thread; {@code lookAfter} is what it does between jobs. */
    void start(Runnable lookAfter) {
        due = lookAfter;
        thread.start();
    }

    /** Never waits. False when too much waits already, or the worker is stopping: then the job is not done. */
    boolean offer(Runnable job) {
        return !closing && jobs.offer(job);
    }

    /** Finishes the job at hand and ends; what waits is left. Not from within a job. */
    @Override
    public void close() {
        closing = true;
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        boolean _ = jobs.offer(() -> {}); // wakes it; a full queue has it awake
        try {
            if (!thread.join(CLOSE_WAIT_MAX)) {
                LOG.warn("link {}: still busy at the stop", name);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closing) {
                Runnable job = jobs.poll(every.toNanos(), TimeUnit.NANOSECONDS);
                if (job != null && !closing) {
                    guarded(job);
                }
                if (!closing) {
                    guarded(due);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
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
