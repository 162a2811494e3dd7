package knutpunkt.simulation.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Who may open what by which list: a decision of its own, by true time. Lists that the service has forgotten, because it
 * runs on an older copy of its data, are in force at doors until they get another.
 */
final class Rights {
    private final TreeMap<ListNumber, Set<Right>> lists = new TreeMap<>();
    private final TreeMap<ListNumber, List<Set<Right>>> forgotten = new TreeMap<>();

    Rights() {
        lists.put(ListNumber.NONE, Set.of());
    }

    void changed(ListNumber list, Collection<Right> rights) {
        lists.put(list, Set.copyOf(rights));
    }

    ListNumber newest() {
        return lists.lastKey();
    }

    /** Whether the service knows it still. */
    boolean isKnown(ListNumber list) {
        return lists.containsKey(list);
    }

    /** What came after that list is forgotten; its numbers may be given once more. */
    void backTo(ListNumber newest) {
        var after = lists.tailMap(newest, false);
        after.forEach((list, rights) ->
                forgotten.computeIfAbsent(list, _ -> new ArrayList<>()).add(rights));
        after.clear();
    }

    /** What a list of that number says: of one number there may be two. */
    private Stream<Set<Right>> of(ListNumber list) {
        List<Set<Right>> lost = forgotten.getOrDefault(list, List.of());
        boolean onlyLost = !lost.isEmpty() && !lists.containsKey(list);
        return onlyLost
                ? lost.stream()
                : Stream.concat(lost.stream(), Stream.of(lists.floorEntry(list).getValue()));
    }

    private static boolean may(Set<Right> rights, long badge, String door, long earliestNanos, long latestNanos) {
        return rights.stream()
                .anyMatch(right -> right.badge() == badge
                        && right.door().equals(door)
                        && right.fromNanos() <= latestNanos
                        && right.untilNanos() > earliestNanos);
    }

    /** Whether a list may let a badge in at some time of those between, both included. */
    boolean may(ListNumber list, long badge, String door, long earliestNanos, long latestNanos) {
        return of(list).anyMatch(rights -> may(rights, badge, door, earliestNanos, latestNanos));
    }

    /** Whether a list lets a badge in at that time, whichever of that number it is. */
    boolean must(ListNumber list, long badge, String door, long atNanos) {
        return of(list).allMatch(rights -> may(rights, badge, door, atNanos, atNanos));
    }

    /** Whether any list from this one on may. */
    boolean mayByAnyFrom(ListNumber list, long badge, String door, long earliestNanos, long latestNanos) {
        return may(list, badge, door, earliestNanos, latestNanos)
                || Stream.concat(
                                lists.tailMap(list, false).values().stream(),
                                forgotten.tailMap(list, false).values().stream().flatMap(List::stream))
                        .anyMatch(rights -> may(rights, badge, door, earliestNanos, latestNanos));
    }
}
