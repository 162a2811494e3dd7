package knutpunkt.crash;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Which names lead to which nodes. Changes of names go to the disk in their order, from one journal, as in ext4 and XFS: a
 * cut keeps the first so many of those that were not synced, and a rename whole or not at all. Only syncing a folder makes
 * them durable, which is all that POSIX promises. A real ext4 takes a new file's name along when the file is synced; whoever
 * counts on that is found out here. Not thread-safe; the disk sees to it.
 */
final class LossyNames {
    private Map<Long, NavigableMap<String, Long>> now = new HashMap<>();
    private final Map<Long, NavigableMap<String, Long>> durable = new HashMap<>();
    private final List<Change> unsynced = new ArrayList<>();

    /** All of it is kept, or nothing. */
    private record Change(List<Name> names) {}

    /** A name in a folder, and what it leads to from now on; empty when it is gone. */
    private record Name(long folder, String name, Optional<Long> node) {}

    Optional<Long> find(long folder, String name) {
        return Optional.ofNullable(in(folder).get(name));
    }

    /** Every name of a folder in their order, with its node. */
    NavigableMap<String, Long> in(long folder) {
        return now.getOrDefault(folder, Collections.emptyNavigableMap());
    }

    void put(long folder, String name, long node) {
        make(new Change(List.of(new Name(folder, name, Optional.of(node)))));
    }

    void remove(long folder, String name) {
        make(new Change(List.of(new Name(folder, name, Optional.empty()))));
    }

    /** In place of whatever had the new name. */
    void rename(long folder, String name, long toFolder, String toName) {
        long node = find(folder, name).orElseThrow();
        make(new Change(
                List.of(new Name(folder, name, Optional.empty()), new Name(toFolder, toName, Optional.of(node)))));
    }

    private void make(Change change) {
        apply(change, now);
        unsynced.add(change);
    }

    /** From now on every name there is survives a cut. */
    void sync() {
        unsynced.forEach(change -> apply(change, durable));
        unsynced.clear();
    }

    void cut(RandomGenerator random) {
        unsynced.subList(0, random.nextInt(unsynced.size() + 1)).forEach(change -> apply(change, durable));
        unsynced.clear();
        now = new HashMap<>();
        durable.forEach((folder, names) -> now.put(folder, new TreeMap<>(names)));
    }

    /** Every node that can be reached from a folder by names, itself among them. */
    Set<Long> reachableFrom(long folder) {
        var found = new HashSet<Long>(Set.of(folder));
        for (long node : in(folder).values()) {
            found.addAll(reachableFrom(node));
        }
        return found;
    }

    private static void apply(Change change, Map<Long, NavigableMap<String, Long>> to) {
        for (Name each : change.names()) {
            NavigableMap<String, Long> folder = to.computeIfAbsent(each.folder(), _ -> new TreeMap<>());
            each.node().ifPresentOrElse(node -> folder.put(each.name(), node), () -> folder.remove(each.name()));
        }
    }
}
