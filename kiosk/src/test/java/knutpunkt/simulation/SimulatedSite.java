package knutpunkt.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import knutpunkt.simulation.SimulatedController.SimulatedDoor;
import knutpunkt.simulation.model.Model;
import knutpunkt.wire.ControllerId;

/**
 * A whole site and what happens to it: people at its doors, an administrator, faults, and somebody hostile. Everything
 * follows from the seed. After everything that happens the {@link Model} is asked; at the end all faults end, and what was
 * held back must arrive.
 */
final class SimulatedSite implements AutoCloseable {
    /** For the links to come back, send all they held, and have it acknowledged. */
    private static final Duration HEALING_MOST = Duration.ofMinutes(4);

    private static final Duration DELIVERING_MOST = Duration.ofSeconds(30);

    /** So that nobody's grant is still running when the next one comes. */
    private static final Duration BETWEEN_PEOPLE = Duration.ofSeconds(6);

    /** Longer than a list may be decided by without the service. */
    private static final Duration CLOSURE = Duration.ofDays(8);

    private static final Duration COMMANDED_EVERY = Duration.ofSeconds(30);
    private static final Duration BACKED_UP_EVERY = Duration.ofMinutes(3);

    private final SplittableRandom random;
    private final World world;
    private final Model model;
    private final SimulatedService service;
    private final List<SimulatedController> controllers = new ArrayList<>();
    private final Administrator administrator;
    private final Orders orders;
    private final Watch watch;
    private final People people;
    private final Hostile hostile;
    private final Faults faults;
    private Duration closed = Duration.ZERO;
    private boolean healing;

    SimulatedSite(long seed, int controllerCount) {
        this.random = new SplittableRandom(seed);
        this.world = new World(random.split());
        this.model = world.model();
        this.orders = new Orders(world, random.split(), People.BADGES);
        this.service = new SimulatedService(world, random.split(), orders);
        service.computer().powerOn();
        for (int i = 1; i <= controllerCount; i++) {
            controllers.add(
                    new SimulatedController(world, new ControllerId("c" + i), random.split(), 1 + i % 2, 1 - i % 2));
        }
        service.setUp(controllers);
        this.administrator = new Administrator(
                world,
                service,
                random.split(),
                allDoors().stream().map(SimulatedDoor::id).toList());
        administrator.addPeople(world.badgeKey(), People.HOLDERS);
        this.watch = new Watch(world, service, controllers);
        this.people = new People(world, random.split(), orders, watch);
        this.hostile = new Hostile(
                world,
                random.split(),
                controllers.stream().map(SimulatedController::id).toList());
        this.faults = new Faults(world, random.split(), service, controllers, administrator, hostile);
        world.broker().carriedBy(hostile);
        faults.computers().forEach(Computer::powerOn);
    }

    private List<SimulatedDoor> allDoors() {
        return controllers.stream().flatMap(one -> one.doors().stream()).toList();
    }

    private SimulatedController anyController() {
        return controllers.get(random.nextInt(controllers.size()));
    }

    /** Lets it be for so long, in such weather. Called once. */
    void run(Duration howLong, Weather weather) {
        world.weather(weather);
        again(weather.comings(), () -> people.come(anyController()));
        again(weather.changes(), administrator::changeSomething);
        again(COMMANDED_EVERY, () -> orders.give(service, anyController()));
        again(weather.faults(), faults::happen);
        again(weather.faults().isZero() ? Duration.ZERO : BACKED_UP_EVERY, administrator::backUp);
        again(weather.hostilities(), hostile::act);
        pass(howLong);
    }

    /**
     * Every fault ends. Once what was held back has arrived, all must be there, and whoever may come in comes in: a site
     * that lets nobody in is not safe but broken.
     */
    void heal() {
        world.story().tell("every fault ends");
        healing = true;
        world.weather(Weather.FAIR);
        faults.end();
        if (random.nextBoolean()) {
            shut(CLOSURE);
        }
        faults.computers().forEach(Computer::powerOn);
        pass(HEALING_MOST);
        for (SimulatedController controller : controllers) {
            controller.doors().forEach(door -> everybodyTries(controller, door));
        }
        pass(DELIVERING_MOST);
        model.delivered(world.timeline().instant());
        model.present(service.present());
        model.evacuated(service.evacuated(), world.timeline().instant());
        List<String> stays = service.stays();
        service.rebuildPresence();
        model.rebuilt(stays, service.stays());
        model.present(service.present());
        model.check();
    }

    /** Nobody is there, and nothing has power. The doors have it back first, and hear nothing of the service for a while. */
    private void shut(Duration howLong) {
        pass(Faults.MOST); // whatever was to be well again by then is so, and stays without power from now on
        world.story().tell("the site is closed for " + howLong);
        faults.computers().forEach(one -> one.cutPower(0));
        pass(howLong);
        closed = closed.plus(howLong);
        controllers.forEach(one -> one.computer().powerOn());
        watch.look();
        for (int i = 0; i < People.HOLDERS; i++) {
            people.come(anyController());
            pass(BETWEEN_PEOPLE);
        }
    }

    private void everybodyTries(SimulatedController controller, SimulatedDoor door) {
        SimulatedParts parts = door.parts();
        for (long badge = 1; badge <= People.BADGES; badge++) {
            long before = parts.releases();
            long at = world.timeline().nanos();
            people.hold(controller, door, badge);
            pass(Duration.ofSeconds(2));
            model.mustHaveOpened(door.id().text(), badge, parts.releases() > before, at);
            if (parts.isReleased()) {
                parts.move(true);
                pass(Duration.ofSeconds(1));
                parts.move(false);
            }
            pass(door.isCheckIn() ? Duration.ZERO : BETWEEN_PEOPLE);
        }
    }

    /** The end of what happened, for people. */
    String story() {
        return world.story().toString();
    }

    /** A hash of all that happened, as far as the story tells it. */
    long told() {
        return world.story().hash();
    }

    long recordsInLog() {
        return model.logged();
    }

    /** How often the service was put back to a backup. */
    long restores() {
        return administrator.restores();
    }

    long releases() {
        return allDoors().stream().mapToLong(door -> door.parts().releases()).sum();
    }

    /** How long there was power. */
    Duration passed() {
        return Duration.ofNanos(world.timeline().nanos()).minus(closed);
    }

    long happened() {
        return world.timeline().happened();
    }

    private void pass(Duration howLong) {
        long until = world.timeline().nanos() + howLong.toNanos();
        while (world.timeline().step(until)) {
            administrator.resolve();
            watch.look();
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

    @Override
    public void close() {
        faults.computers().forEach(Computer::close);
    }
}
