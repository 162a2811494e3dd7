package knutpunkt.simulation;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import knutpunkt.wire.session.End;

/** What fails: power, programs, disks, clocks, broker and network, each until it is well again after a while. */
final class Faults {
    private static final String SERVICE = new End.Service().sender();
    private static final int CUT_WITHIN_OPERATIONS = 60;
    private static final int CUT_AFTER_SYNCS = 10;
    private static final int CUT_RESTORE_WITHIN_OPERATIONS = 400;

    /** Of everything that fails: about once in what a seed plays. */
    private static final int RESTORE_ONE_IN = 25;

    /** The longest that something is not well. */
    static final Duration MOST = Duration.ofMinutes(1);

    private final World world;
    private final SplittableRandom random;
    private final SimulatedService service;
    private final List<SimulatedController> controllers;
    private final Administrator administrator;
    private final Hostile hostile;

    Faults(
            World world,
            SplittableRandom random,
            SimulatedService service,
            List<SimulatedController> controllers,
            Administrator administrator,
            Hostile hostile) {
        this.world = world;
        this.random = random;
        this.service = service;
        this.controllers = List.copyOf(controllers);
        this.administrator = administrator;
        this.hostile = hostile;
    }

    List<Computer> computers() {
        return Stream.concat(Stream.of(service.computer()), controllers.stream().map(SimulatedController::computer))
                .toList();
    }

    private <T> T oneOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    @SuppressWarnings("AnnotateFormatMethod") // its annotation is not worth a dependency
    private void tell(String form, Object... arguments) {
        world.story().tell(form.formatted(arguments));
    }

    private void later(Duration howLong, Runnable what) {
        world.timeline().after(howLong, what);
    }

    /** Something fails; it is well again within a minute. */
    void happen() {
        Duration howLong = Duration.ofMillis(random.nextLong(50, MOST.toMillis()));
        if (random.nextInt(RESTORE_ONE_IN) == 0 && administrator.canRestore()) {
            boolean cut = random.nextBoolean();
            tell(
                    "the service is restored from its backup%s, and is back after %s",
                    cut ? ", at the second try" : "", howLong);
            administrator.restore(cut ? CUT_RESTORE_WITHIN_OPERATIONS : 0);
            later(howLong, service.computer()::powerOn);
            return;
        }
        Computer computer = oneOf(computers());
        switch (random.nextInt(12)) {
            case 0 -> {
                tell("%s loses power after one of %d syncs, for %s", computer, CUT_AFTER_SYNCS, howLong);
                computer.cutPowerAfterSyncs(CUT_AFTER_SYNCS);
                later(howLong, computer::powerOn);
            }
            case 1, 2 -> {
                int within = random.nextBoolean() ? 0 : CUT_WITHIN_OPERATIONS;
                tell("%s loses power within %d operations, for %s", computer, within, howLong);
                computer.cutPower(within);
                later(howLong, computer::powerOn);
            }
            case 3 -> {
                tell("the program of %s dies, and is back after %s", computer, howLong);
                computer.kill();
                later(howLong, computer::powerOn);
            }
            case 4 -> {
                tell("the disk of %s is full for %s", computer, howLong);
                computer.diskIsFull(true);
                later(howLong, () -> computer.diskIsFull(false));
            }
            case 5 -> {
                tell("the disk of %s syncs nothing for %s, and says so", computer, howLong);
                computer.syncsFail(true);
                later(howLong, () -> computer.syncsFail(false));
            }
            case 6 -> broker(howLong);
            case 7 -> {
                tell("%s stands still for %s", computer, howLong);
                computer.standStill(howLong);
            }
            case 8 -> {
                tell("the clock of %s is set anew", computer);
                computer.setClockAgain();
            }
            case 9 -> storage(oneOf(controllers), howLong);
            default -> network(howLong);
        }
    }

    private void broker(Duration howLong) {
        boolean loseKept = random.nextBoolean();
        tell("the broker is away for %s%s", howLong, loseKept ? " and forgets all" : "");
        world.broker().stop(loseKept);
        later(howLong, world.broker()::start);
    }

    private void network(Duration howLong) {
        String client =
                random.nextInt(3) == 0 ? SERVICE : oneOf(controllers).id().text();
        tell("%s is parted from the broker for %s", client, howLong);
        world.broker().part(client);
        later(howLong, () -> world.broker().join(client));
    }

    private void storage(SimulatedController controller, Duration howLong) {
        tell("%s loses power and gets an empty disk, for %s", controller.id(), howLong);
        controller.computer().cutPower(0);
        controller.computer().loseDisk();
        world.model().storageLost(controller.id().text(), world.timeline().nanos());
        hostile.lost(controller.id());
        later(howLong, controller.computer()::powerOn);
    }

    /** Every fault ends. */
    void end() {
        world.broker().start();
        controllers.forEach(one -> world.broker().join(one.id().text()));
        world.broker().join(SERVICE);
        computers().forEach(one -> {
            one.diskIsFull(false);
            one.syncsFail(false);
        });
    }
}
