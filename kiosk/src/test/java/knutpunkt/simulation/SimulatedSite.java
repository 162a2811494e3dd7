package knutpunkt.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import knutpunkt.access.Revision;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.session.End;

/**
 * A whole site and what happens to it: people at its doors, an administrator, and faults. Everything follows from the
 * seed. After everything that happens the {@link Model} is asked; at the end all faults end, and what was held back must
 * arrive.
 */
final class SimulatedSite implements AutoCloseable {
    private static final int PEOPLE = 12;
    private static final int STRANGERS = 3;
    private static final int HELD_BACK_ONE_IN = 20;

    /** So old that nobody may come in by it any more (I13), with what a turn may be late. */
    private static final Duration TOO_OLD = Duration.ofSeconds(3);

    private static final int CUT_WITHIN_OPERATIONS = 60;

    /** For the links to come back, send all they held, and have it acknowledged. */
    private static final Duration HEALING_MOST = Duration.ofMinutes(5);

    private static final Duration DELIVERING_MOST = Duration.ofSeconds(30);

    /** So that nobody's grant is still running when the next one comes. */
    private static final Duration BETWEEN_PEOPLE = Duration.ofSeconds(6);

    private static final String SERVICE = new End.Service().sender();

    private final SplittableRandom random;
    private final World world;
    private final Story story;
    private final Model model;
    private final SimulatedService service;
    private final List<SimulatedController> controllers = new ArrayList<>();
    private final Map<String, Integer> releasesSeen = new HashMap<>();
    private final Map<String, Integer> confirmedLast = new HashMap<>();
    private final Administrator administrator;
    private boolean healing;

    SimulatedSite(long seed, int controllerCount, Mutant mutant) {
        this.random = new SplittableRandom(seed);
        this.world = new World(random.split(), mutant);
        this.story = new Story(world.timeline());
        this.model = new Model(story);
        this.service = new SimulatedService(world, random.split());
        service.computer().powerOn();
        for (int i = 1; i <= controllerCount; i++) {
            var id = new ControllerId("c" + i);
            var controller = new SimulatedController(world, id, random.split(), 1 + i % 2);
            controllers.add(controller);
        }
        service.setUp(controllers);
        this.administrator = new Administrator(
                service,
                model,
                random.split(),
                allDoors().stream().map(SimulatedController.SimulatedDoor::id).toList());
        administrator.addPeople(world.badgeKey(), PEOPLE);
        computers().forEach(Computer::powerOn);
    }

    private List<Computer> computers() {
        return Stream.concat(Stream.of(service.computer()), controllers.stream().map(SimulatedController::computer))
                .toList();
    }

    private List<SimulatedController.SimulatedDoor> allDoors() {
        return controllers.stream().flatMap(one -> one.doors().stream()).toList();
    }

    /** Lets it be for so long, in such weather. Called once. */
    void run(Duration howLong, Weather weather) {
        world.broker().weather(weather);
        again(weather.comings(), this::somebodyComes);
        again(weather.changes(), administrator::changeSomething);
        again(weather.faults(), this::somethingFails);
        pass(howLong);
    }

    /**
     * Every fault ends. Once what was held back has arrived, all must be there, and whoever may come in comes in: a site
     * that lets nobody in is not safe but broken.
     */
    void heal() {
        story.tell("every fault ends");
        healing = true;
        world.broker().weather(Weather.FAIR);
        world.broker().start();
        controllers.forEach(one -> world.broker().join(one.id().text()));
        world.broker().join(SERVICE);
        computers().forEach(one -> {
            one.diskIsFull(false);
            one.powerOn();
        });
        pass(HEALING_MOST);
        for (SimulatedController controller : controllers) {
            for (SimulatedController.SimulatedDoor door : controller.doors()) {
                everybodyTries(controller, door);
            }
        }
        pass(DELIVERING_MOST);
        model.delivered(service.log());
        model.present(service.present());
        model.present(service.presentAnew());
    }

    private void everybodyTries(SimulatedController controller, SimulatedController.SimulatedDoor door) {
        for (long badge = 1; badge <= PEOPLE + STRANGERS; badge++) {
            int before = door.parts().releases().size();
            tap(controller, door, badge);
            pass(Duration.ofSeconds(2));
            model.mustHaveOpened(
                    door.id().text(), badge, door.parts().releases().size() > before);
            if (door.parts().isReleased()) {
                door.parts().move(true);
                pass(Duration.ofSeconds(1));
                door.parts().move(false);
            }
            pass(BETWEEN_PEOPLE);
        }
    }

    /** The end of what happened, for people. */
    String story() {
        return story.toString();
    }

    long recordsInLog() {
        return service.log().size();
    }

    long releases() {
        return allDoors().stream()
                .mapToLong(door -> door.parts().releases().size())
                .sum();
    }

    Duration passed() {
        return Duration.ofNanos(world.timeline().nanos());
    }

    long happened() {
        return world.timeline().happened();
    }

    private void pass(Duration howLong) {
        long until = world.timeline().nanos() + howLong.toNanos();
        while (world.timeline().step(until)) {
            look();
        }
    }

    private void look() {
        administrator.resolveDoubt();
        for (SimulatedController.SimulatedDoor door : allDoors()) {
            List<SimulatedParts.Released> releases = door.parts().releases();
            String name = door.id().text();
            for (int i = releasesSeen.getOrDefault(name, 0); i < releases.size(); i++) {
                long at = releases.get(i).atNanos();
                model.released(name, at, Timeline.BEGINNING.plusNanos(at));
            }
            releasesSeen.put(name, releases.size());
            if (door.parts().isReleased()) {
                model.stillReleased(name, world.timeline().nanos());
            }
        }
    }

    private void again(Duration onAverage, Runnable what) {
        if (onAverage.isZero()) {
            return;
        }
        world.timeline().after(Duration.ofNanos(random.nextLong(1, 2 * onAverage.toNanos())), () -> {
            if (!healing) {
                what.run();
                again(onAverage, what);
            }
        });
    }

    private <T> T oneOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private void somebodyComes() {
        SimulatedController controller = oneOf(controllers);
        SimulatedController.SimulatedDoor door = oneOf(controller.doors());
        SimulatedParts parts = door.parts();
        if (random.nextInt(3) == 0) {
            leave(door);
            return;
        }
        long badge = random.nextLong(1, PEOPLE + STRANGERS + 1);
        if (random.nextInt(HELD_BACK_ONE_IN) == 0) {
            story.tell("the reader of %s tells late of badge %d".formatted(door.id(), badge));
            parts.tellLate(badge, Duration.ofMillis(random.nextLong(TOO_OLD.toMillis(), 60_000)));
            return;
        }
        int times = random.nextInt(8) == 0 ? 2 : 1;
        for (int i = 0; i < times; i++) {
            later(Duration.ofMillis(700L * i), () -> tap(controller, door, badge));
        }
        if (random.nextInt(5) > 0) {
            later(Duration.ofMillis(random.nextLong(600, 4_000)), () -> {
                if (parts.isReleased() || parts.isOpen()) {
                    parts.move(true);
                    closeLater(parts);
                }
            });
        }
    }

    private void tap(SimulatedController controller, SimulatedController.SimulatedDoor door, long badge) {
        story.tell("badge %d at %s".formatted(badge, door.id()));
        model.tapped(
                door.id().text(), badge, confirmed(controller), world.timeline().nanos());
        door.parts().tapOutside(badge);
    }

    private void leave(SimulatedController.SimulatedDoor door) {
        SimulatedParts parts = door.parts();
        switch (random.nextInt(3)) {
            case 0 -> parts.tapInside(random.nextLong(1, PEOPLE + STRANGERS + 1));
            case 1 -> parts.pressExit();
            default -> {}
        }
        later(Duration.ofMillis(random.nextLong(200, 2_000)), () -> {
            parts.move(true);
            closeLater(parts);
        });
    }

    private void closeLater(SimulatedParts parts) {
        later(Duration.ofMillis(random.nextLong(500, 6_000)), () -> parts.move(false));
    }

    /** The newest that the service has ever told to be in force there. */
    private int confirmed(SimulatedController controller) {
        String name = controller.id().text();
        if (service.isRunning()) {
            service.confirmed(controller.id())
                    .ifPresent(revision -> confirmedLast.merge(name, number(revision), Math::max));
        }
        return confirmedLast.getOrDefault(name, 0);
    }

    private static int number(Revision revision) {
        return (int) revision.number();
    }

    private void somethingFails() {
        Duration howLong = Duration.ofMillis(random.nextLong(50, 60_000));
        Computer computer = oneOf(computers());
        switch (random.nextInt(6)) {
            case 0, 1 -> {
                int within = random.nextBoolean() ? 0 : CUT_WITHIN_OPERATIONS;
                story.tell("%s loses power within %d operations, for %s".formatted(computer, within, howLong));
                computer.cutPower(within);
                later(howLong, computer::powerOn);
            }
            case 2 -> {
                story.tell("the disk of %s is full for %s".formatted(computer, howLong));
                computer.diskIsFull(true);
                later(howLong, () -> computer.diskIsFull(false));
            }
            case 3 -> {
                boolean loseKept = random.nextBoolean();
                story.tell("the broker is away for %s%s".formatted(howLong, loseKept ? " and forgets all" : ""));
                world.broker().stop(loseKept);
                later(howLong, world.broker()::start);
            }
            case 4 -> {
                story.tell("%s stands still for %s".formatted(computer, howLong));
                computer.standStill(howLong);
            }
            default -> {
                String client = random.nextInt(3) == 0
                        ? SERVICE
                        : oneOf(controllers).id().text();
                story.tell("%s is parted from the broker for %s".formatted(client, howLong));
                world.broker().part(client);
                later(howLong, () -> world.broker().join(client));
            }
        }
    }

    private void later(Duration howLong, Runnable what) {
        world.timeline().after(howLong, what);
    }

    @Override
    public void close() {
        computers().forEach(Computer::close);
    }
}
