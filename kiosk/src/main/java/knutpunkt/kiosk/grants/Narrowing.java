package knutpunkt.kiosk.grants;

import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.doors.DoorGroup;
import knutpunkt.kiosk.doors.DoorGroups;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;

/**
 * Makes grants less, never more. Each step answers whether anything became less by it, and leaves it to the caller to put the
 * holders whom it concerns anew.
 */
public final class Narrowing {
    private Narrowing() {}

    /** It holds no longer than until that moment; one that would not have begun by then is taken back. */
    public static boolean end(Transaction transaction, GrantId id, Instant until) {
        return Grants.find(transaction, id)
                .filter(grant -> grant.until().isAfter(until))
                .map(grant -> {
                    if (grant.from().isBefore(until)) {
                        transaction.update("UPDATE access_grant SET valid_until = ? WHERE id = ?", until, id.text());
                    } else {
                        Grants.remove(transaction, id);
                    }
                    return true;
                })
                .orElse(false);
    }

    /** It does not hold before that moment; one that would be over by then is taken back. */
    public static boolean begin(Transaction transaction, GrantId id, Instant from) {
        return Grants.find(transaction, id)
                .filter(grant -> grant.from().isBefore(from))
                .map(grant -> {
                    if (grant.until().isAfter(from)) {
                        transaction.update("UPDATE access_grant SET valid_from = ? WHERE id = ?", from, id.text());
                    } else {
                        Grants.remove(transaction, id);
                    }
                    return true;
                })
                .orElse(false);
    }

    /**
     * It opens that door no longer. A group of doors through which it does loses the door for everybody. A grant of that door
     * alone ends; one of a group that is empty by then stays, and opens nothing.
     */
    public static boolean take(Transaction transaction, GrantId id, DoorId door, Instant now) {
        return Grants.find(transaction, id)
                .map(grant -> take(transaction, grant, door, now))
                .orElse(false);
    }

    private static boolean take(Transaction transaction, Given grant, DoorId door, Instant now) {
        boolean taken = false;
        if (grant.doors().contains(door)) {
            boolean last = grant.doors().size() == 1 && grant.doorGroups().isEmpty();
            if (last) {
                return end(transaction, grant.id(), now);
            }
            transaction.update(
                    "DELETE FROM access_grant_door WHERE access_grant = ? AND door = ?",
                    grant.id().text(),
                    door.text());
            taken = true;
        }
        for (DoorGroup group : DoorGroups.all(transaction)) {
            if (grant.doorGroups().contains(group.id()) && group.doors().contains(door)) {
                Set<DoorId> left =
                        group.doors().stream().filter(one -> !one.equals(door)).collect(Collectors.toSet());
                DoorGroups.change(transaction, new DoorGroup(group.id(), group.name(), left));
                taken = true;
            }
        }
        return taken;
    }
}
