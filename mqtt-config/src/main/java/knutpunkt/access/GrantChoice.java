package knutpunkt.access;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import knutpunkt.wire.DoorId;

/**
 * Which of a person's grants lets them in at a door now, or why none does. Of several that do, the one that holds
 * longest, then the one whose id comes first: the same at the door and in the service. Where none does, the reason is
 * that of the grant that comes nearest: at another hour, later, or over.
 */
sealed interface GrantChoice {
    /** Ends later first, then by id. */
    Comparator<Grant> PREFERENCE = Comparator.comparing(Grant::until)
            .reversed()
            .thenComparing(grant -> grant.id().text());

    record InForce(Grant grant) implements GrantChoice {}

    record None(Reason reason) implements GrantChoice {}

    static GrantChoice among(List<Grant> grants, DoorId door, Hours hours, Instant now) {
        List<Grant> here =
                grants.stream().filter(grant -> grant.doors().contains(door)).toList();
        List<Grant> valid = here.stream()
                .filter(grant -> hasBegun(grant, now) && !isOver(grant, now))
                .toList();
        Optional<Grant> best = valid.stream()
                .filter(grant -> hours.admit(grant.schedule(), now))
                .min(PREFERENCE);
        if (best.isPresent()) {
            return new InForce(best.get());
        }
        if (!valid.isEmpty()) {
            return new None(Reason.OUT_OF_HOURS);
        }
        if (here.stream().anyMatch(grant -> !hasBegun(grant, now))) {
            return new None(Reason.NOT_YET_VALID);
        }
        return new None(here.isEmpty() ? Reason.NO_GRANT : Reason.ENDED);
    }

    private static boolean hasBegun(Grant grant, Instant now) {
        return !now.isBefore(grant.from());
    }

    private static boolean isOver(Grant grant, Instant now) {
        return !now.isBefore(grant.until());
    }
}
