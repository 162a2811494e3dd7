package knutpunkt.bench;

import java.util.Random;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.record.Cause;
import knutpunkt.wire.record.Confidence;
import knutpunkt.wire.record.Direction;
import knutpunkt.wire.record.Event;

/** What a busy door records, for benches that need much of it. */
public final class DoorEvents {
    private DoorEvents() {}

    /** One after the other: an exit button, an opening, a passage of one of so many people, a closing. */
    public static Event of(DoorId door, long number, Random random, int people) {
        return switch ((int) (number % 4)) {
            case 0 -> new Event.ExitRequested(door);
            case 1 -> new Event.Opened(door, Cause.GRANT);
            case 2 -> passage(door, random, people);
            default -> new Event.Closed(door);
        };
    }

    /** Somebody comes or goes. */
    public static Event passage(DoorId door, Random random, int people) {
        Direction direction = random.nextBoolean() ? Direction.IN : Direction.OUT;
        return new Event.Passage(door, direction, person(random.nextInt(people)), 1, Confidence.CONFIRMED);
    }

    /** One of the people, by a number from 0 on. */
    public static PersonId person(int number) {
        return new PersonId("p-%08x".formatted(number));
    }
}
