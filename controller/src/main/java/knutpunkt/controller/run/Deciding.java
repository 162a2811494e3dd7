package knutpunkt.controller.run;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import knutpunkt.access.AccessItem;
import knutpunkt.access.AccessList;
import knutpunkt.access.BadgeBits;
import knutpunkt.access.BadgeKey;
import knutpunkt.access.BadgeToken;
import knutpunkt.access.Decision;
import knutpunkt.access.PinOutcome;
import knutpunkt.access.Situation;
import knutpunkt.access.Technology;
import knutpunkt.controller.door.Signal;
import knutpunkt.controller.door.Uptime;
import knutpunkt.hardware.BadgeRead;
import knutpunkt.wire.record.Direction;

/** Turns what a reader read into what the door's rules are told: whose badge, and what the list says of it now. */
record Deciding(
        DoorSetup setup, List<BadgeKey> keys, Supplier<AccessList> list, Supplier<Circumstances> circumstances) {
    Deciding {
        keys = List.copyOf(keys);
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("door [" + setup.id() + "] needs at least one badge key");
        }
    }

    Signal signalOf(ReadPoint point, BadgeRead read, Uptime now) {
        AccessList current = list.get();
        BadgeToken token = tokenOf(current, read);
        var readAt = new Uptime(read.atNanos());
        if (point.direction() == Direction.OUT) {
            return new Signal.ExitPresented(
                    now, readAt, point.id(), token, current.badge(token).map(AccessItem.Badge::person));
        }
        Circumstances given = circumstances.get();
        Situation situation = situation(given);
        Decision decision = Decision.decide(current, situation, token, PinOutcome.NOT_GIVEN, given.now());
        var presented = new Signal.Presented(now, readAt, point.id(), token, decision, current.revision(), situation);
        return point.direction() == Direction.TOGGLE ? new Signal.CheckInPresented(presented) : presented;
    }

    /** Whether the list as it is now refuses a badge that was granted a moment ago. */
    boolean isRefusedNow(BadgeToken token) {
        Circumstances given = circumstances.get();
        Decision now = Decision.decide(list.get(), situation(given), token, PinOutcome.NOT_GIVEN, given.now());
        return switch (now) {
            case Decision.Granted _ -> false;
            case Decision.Refused _ -> true;
        };
    }

    /** The token that new badges are known by. */
    BadgeToken newestToken(BadgeRead read) {
        return keys.getFirst().token(bitsOf(read));
    }

    private Situation situation(Circumstances given) {
        return new Situation(setup.id(), given.posture(), given.lease(), given.clock(), setup.highRisk());
    }

    /** Under the newest key whose token the list knows; under the newest of all when it knows none. */
    private BadgeToken tokenOf(AccessList current, BadgeRead read) {
        BadgeBits bits = bitsOf(read);
        BadgeToken newest = keys.getFirst().token(bits);
        if (keys.size() == 1 || current.badge(newest).isPresent()) {
            return newest;
        }
        return keys.stream()
                .skip(1)
                .map(key -> key.token(bits))
                .map(token -> current.badge(token).isPresent() ? Optional.of(token) : Optional.<BadgeToken>empty())
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(newest);
    }

    private static BadgeBits bitsOf(BadgeRead read) {
        Technology technology = switch (read.technology()) {
            case EM4100 -> Technology.EM4100;
            case WIEGAND -> Technology.WIEGAND;
            case CSN -> Technology.CSN;
        };
        return new BadgeBits(technology, read.bitCount(), read.bits());
    }
}
