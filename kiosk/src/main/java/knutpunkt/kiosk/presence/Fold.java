package knutpunkt.kiosk.presence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import knutpunkt.wire.record.Confidence;

/**
 * One person's passages, in order, folded into stays. Pure. An entry always begins a stay, whatever came before it, so a
 * fold may start at any entry and say the same as one from the first passage.
 */
public final class Fold {
    private final List<Stay> ended = new ArrayList<>();
    private Optional<Stay> open = Optional.empty();

    private Fold() {}

    /** The stays these movements make, in order; of one person, sorted, from the person's first or from an entry. */
    public static List<Stay> of(List<Movement> movements) {
        var fold = new Fold();
        movements.forEach(fold::step);
        fold.open.ifPresent(fold.ended::add);
        return List.copyOf(fold.ended);
    }

    private void step(Movement movement) {
        switch (movement.direction()) {
            case IN -> enter(movement, confidence(movement), basis(movement));
            case OUT -> leave(movement);
            case UNKNOWN -> doubt(movement);
        }
    }

    private void enter(Movement movement, Confidence confidence, Stay.Basis basis) {
        open.ifPresent(before -> ended.add(new Stay(
                before.began(),
                Optional.of(movement.countedAt()),
                Stay.State.END_UNKNOWN,
                before.confidence(),
                before.basis())));
        open = Optional.of(new Stay(movement, Optional.empty(), Stay.State.PRESENT, confidence, basis));
    }

    private void leave(Movement movement) {
        Movement began = open.map(Stay::began).orElse(movement);
        Stay.State state = open.isPresent() ? Stay.State.LEFT : Stay.State.EXIT_WITHOUT_ENTRY;
        Optional<Instant> endedAt = Optional.of(movement.countedAt());
        ended.add(new Stay(began, endedAt, state, confidence(movement), basis(movement)));
        open = Optional.empty();
    }

    /** Either way: whoever was here may still be, and whoever was not may be now (invariant I14). */
    private void doubt(Movement movement) {
        if (open.isEmpty()) {
            enter(movement, Confidence.UNKNOWN, Stay.Basis.DIRECTION_UNKNOWN);
            return;
        }
        open = open.map(stay ->
                new Stay(stay.began(), stay.endedAt(), stay.state(), Confidence.UNKNOWN, Stay.Basis.DIRECTION_UNKNOWN));
    }

    private static Confidence confidence(Movement movement) {
        if (movement.clockTrusted()) {
            return movement.confidence();
        }
        return switch (movement.confidence()) {
            case CONFIRMED -> Confidence.MEDIUM;
            case MEDIUM, ASSUMED -> Confidence.ASSUMED;
            case UNKNOWN -> Confidence.UNKNOWN;
        };
    }

    private static Stay.Basis basis(Movement movement) {
        if (!movement.clockTrusted()) {
            return Stay.Basis.CLOCK_UNTRUSTED;
        }
        return switch (movement.confidence()) {
            case CONFIRMED -> Stay.Basis.DOOR_OPENED;
            case MEDIUM -> Stay.Basis.DOOR_STOOD_OPEN;
            case ASSUMED -> Stay.Basis.NO_CONTACT;
            case UNKNOWN -> Stay.Basis.NOT_UNDERSTOOD;
        };
    }
}
