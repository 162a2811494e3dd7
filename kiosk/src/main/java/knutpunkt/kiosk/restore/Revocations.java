package knutpunkt.kiosk.restore;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import knutpunkt.access.AccessItem;
import knutpunkt.access.AccessList;
import knutpunkt.access.Grant;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.ScheduleId;

/**
 * What a later list revokes of an earlier one, and nothing of what it grants. Where the tables cannot say a revocation
 * exactly, more is revoked rather than less: whoever looks through them can give it again. Pure.
 *
 * <p>Not revocations: names and days of the calendar, and what lets somebody in with less than others need.
 */
final class Revocations {
    private final AccessList lost;
    private final List<AccessItem> concerned;

    /** In the order in which they are to be applied, each once. */
    private final Set<Revocation> found = new LinkedHashSet<>();

    private Revocations(AccessList common, AccessList lost) {
        this.lost = lost;
        this.concerned = differing(common, lost).toList();
    }

    static List<Revocation> between(AccessList common, AccessList lost) {
        var revocations = new Revocations(common, lost);
        revocations.badges();
        revocations.hours();
        revocations.grants(common);
        return List.copyOf(revocations.found);
    }

    /** What the earlier list has in the buckets where the two differ: all that can be different is there. */
    private static Stream<AccessItem> differing(AccessList common, AccessList lost) {
        List<Hash> ours = common.bucketDigests();
        List<Hash> theirs = lost.bucketDigests();
        return IntStream.range(0, AccessList.BUCKETS)
                .filter(bucket -> !ours.get(bucket).equals(theirs.get(bucket)))
                .boxed()
                .flatMap(common::bucket);
    }

    private <T extends AccessItem> Stream<T> concerned(Class<T> type) {
        return concerned.stream().filter(type::isInstance).map(type::cast);
    }

    private void badges() {
        concerned(AccessItem.Badge.class)
                .filter(badge -> !badge.blocked() && !isOpen(badge))
                .forEach(badge -> found.add(new Revocation.BadgeBlocked(badge.token())));
    }

    private boolean isOpen(AccessItem.Badge badge) {
        return lost.badge(badge.token())
                .filter(now -> !now.blocked() && now.person().equals(badge.person()))
                .isPresent();
    }

    private void hours() {
        Map<ScheduleId, AccessItem.Schedule> now = lost.items()
                .filter(AccessItem.Schedule.class::isInstance)
                .map(AccessItem.Schedule.class::cast)
                .collect(Collectors.toMap(AccessItem.Schedule::id, schedule -> schedule));
        concerned(AccessItem.Schedule.class)
                .forEach(before -> Optional.ofNullable(now.get(before.id())).ifPresent(after -> cut(before, after)));
    }

    private void cut(AccessItem.Schedule before, AccessItem.Schedule after) {
        BitSet weekly = Minutes.of(before.weekly());
        BitSet exceptions = Minutes.of(before.onExceptionDays());
        BitSet weeklyLeft = Minutes.both(weekly, Minutes.of(after.weekly()));
        BitSet exceptionsLeft = Minutes.both(exceptions, Minutes.of(after.onExceptionDays()));
        if (!weeklyLeft.equals(weekly) || !exceptionsLeft.equals(exceptions)) {
            found.add(
                    new Revocation.HoursCut(before.id(), Minutes.windows(weeklyLeft), Minutes.windows(exceptionsLeft)));
        }
    }

    /** A person's grant before, and what is left of it. */
    private record Left(PersonId person, Grant before, Optional<Grant> after) {
        boolean endsEarlier() {
            return after.filter(now -> now.until().isBefore(before.until())).isPresent();
        }
    }

    private void grants(AccessList common) {
        Set<GrantId> touched = concerned(AccessItem.Holder.class)
                .flatMap(this::left)
                .filter(one -> !one.after().equals(Optional.of(one.before())))
                .map(one -> one.before().id())
                .collect(Collectors.toSet());
        if (touched.isEmpty()) {
            return;
        }
        // Whether a grant is gone for all who had it, or for some, needs all of them.
        Map<GrantId, List<Left>> byGrant = common.items()
                .filter(AccessItem.Holder.class::isInstance)
                .map(AccessItem.Holder.class::cast)
                .flatMap(this::left)
                .filter(one -> touched.contains(one.before().id()))
                .collect(Collectors.groupingBy(one -> one.before().id(), LinkedHashMap::new, Collectors.toList()));
        Map<PersonId, Instant> ends = ends(byGrant);
        byGrant.forEach((grant, holders) -> compare(grant, holders, ends));
        ends.forEach((person, until) -> found.add(new Revocation.PersonUntil(person, until)));
    }

    private Stream<Left> left(AccessItem.Holder before) {
        Map<GrantId, Grant> now = new HashMap<>();
        lost.holder(before.person()).ifPresent(holder -> holder.grants().forEach(grant -> now.put(grant.id(), grant)));
        return before.grants().stream()
                .map(grant -> new Left(before.person(), grant, Optional.ofNullable(now.get(grant.id()))));
    }

    /** People of whose grants none lasts longer than the longest that was cut: their own end came, or their partner's. */
    private Map<PersonId, Instant> ends(Map<GrantId, List<Left>> byGrant) {
        Map<PersonId, Instant> ends = new LinkedHashMap<>();
        byGrant.values().stream()
                .flatMap(List::stream)
                .filter(Left::endsEarlier)
                .forEach(one -> {
                    Instant until = one.after().orElseThrow().until();
                    ends.merge(one.person(), until, (known, next) -> known.isAfter(next) ? known : next);
                });
        ends.entrySet()
                .removeIf(end -> lost.holder(end.getKey()).stream()
                        .flatMap(holder -> holder.grants().stream())
                        .anyMatch(grant -> grant.until().isAfter(end.getValue())));
        return ends;
    }

    private void compare(GrantId grant, List<Left> holders, Map<PersonId, Instant> ends) {
        List<Left> gone = holders.stream().filter(one -> one.after().isEmpty()).toList();
        List<Left> kept =
                holders.stream().filter(one -> one.after().isPresent()).toList();
        boolean otherHours = kept.stream()
                .anyMatch(one -> !one.after()
                        .orElseThrow()
                        .schedule()
                        .equals(one.before().schedule()));
        if (kept.isEmpty() || otherHours) {
            found.add(new Revocation.GrantEnded(grant));
            return;
        }
        gone.forEach(one -> found.add(new Revocation.GroupLeft(one.person())));
        until(holders, ends).ifPresent(until -> found.add(new Revocation.GrantUntil(grant, until)));
        kept.stream()
                .filter(one ->
                        one.after().orElseThrow().from().isAfter(one.before().from()))
                .map(one -> one.after().orElseThrow().from())
                .max(Comparator.naturalOrder())
                .ifPresent(from -> found.add(new Revocation.GrantFrom(grant, from)));
        var doors = new ArrayList<Revocation>();
        kept.forEach(one -> one.before().doors().stream()
                .filter(door -> !one.after().orElseThrow().doors().contains(door))
                .forEach(door -> doors.add(new Revocation.DoorTaken(grant, door))));
        found.addAll(doors);
    }

    /**
     * When a grant ends that some have for a shorter time than before. Where all of them end by themselves it ends with the last
     * of them: it may have been cut with them, and whoever gets it later would have it for longer than anybody may.
     */
    private static Optional<Instant> until(List<Left> holders, Map<PersonId, Instant> ends) {
        Optional<Instant> byItself = latest(holders.stream()
                .filter(Left::endsEarlier)
                .filter(one -> !one.after().orElseThrow().until().equals(ends.get(one.person())))
                .flatMap(one -> one.after().stream()));
        if (byItself.isPresent()) {
            return byItself;
        }
        Optional<Instant> before = latest(holders.stream().map(Left::before));
        return latest(holders.stream().flatMap(one -> one.after().stream()))
                .filter(after -> before.filter(after::isBefore).isPresent());
    }

    private static Optional<Instant> latest(Stream<Grant> grants) {
        return grants.map(Grant::until).max(Comparator.naturalOrder());
    }
}
