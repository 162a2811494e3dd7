package knutpunkt.kiosk.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import knutpunkt.wire.record.Confidence;
import knutpunkt.wire.record.Doubt;

/**
 * What moved one person, in order, folded into stays. Pure. An entry always begins a stay, whatever came before it, so a
 * fold may start at any entry, or from what a checkpoint carries over, and say the same as one from the first passage.
 *
 * <pre>
 *                    absent              present                         checked out
 *   in               present             end unknown, and present        end unknown, and present
 *   out              a lone exit         left                            left
 *   toggle           present             left                            end unknown, and present
 *   unknown          present, unsure     present, unsure                 present, unsure
 *   said to be here  present             present                         present
 *   said to be gone  absent              left                            left
 *   night            absent              checked out, unless just seen   checked out
 *   24 h pass        absent              present                         absent
 * </pre>
 */
final class Fold {
    /** So long somebody whom nobody saw leave is held to be there still (invariant I14). */
    static final Duration DOUBT = Duration.ofHours(24);

    private final List<Stay> ended = new ArrayList<>();
    private Optional<Stay> open;

    private Fold(Optional<Stay> open) {
        this.open = open;
    }

    /** The stays these make, in order; of one person, sorted, from the person's first or from an entry. */
    static List<Stay> of(List<? extends Happening> happenings) {
        return from(Optional.empty(), happenings);
    }

    /** The same, after a stay that had not ended. */
    static List<Stay> from(Optional<Stay> carried, List<? extends Happening> happenings) {
        var fold = new Fold(carried);
        happenings.forEach(fold::step);
        fold.open.ifPresent(fold.ended::add);
        return List.copyOf(fold.ended);
    }

    /** The stay that had not ended by a time, or whose end is still doubted then. */
    static Optional<Stay> openAt(Instant at, Optional<Stay> carried, List<? extends Happening> happenings) {
        var fold = new Fold(carried);
        happenings.forEach(fold::step);
        fold.doubtEnds(at);
        return fold.open;
    }

    private void step(Happening happening) {
        doubtEnds(happening.place().at());
        switch (happening) {
            case Movement movement -> move(movement);
            case Night night -> checkOut(night);
        }
    }

    private void doubtEnds(Instant now) {
        open.filter(stay -> stay.state() == Stay.State.CHECKED_OUT)
                .filter(stay -> !now.isBefore(stay.endedAt().orElseThrow().plus(DOUBT)))
                .ifPresent(stay -> {
                    ended.add(stay);
                    open = Optional.empty();
                });
    }

    private void move(Movement movement) {
        switch (movement.way()) {
            case IN -> enter(movement, confidence(movement), basis(movement));
            case OUT -> leave(movement, confidence(movement), basis(movement));
            case TOGGLE -> turnAround(movement);
            case UNKNOWN -> doubt(movement);
            case SAID_HERE -> vouch(movement);
            case SAID_LEFT -> {
                if (open.isPresent()) {
                    leave(movement, movement.confidence(), Basis.SAID);
                }
            }
        }
    }

    private void enter(Movement movement, Confidence confidence, Basis basis) {
        open.map(before -> switch (before.state()) {
                    // The wall had stopped counting at the check-out; nothing is known of the time since.
                    case CHECKED_OUT ->
                        before.ended(
                                before.endedAt().orElseThrow(),
                                Stay.State.END_UNKNOWN,
                                before.confidence(),
                                before.basis());
                    case PRESENT, LEFT, END_UNKNOWN, EXIT_WITHOUT_ENTRY ->
                        before.ended(
                                movement.place().at(), Stay.State.END_UNKNOWN, before.confidence(), before.basis());
                })
                .ifPresent(ended::add);
        open = Optional.of(begun(movement, confidence, basis));
    }

    private static Stay begun(Movement movement, Confidence confidence, Basis basis) {
        return new Stay(
                movement.log(),
                movement.person(),
                movement.place(),
                movement.place().at(),
                Optional.empty(),
                Stay.State.PRESENT,
                confidence,
                basis);
    }

    private void leave(Movement movement, Confidence confidence, Basis basis) {
        Stay.State state = open.isPresent() ? Stay.State.LEFT : Stay.State.EXIT_WITHOUT_ENTRY;
        Stay stay = open.orElseGet(() -> begun(movement, confidence, basis));
        ended.add(stay.ended(movement.place().at(), state, confidence, basis));
        open = Optional.empty();
    }

    /** Which way is worked out from what came before, so it is never wholly sure. */
    private void turnAround(Movement movement) {
        Confidence confidence = movement.clockTrusted() ? Confidence.MEDIUM : Confidence.ASSUMED;
        Basis basis = movement.clockTrusted() ? Basis.CHECKED_IN : Basis.CLOCK_UNTRUSTED;
        if (open.filter(stay -> stay.state() == Stay.State.PRESENT).isPresent()) {
            leave(movement, confidence, basis);
        } else {
            enter(movement, confidence, basis);
        }
    }

    /** Either way: whoever was here may still be, and whoever was not may be now (invariant I14). */
    private void doubt(Movement movement) {
        open = Optional.of(
                open.map(stay -> stay.seen(movement.place().at(), Confidence.UNKNOWN, Basis.DIRECTION_UNKNOWN))
                        .orElseGet(() -> begun(movement, Confidence.UNKNOWN, Basis.DIRECTION_UNKNOWN)));
    }

    private void vouch(Movement movement) {
        open = Optional.of(open.map(stay -> stay.seen(movement.place().at(), movement.confidence(), Basis.SAID))
                .orElseGet(() -> begun(movement, movement.confidence(), Basis.SAID)));
    }

    private void checkOut(Night night) {
        open = open.map(
                stay -> stay.state() == Stay.State.PRESENT && !stay.seenAt().isAfter(night.seenBefore())
                        ? stay.ended(night.place().at(), Stay.State.CHECKED_OUT, Confidence.UNKNOWN, Basis.NIGHT)
                        : stay);
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

    private static Basis basis(Movement movement) {
        if (!movement.clockTrusted()) {
            return Basis.CLOCK_UNTRUSTED;
        }
        return switch (movement.confidence()) {
            case CONFIRMED -> Basis.DOOR_OPENED;
            case MEDIUM -> Basis.DOOR_STOOD_OPEN;
            case ASSUMED ->
                movement.doubt().equals(Optional.of(Doubt.CONTACT_SUSPECT)) ? Basis.CONTACT_SUSPECT : Basis.NO_CONTACT;
            case UNKNOWN -> Basis.NOT_UNDERSTOOD;
        };
    }
}
