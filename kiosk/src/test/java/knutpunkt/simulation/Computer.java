package knutpunkt.simulation;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
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

    /** On a full disk whatever grows is refused. */
    private static final long FULL = 1;

    private final World world;
    private final String client;
    private final SplittableRandom random;
    private final SimulatedDisk disk;
    private final Program program;
    private Optional<SimulatedMachine> machine = Optional.empty();
    private Closing opened = new Closing();
    private long operationsLeft = Long.MAX_VALUE;

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

    Computer(World world, String client, SplittableRandom random, Program program) {
        this.world = world;
        this.client = client;
        this.random = random;
        this.disk = SimulatedDisk.make(random.nextLong(), world.diskTime());
        this.program = program;
        disk.faults().syncsLie(world.has(Mutant.SYNCS_REMOVED));
        disk.beforeEach(operation -> {
            if (operation.isChange() && operationsLeft-- <= 0) {
                goDark();
            }
        });
    }

    boolean isOn() {
        return machine.filter(SimulatedMachine::isOn).isPresent();
    }

    /** Gives it power; a cut that has not come by now does not come. */
    void powerOn() {
        operationsLeft = Long.MAX_VALUE;
        if (isOn()) {
            return;
        }
        closeWhatTheDeadHad();
        disk.start();
        var booted = new SimulatedMachine(world.timeline(), random.split(), Duration.ZERO);
        machine = Optional.of(booted);
        start(booted);
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

    /** Now, or within that many operations of its disk, if it does so many before something else ends it. */
    void cutPower(int withinOperations) {
        if (withinOperations == 0) {
            goDark();
        } else {
            operationsLeft = random.nextInt(withinOperations);
        }
    }

    private void goDark() {
        operationsLeft = Long.MAX_VALUE;
        machine.ifPresent(SimulatedMachine::cutPower);
        disk.cut(random);
        world.broker().silent(client);
    }

    /** Nothing on it goes on for so long: its memory or its disk keeps it busy. */
    void standStill(Duration howLong) {
        machine.ifPresent(one -> one.standStill(howLong));
    }

    void diskIsFull(boolean full) {
        disk.faults().capacity(full ? FULL : Long.MAX_VALUE);
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
        disk.close();
    }
}
