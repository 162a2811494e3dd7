package knutpunkt.crash;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/**
 * The power of some disks and of all processes on them goes at one moment: no operation that had not ended by then is
 * answered any more, and no process lives to see it fail.
 */
final class PowerCut {
    private static final long DEATH_SECONDS = 20;

    private PowerCut() {}

    /**
     * Cuts the power and gives it back to the disks. The processes are dead when this returns; starting others is up to the
     * caller.
     *
     * @param random what of the un-synced is kept depends on it
     */
    static void cut(List<LossyMount> disks, List<ProcessHandle> processes, RandomGenerator random)
            throws InterruptedException {
        disks.forEach(LossyMount::powerOff);
        processes.forEach(ProcessHandle::destroyForcibly);
        // Who waits in an operation dies only when that is given up; it never runs again to see it.
        disks.forEach(LossyMount::unmount);
        for (ProcessHandle process : processes) {
            awaitDeath(process);
        }
        disks.forEach(disk -> disk.powerOn(random));
    }

    private static void awaitDeath(ProcessHandle process) throws InterruptedException {
        try {
            ProcessHandle _ = process.onExit().get(DEATH_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("process [" + process.pid() + "] was killed and must be dead by now", e);
        }
    }
}
