package knutpunkt.controller.list;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import knutpunkt.controller.journal.SimulatedDisk;

/** A machine whose time tests move: what outlives a reboot is its disk and, if it has a battery, its wall clock. */
final class Times {
    final SimulatedDisk disk = new SimulatedDisk(new Random(1));
    Instant wall = Instant.parse("2026-06-15T10:00:00Z");
    long uptimeNanos;
    boolean synchronised = true;
    ClockKeeper clock;
    LeaseKeeper lease;

    Times() {
        boot();
    }

    /** A process that starts with what the disk holds. */
    void boot() {
        uptimeNanos = 0;
        disk.powerCut();
        var file = new SimulatedListFile(disk);
        clock = new ClockKeeper(file, () -> synchronised, () -> wall, () -> uptimeNanos);
        lease = new LeaseKeeper(file, LeaseTimes.DEFAULTS, clock, () -> uptimeNanos);
        keep();
    }

    void keep() {
        clock.keep(false);
        lease.keep(false);
    }

    void stop() {
        clock.keep(true);
        lease.keep(true);
    }

    /** Time passes while the process runs, and what is due is written down. */
    void run(Duration duration) {
        for (Duration left = duration; left.isPositive(); left = left.minusMinutes(1)) {
            wall = wall.plusSeconds(60);
            uptimeNanos += 60_000_000_000L;
            keep();
        }
    }

    /** Time passes while the machine is off. */
    void off(Duration duration) {
        wall = wall.plus(duration);
    }
}
