package knutpunkt.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import knutpunkt.wire.PersonId;

/**
 * The order in which reasons are asked. The first that holds is the answer; a grant only allows, so it comes late:
 *
 * <ol>
 *   <li>{@link Reason#NO_LIST}: the revision is {@link Revision#NONE}
 *   <li>{@link Reason#UNKNOWN_BADGE}
 *   <li>{@link Reason#BLOCKED}
 *   <li>{@link Reason#LOCKDOWN}: unless the holder enters in lockdown
 *   <li>{@link Reason#LEASE_ENDED}: for nobody, or only for the essential, is it still open
 *   <li>{@link Reason#CLOCK_UNTRUSTED}: lost; or a lower bound at a door of high risk
 *   <li>{@link Reason#NO_GRANT}, {@link Reason#OUT_OF_HOURS}, {@link Reason#NOT_YET_VALID}, {@link Reason#ENDED}: see
 *       {@link GrantChoice}
 *   <li>{@link Reason#PIN_MISSING}, {@link Reason#PIN_WRONG}: a PIN is asked for only once all else would let in
 * </ol>
 *
 * A word that is not known here counts as the strictest of its kind. A badge whose holder the list lacks is that of
 * somebody with no privilege and no grant.
 */
final class Rules {
    private Rules() {}

    static Decision decide(AccessList list, Situation situation, BadgeToken token, PinOutcome pin, Instant now) {
        if (list.revision().equals(Revision.NONE)) {
            return refused(Reason.NO_LIST);
        }
        Optional<AccessItem.Badge> known = list.badge(token);
        if (known.isEmpty()) {
            return refused(Reason.UNKNOWN_BADGE);
        }
        AccessItem.Badge badge = known.get();
        AccessItem.Holder holder = list.holderOf(token).orElseGet(() -> nobody(badge.person()));
        if (badge.blocked()) {
            return refused(Reason.BLOCKED, holder);
        }
        if (inLockdown(situation.posture()) && !holder.entersInLockdown()) {
            return refused(Reason.LOCKDOWN, holder);
        }
        if (!leaseAdmits(situation.lease(), holder.essential())) {
            return refused(Reason.LEASE_ENDED, holder);
        }
        if (!clockAdmits(situation.clock(), situation.highRisk())) {
            return refused(Reason.CLOCK_UNTRUSTED, holder);
        }
        return switch (GrantChoice.among(holder.grants(), situation.door(), list.hours(), now)) {
            case GrantChoice.None(Reason reason) -> refused(reason, holder);
            case GrantChoice.InForce(Grant grant) -> afterPin(holder, grant, pin);
        };
    }

    private static Decision afterPin(AccessItem.Holder holder, Grant grant, PinOutcome pin) {
        var granted = new Decision.Granted(holder.person(), grant.id(), holder.extendedTime());
        if (!holder.pinNeeded()) {
            return granted;
        }
        return switch (pin) {
            case RIGHT -> granted;
            case NOT_GIVEN -> refused(Reason.PIN_MISSING, holder);
            case WRONG -> refused(Reason.PIN_WRONG, holder);
        };
    }

    private static boolean inLockdown(Posture posture) {
        return switch (posture) {
            case NORMAL -> false;
            case LOCKDOWN, UNKNOWN -> true;
        };
    }

    private static boolean leaseAdmits(Lease lease, boolean essential) {
        return switch (lease) {
            case CURRENT -> true;
            case ESSENTIAL_ONLY -> essential;
            case ENDED, UNKNOWN -> false;
        };
    }

    private static boolean clockAdmits(ClockTrust clock, boolean highRisk) {
        return switch (clock) {
            case TRUSTED -> true;
            case LOWER_BOUND -> !highRisk;
            case LOST, UNKNOWN -> false;
        };
    }

    private static AccessItem.Holder nobody(PersonId person) {
        return new AccessItem.Holder(person, false, false, false, false, List.of());
    }

    private static Decision refused(Reason reason) {
        return new Decision.Refused(reason, Optional.empty());
    }

    private static Decision refused(Reason reason, AccessItem.Holder holder) {
        return new Decision.Refused(reason, Optional.of(holder.person()));
    }
}
