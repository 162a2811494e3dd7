package knutpunkt.simulation;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import knutpunkt.access.Lease;
import knutpunkt.simulation.SimulatedController.Running;
import knutpunkt.simulation.SimulatedController.SimulatedDoor;
import knutpunkt.simulation.model.ListNumber;

/**
 * People at the doors: they come in, alone or behind each other, turn round, hold their badge up twice, wait too long, and
 * leave by badge, by button or by the handle alone. A reader may stutter, or tell late what it read.
 */
final class People {
    /** The badges 1 to this belong to somebody. */
    static final int HOLDERS = 12;

    private static final int STRANGERS = 3;
    static final int BADGES = HOLDERS + STRANGERS;

    /** So old that nobody may come in by it any more (I13), with what a turn may be late. */
    private static final Duration TOO_OLD = Duration.ofSeconds(3);

    private static final Duration OLD_MOST = Duration.ofMinutes(1);

    /** What a controller needs to be itself again after something was wrong with it. */
    private static final Duration RECOVERS = Duration.ofSeconds(15);

    /** A door that was released so long ago has nothing left of it. */
    private static final Duration QUIET = Duration.ofSeconds(8);

    /** In this time a badge is decided about, however late the turns. */
    private static final Duration DECIDED_WITHIN = Duration.ofMillis(2_500);

    private final World world;
    private final SplittableRandom random;
    private final Orders orders;
    private final Watch watch;
    private final Map<SimulatedController, ListNumber> confirmed = new HashMap<>();
    private final Map<SimulatedDoor, Long> lastHeld = new HashMap<>();

    People(World world, SplittableRandom random, Orders orders, Watch watch) {
        this.world = world;
        this.random = random;
        this.orders = orders;
        this.watch = watch;
    }

    /** Somebody comes to one of a controller's doors, from outside or from inside. */
    void come(SimulatedController controller) {
        List<SimulatedDoor> doors = controller.doors();
        SimulatedDoor door = doors.get(random.nextInt(doors.size()));
        if (door.isCheckIn()) {
            checkIn(controller, door);
            return;
        }
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> enter(controller, door, 1);
            case 4 -> enter(controller, door, 2 + random.nextInt(2));
            case 5 -> turnRound(controller, door);
            case 6 -> stutter(controller, door);
            case 7 -> tellLate(door);
            default -> leave(door);
        }
    }

    /** Holds a badge to a reader that opens nothing, once or again and again, after whoever was there before. */
    private void checkIn(SimulatedController controller, SimulatedDoor door) {
        long badge = anyBadge();
        if (world.timeline().nanos() - lastHeld.getOrDefault(door, Long.MIN_VALUE / 2) > QUIET.toNanos()) {
            int times = random.nextInt(4) == 0 ? 3 : 1;
            for (int again = 0; again < times; again++) {
                later(80L * again, () -> hold(controller, door, badge));
            }
        }
    }

    private long anyBadge() {
        return random.nextLong(1, BADGES + 1);
    }

    private void later(long millis, Runnable what) {
        world.timeline().after(Duration.ofMillis(millis), what);
    }

    /** The first is let in; the others hold their badges up behind them, or go through with them without a word. */
    private void enter(SimulatedController controller, SimulatedDoor door, int together) {
        SimulatedParts parts = door.parts();
        for (int i = 0; i < together; i++) {
            long badge = anyBadge();
            int times = random.nextInt(8) == 0 ? 2 : 1;
            for (int again = 0; again < times; again++) {
                later(1_500L * i + 700L * again, () -> hold(controller, door, badge));
            }
        }
        if (random.nextInt(5) > 0) {
            later(random.nextLong(600, 4_000), () -> {
                if (parts.isReleased() || parts.isOpen()) {
                    move(door, true);
                    closeLater(door, 500 + 2_000L * (together - 1), 6_000 + 2_000L * (together - 1));
                }
            });
        }
    }

    /** Opens, thinks better of it, and holds the badge to the other side, as if it had been inside. */
    private void turnRound(SimulatedController controller, SimulatedDoor door) {
        long badge = anyBadge();
        hold(controller, door, badge);
        later(1_200, () -> {
            if (door.parts().isReleased()) {
                move(door, true);
                later(400, () -> move(door, false));
                later(900, () -> door.parts().tapInside(badge));
                later(2_000, () -> move(door, true));
                closeLater(door, 2_500, 4_000);
            }
        });
    }

    /** The badge is held still, and the reader reads it again and again. */
    private void stutter(SimulatedController controller, SimulatedDoor door) {
        long badge = anyBadge();
        int times = random.nextInt(3, 9);
        for (int i = 0; i < times; i++) {
            later(80L * i, () -> hold(controller, door, badge));
        }
        later(random.nextLong(1_000, 3_000), () -> {
            if (door.parts().isReleased()) {
                move(door, true);
                closeLater(door, 500, 3_000);
            }
        });
    }

    private void tellLate(SimulatedDoor door) {
        long badge = anyBadge();
        world.story().tell("the reader of %s tells late of badge %d".formatted(door.id(), badge));
        door.parts().tellLate(badge, Duration.ofMillis(random.nextLong(TOO_OLD.toMillis(), OLD_MOST.toMillis())));
    }

    private void leave(SimulatedDoor door) {
        String how = "by the handle";
        switch (random.nextInt(4)) {
            case 0, 1 -> {
                long badge = anyBadge();
                how = "with badge " + badge;
                door.parts().tapInside(badge);
            }
            case 2 -> {
                how = "by the button";
                door.parts().pressExit();
            }
            default -> {}
        }
        world.story().tell("somebody leaves by %s %s".formatted(door.id(), how));
        later(random.nextLong(200, 2_000), () -> {
            move(door, true);
            closeLater(door, 500, 6_000);
        });
    }

    private void move(SimulatedDoor door, boolean open) {
        door.parts().move(open);
    }

    private void closeLater(SimulatedDoor door, long earliestMillis, long latestMillis) {
        later(random.nextLong(earliestMillis, latestMillis), () -> move(door, false));
    }

    /** Holds a badge to the reader outside, and sees to it that a door which is well decides about it. */
    void hold(SimulatedController controller, SimulatedDoor door, long badge) {
        long now = world.timeline().nanos();
        String name = door.id().text();
        world.story().tell("badge %d at %s".formatted(badge, name));
        ListNumber sure = confirmed.merge(
                controller, watch.confirmed(controller), (one, other) -> one.compareTo(other) < 0 ? other : one);
        world.model().tapped(name, badge, sure, now);
        Optional<Running> run = controller.running();
        boolean expected = run.isPresent() && isExpected(controller, door, run.get(), now);
        lastHeld.put(door, now);
        long before = door.parts().releases();
        ListNumber inForce = run.map(People::inForce).orElse(ListNumber.NONE);
        door.parts().tapOutside(badge);
        if (expected) {
            world.timeline().after(DECIDED_WITHIN, () -> {
                boolean well = controller.computer().troubledNanos() < now
                        && controller.running().equals(run)
                        && inForce(run.get()).equals(inForce);
                if (well) {
                    world.model()
                            .decided(name, badge, inForce, now, door.parts().releases() > before);
                }
            });
        }
    }

    private static ListNumber inForce(Running run) {
        return Watch.number(run.lists().current().revision());
    }

    /** Whether nothing but the list is in the way of being let in, whatever becomes of the network. */
    private boolean isExpected(SimulatedController controller, SimulatedDoor door, Running run, long now) {
        SimulatedParts parts = door.parts();
        return now - controller.computer().troubledNanos() > RECOVERS.toNanos()
                && now - lastHeld.getOrDefault(door, Long.MIN_VALUE / 2) > QUIET.toNanos()
                && now - parts.releasedAtNanos() > QUIET.toNanos()
                && now - parts.movedAtNanos() > QUIET.toNanos()
                && !parts.isOpen()
                && run.machine().isClockSet()
                && run.lease().state() == Lease.CURRENT
                && !orders.mayLearn(door);
    }
}
