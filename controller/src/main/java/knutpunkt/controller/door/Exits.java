package knutpunkt.controller.door;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import knutpunkt.access.BadgeToken;
import knutpunkt.wire.PersonId;

/**
 * Who is about to leave.
 *
 * @param pending exit readings that no opening has followed yet, oldest first
 * @param shuntedUntil until then an opening is somebody leaving, not a forced door
 * @param pressedAt when the exit button was last recorded
 */
record Exits(List<Leaving> pending, Optional<Uptime> shuntedUntil, Optional<Uptime> pressedAt) {
    static final Exits NONE = new Exits(List.of(), Optional.empty(), Optional.empty());

    /**
     * Somebody who held a badge to the inside.
     *
     * @param sequence of the exit reading's record
     */
    record Leaving(long sequence, Optional<PersonId> person, BadgeToken token, Uptime until) {}

    Exits {
        pending = List.copyOf(pending);
    }

    boolean areAwaited() {
        return shuntedUntil.isPresent() || !pending.isEmpty();
    }

    Exits shunted(Uptime until) {
        return new Exits(pending, Optional.of(shuntedUntil.map(until::later).orElse(until)), pressedAt);
    }

    Exits pressed(Uptime at) {
        return new Exits(pending, shuntedUntil, Optional.of(at));
    }

    Exits with(Leaving leaving) {
        var more = new ArrayList<>(pending);
        more.add(leaving);
        return new Exits(more, shuntedUntil, pressedAt);
    }

    Exits without(Predicate<Leaving> gone) {
        return new Exits(pending.stream().filter(gone.negate()).toList(), shuntedUntil, pressedAt);
    }

    /** What is left of the shunt at this time; the button counts as newly pressed once it has ended. */
    Exits shuntEndedBy(Uptime at) {
        return shuntedUntil.filter(at::reached).isPresent()
                ? new Exits(pending, Optional.empty(), Optional.empty())
                : this;
    }
}
