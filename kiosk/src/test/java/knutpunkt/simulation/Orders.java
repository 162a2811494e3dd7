package knutpunkt.simulation;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import knutpunkt.access.BadgeToken;
import knutpunkt.kiosk.database.DatabaseUnusable;
import knutpunkt.kiosk.link.LearntBadges;
import knutpunkt.simulation.SimulatedController.SimulatedDoor;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.message.Command;
import knutpunkt.wire.message.CommandResult;

/** Whoever has the service command something: a door released once, a badge learnt, a reader that shows itself. */
final class Orders implements LearntBadges {
    /** The longest that a reader may still learn: its command late, then half a minute. */
    private static final Duration LEARNS_MOST = Duration.ofSeconds(60);

    private final World world;
    private final SplittableRandom random;
    private final Map<String, String> doorOf = new HashMap<>();
    private final Map<String, Long> learnsUntil = new HashMap<>();
    private final Map<BadgeToken, Long> numbers = new HashMap<>();

    Orders(World world, SplittableRandom random, int badges) {
        this.world = world;
        this.random = random;
        for (long number = 1; number <= badges; number++) {
            numbers.put(Administrator.token(world.badgeKey(), number), number);
        }
    }

    /** Whether the reader outside may be learning, so that a badge there opens nothing. */
    boolean mayLearn(SimulatedDoor door) {
        return learnsUntil.getOrDefault(door.id().text(), 0L) > world.timeline().nanos();
    }

    /** Commands something at one of the doors. */
    void give(SimulatedService service, SimulatedController controller) {
        if (!service.isRunning()) {
            return;
        }
        List<SimulatedDoor> doors = controller.doors();
        SimulatedDoor door = doors.get(random.nextInt(doors.size()));
        if (door.isCheckIn()) {
            return; // nothing to release, and the model knows learning at doors
        }
        Command.Action action = switch (random.nextInt(6)) {
            case 0 -> Command.Action.LEARN_BADGE;
            case 1 -> Command.Action.IDENTIFY;
            default -> Command.Action.RELEASE_ONCE;
        };
        boolean ofDoor = action == Command.Action.RELEASE_ONCE;
        try {
            boolean _ = service.command(
                            controller.id(),
                            door.id(),
                            ofDoor ? Optional.empty() : Optional.of(door.outside()),
                            action,
                            id -> given(id, door, action))
                    .isPresent();
        } catch (DatabaseUnusable _) {
            world.story().tell("a command could not be given");
        }
    }

    private void given(CommandId id, SimulatedDoor door, Command.Action action) {
        String name = door.id().text();
        long now = world.timeline().nanos();
        doorOf.put(id.text(), name);
        if (action == Command.Action.RELEASE_ONCE) {
            world.model().commanded(id.text(), name, now);
        } else if (action == Command.Action.LEARN_BADGE) {
            world.story().tell("the reader of %s is to learn a badge".formatted(name));
            learnsUntil.put(name, now + LEARNS_MOST.toNanos());
        }
    }

    @Override
    public void learnt(CommandId command, BadgeToken token) {
        String door = doorOf.getOrDefault(command.text(), "none");
        world.story().tell("a badge was learnt at " + door);
        world.model()
                .learnt(door, numbers.getOrDefault(token, 0L), world.timeline().nanos());
    }

    @Override
    public void notLearnt(CommandId command, CommandResult.Outcome outcome) {
        world.story().tell("no badge was learnt: " + outcome);
    }
}
