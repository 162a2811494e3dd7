package knutpunkt.simulation;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import knutpunkt.controller.journal.JournalUnavailable;
import knutpunkt.controller.list.ListUnavailable;
import knutpunkt.kiosk.database.DatabaseUnusable;
import knutpunkt.settings.Closing;
import knutpunkt.simulation.disk.SimulatedDisk;

/**
 * One computer with its disk and its place in the network, and the program that starts whenever it has power. Its power
 * may be cut between any two operations of its disk: what the program still does after that reaches neither disk, network
 * nor metal.
 */
final class Computer implements AutoCloseable {
    /** What a supervisor waits before it starts a program again that could not start. */
    private static final Duration STARTED_AGAIN_AFTER = Duration.ofSeconds(5);

    /** Within this the network sets a clock that was not set at the boot. */
    private static final Duration SET_WITHIN = Duration.ofSeconds(90);

    private static final int DRIFT_PPM_MOST = 100;

    /** On a full disk whatever grows is refused. */
    private static final long FULL = 1;

    private final World world;
    private final String client;
    private final SplittableRandom random;
    private final boolean battery;
    private final Program program;
    private SimulatedDisk disk;
    private Optional<SimulatedMachine> machine = Optional.empty();
    private Closing opened = new Closing();
    private long operationsLeft = Long.MAX_VALUE;
    private long syncsLeft = Long.MAX_VALUE;
    private boolean full;
    private boolean failing;
    private long stillUntilNanos;
    private long troubledNanos;

    /** What it does with its power. */
    @FunctionalInterface
    interface Program {
        /**
         * Starts, and leaves its loops to the machine.
         *
         * @param opened takes what an end of the process would close
         */
        void start(SimulatedMachine machine, Path disk, Closing opened);
    }

    /** @param battery whether its clock goes on while it has no power */
    Computer(World world, String client, SplittableRandom random, boolean battery, Program program) {
        this.battery = battery;
        this.world = world;
        this.client = client;
        this.random = random;
        this.program = program;
        this.disk = freshDisk();
    }

    private SimulatedDisk freshDisk() {
        SimulatedDisk fresh = SimulatedDisk.make(random.nextLong(), world.diskTime());
        fresh.beforeEach(operation -> {
            if (operation.isChange() && (operationsLeft-- <= 0 || syncsLeft <= 0)) {
                goDark();
            }
            if (operation.isSync()) {
                syncsLeft--;
            }
        });
        return fresh;
    }

    /** The true time at which something was last wrong with it itself; now, if something is. */
    long troubledNanos() {
        if (!isOn() || full || failing || world.timeline().nanos() < stillUntilNanos) {
            trouble();
        }
        return Math.max(troubledNanos, stillUntilNanos);
    }

    private void trouble() {
        troubledNanos = world.timeline().nanos();
    }

    boolean isOn() {
        return machine.filter(SimulatedMachine::isOn).isPresent();
    }

    /** Gives it power; a cut that has not come by now does not come. */
    void powerOn() {
        stayOn();
        if (isOn()) {
            return;
        }
        trouble();
        closeWhatTheDeadHad();
        disk.start();
        Duration error = battery || random.nextBoolean() ? Duration.ZERO : slow();
        int drift = random.nextInt(-DRIFT_PPM_MOST, DRIFT_PPM_MOST + 1);
        var booted = new SimulatedMachine(world.timeline(), random.split(), error, drift);
        machine = Optional.of(booted);
        if (error.isZero()) {
            setClock(booted);
        } else {
            booted.after(Duration.ofMillis(random.nextLong(SET_WITHIN.toMillis())), () -> setClock(booted));
        }
        start(booted);
    }

    /** Without a battery of its own a clock goes on at its boot where it stopped, or begins in 1970. */
    private Duration slow() {
        return random.nextBoolean()
                ? Duration.ofSeconds(-random.nextLong(1, Duration.ofDays(3).toSeconds()))
                : Duration.between(Timeline.BEGINNING.plusNanos(world.timeline().nanos()), Instant.EPOCH);
    }

    /** The network sets its clock, with some seconds of error. */
    private void setClock(SimulatedMachine one) {
        long most = Weather.CLOCK_WRONG_MOST.toMillis();
        one.setClock(Duration.ofMillis(random.nextLong(-most, most)));
    }

    /** The network sets its clock once more, if it did so before: the time steps. */
    void setClockAgain() {
        machine.filter(SimulatedMachine::isClockSet).ifPresent(this::setClock);
    }

    private void start(SimulatedMachine booted) {
        try {
            program.start(booted, disk.root(), opened);
        } catch (JournalUnavailable | ListUnavailable | DatabaseUnusable | UncheckedIOException e) {
            if (booted.isOn()) {
                disk.kill();
                closeWhatTheDeadHad();
                disk.start();
                booted.after(STARTED_AGAIN_AFTER, () -> start(booted));
            }
        }
    }

    private void stayOn() {
        operationsLeft = Long.MAX_VALUE;
        syncsLeft = Long.MAX_VALUE;
    }

    /** Right after something is durable, and before whatever comes next is, if it does so much before its end. */
    void cutPowerAfterSyncs(int most) {
        syncsLeft = random.nextInt(1, most + 1);
    }

    /** Now, or within that many operations of its disk, if it does so many before something else ends it. */
    void cutPower(int withinOperations) {
        if (withinOperations == 0) {
            goDark();
        } else {
            operationsLeft = random.nextInt(withinOperations);
        }
    }

    /** Ends its program at once; what it wrote is kept, synced or not, and its connections break. */
    void kill() {
        trouble();
        stayOn();
        if (isOn()) {
            machine.ifPresent(SimulatedMachine::cutPower);
            disk.kill();
            world.broker().reset(client);
        }
    }

    /** Puts an empty disk in the place of the one it has, while it has no power. */
    void loseDisk() {
        if (isOn()) {
            throw new IllegalStateException(client + " must be without power to get another disk");
        }
        closeWhatTheDeadHad();
        disk.close();
        disk = freshDisk();
        disk.faults().capacity(full ? FULL : Long.MAX_VALUE);
        disk.faults().syncsFail(failing);
    }

    private void goDark() {
        trouble();
        stayOn();
        machine.ifPresent(SimulatedMachine::cutPower);
        disk.cut(random);
        world.broker().silent(client);
    }

    /** Whether its disk has room and keeps what it is told to. */
    boolean isDiskWell() {
        return !full && !failing;
    }

    /**
     * Has somebody do something with its disk while no program runs on it, whose end this is. When the power is cut
     * meanwhile, it is done once more, from its beginning.
     *
     * @param cutWithin so many operations; 0 for not at all
     */
    void doWhileOff(int cutWithin, Consumer<Path> what) {
        kill();
        if (cutWithin > 0) {
            closeWhatTheDeadHad();
            disk.start();
            operationsLeft = random.nextInt(cutWithin);
            try {
                what.accept(disk.root());
                stayOn();
                return;
            } catch (DatabaseUnusable | UncheckedIOException e) {
                world.story().tell("the power of %s is cut: %s".formatted(client, why(e)));
            }
        }
        closeWhatTheDeadHad();
        disk.start();
        what.accept(disk.root());
    }

    /** What failed on its disk. Where the disk is in this process is left out: that is another place each time. */
    String why(RuntimeException failed) {
        return String.valueOf(failed.getMessage()).replace(disk.root() + "/", "");
    }

    /** Nothing on it goes on for so long: its memory or its disk keeps it busy. */
    void standStill(Duration howLong) {
        stillUntilNanos = world.timeline().nanos() + howLong.toNanos();
        machine.ifPresent(one -> one.standStill(howLong));
    }

    void diskIsFull(boolean nowFull) {
        trouble();
        full = nowFull;
        disk.faults().capacity(full ? FULL : Long.MAX_VALUE);
    }

    /** From now on its disk cannot sync and says so, or can again. */
    void syncsFail(boolean fail) {
        trouble();
        failing = fail;
        disk.faults().syncsFail(fail);
    }

    private void closeWhatTheDeadHad() {
        opened.close();
        opened = new Closing();
    }

    @Override
    public String toString() {
        return client;
    }

    @Override
    public void close() {
        goDark();
        closeWhatTheDeadHad();
        List<String> left = disk.stillOpen();
        disk.close();
        if (!left.isEmpty()) {
            throw new IllegalStateException(client + " has closed everything, and yet these are open: " + left);
        }
    }
}
