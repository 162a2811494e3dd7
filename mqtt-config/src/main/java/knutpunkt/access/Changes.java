package knutpunkt.access;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import knutpunkt.wire.PersonId;

/**
 * What is asked of a list, sorted into buckets: the item to put, or nothing where one is to go. Refuses to be asked two
 * things about one key.
 */
final class Changes {
    private final List<SortedMap<BadgeToken, Optional<AccessItem.Badge>>> badges = new ArrayList<>();
    private final List<SortedMap<String, Optional<AccessItem.Holder>>> holders = new ArrayList<>();
    private final SortedMap<String, Optional<AccessItem>> hours = new TreeMap<>();

    Changes(Collection<? extends AccessItem> put, Collection<String> removedKeys) {
        for (int bucket = 0; bucket < Bucket.COUNT; bucket++) {
            badges.add(new TreeMap<>(BadgeRows.ORDER));
            holders.add(new TreeMap<>());
        }
        removedKeys.forEach(this::remove);
        put.forEach(this::put);
    }

    SortedMap<BadgeToken, Optional<AccessItem.Badge>> badges(int bucket) {
        return badges.get(bucket);
    }

    /** By the person's id. */
    SortedMap<String, Optional<AccessItem.Holder>> holders(int bucket) {
        return holders.get(bucket);
    }

    /** Schedules and the calendar, by key. */
    SortedMap<String, Optional<AccessItem>> hours() {
        return hours;
    }

    boolean concernHolders() {
        return holders.stream().anyMatch(bucket -> !bucket.isEmpty());
    }

    /** The buckets in which an item changes. */
    IntStream buckets() {
        var concerned = new BitSet(Bucket.COUNT);
        for (int bucket = 0; bucket < Bucket.COUNT; bucket++) {
            concerned.set(bucket, !badges(bucket).isEmpty() || !holders(bucket).isEmpty());
        }
        hours.keySet().forEach(key -> concerned.set(Bucket.ofKey(key)));
        return concerned.stream();
    }

    private void put(AccessItem item) {
        Optional<?> other = switch (item) {
            case AccessItem.Badge badge -> badges.get(Bucket.of(badge.token())).put(badge.token(), Optional.of(badge));
            case AccessItem.Holder holder ->
                holders.get(Bucket.of(holder.person())).put(holder.person().text(), Optional.of(holder));
            case AccessItem.Schedule _, AccessItem.Calendar _ -> hours.put(item.key(), Optional.of(item));
        };
        if (other != null) {
            throw new IllegalArgumentException("a change may name each key once, and either put or remove it");
        }
    }

    /** A key of no kind that there is goes to the hours, which do not have it. */
    private void remove(String key) {
        Optional<BadgeToken> token = AccessItem.Badge.tokenOf(key);
        Optional<PersonId> person = AccessItem.Holder.personOf(key);
        if (token.isPresent()) {
            badges.get(Bucket.of(token.get())).put(token.get(), Optional.empty());
        } else if (person.isPresent()) {
            holders.get(Bucket.of(person.get())).put(person.get().text(), Optional.empty());
        } else {
            hours.put(key, Optional.empty());
        }
    }
}
