package knutpunkt.access;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.PersonId;

/** What the list says about one badge at one door at one moment, with the rule that fired. */
public sealed interface Decision {

    /** Whose badge it is, where the list knows. */
    Optional<PersonId> who();

    /** The badge opens the door. */
    record Granted(PersonId person, GrantId grant, boolean extendedTime) implements Decision {
        public Granted {
            requireNonNull(person, "person");
            requireNonNull(grant, "grant");
        }

        @Override
        public Optional<PersonId> who() {
            return Optional.of(person);
        }
    }

    /** The badge does not, and why. */
    record Refused(Reason reason, Optional<PersonId> who) implements Decision {
        public Refused {
            requireNonNull(reason, "reason");
            requireNonNull(who, "who");
        }
    }

    /**
     * Decides. Pure: the same arguments always give the same answer, at the door and in the service alike. A grant only
     * allows; a blocked badge, lockdown, a missing PIN, a run-out lease or a lost clock override any grant. {@link Rules}
     * has the order in which reasons are asked.
     *
     * @param now the time, or its lower bound when the situation says that the clock is not trusted
     */
    static Decision decide(AccessList list, Situation situation, BadgeToken token, PinOutcome pin, Instant now) {
        return list.decide(situation, token, pin, now);
    }
}
