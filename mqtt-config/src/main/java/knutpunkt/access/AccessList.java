package knutpunkt.access;

import java.time.Instant;
import java.util.Collection;
import java.util.stream.Stream;
import knutpunkt.wire.Hash;

/** Placeholder of the contract while the real one is written beside it. */
public final class AccessList {
    private AccessList() {}

    /** The list of a controller that has never met the service: revision {@link Revision#NONE}, nobody in it. */
    public static AccessList empty() {
        return new AccessList();
    }

    public Revision revision() {
        return Revision.NONE;
    }

    public Hash digest() {
        return Hash.ZERO;
    }

    /** How many badges it knows. */
    public int badges() {
        return 0;
    }

    /** A list built beside this one: this one with the items put and the keys removed. This one stays as it is. */
    public AccessList with(Revision to, Collection<? extends AccessItem> put, Collection<String> removedKeys) {
        return this;
    }

    /** Everything in it, in a fixed order. */
    public Stream<AccessItem> items() {
        return Stream.empty();
    }

    Decision decide(Situation situation, BadgeToken token, PinOutcome pin, Instant now) {
        return new Decision.Refused(Reason.NO_LIST, java.util.Optional.empty());
    }
}
