package knutpunkt.access;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import knutpunkt.wire.PersonId;

/** What is asked of a list, by bucket and in the order of keys. Refuses to be asked two things about one key. */
final class Changes {
    private final List<List<OfBadge>> badges = new ArrayList<>();
    private final List<List<OfHolder>> holders = new ArrayList<>();
    private final SortedMap<String, Optional<AccessItem>> hours = new TreeMap<>();

    /** The badge to put, or that there is to be none. */
    record OfBadge(BadgeToken token, Optional<AccessItem.Badge> badge) {
        static final Comparator<OfBadge> ORDER = Comparator.comparing(OfBadge::token, BadgeRows.ORDER);
    }

    /** The holder to put, or that there is to be none, by the person's id. */
    record OfHolder(String name, Optional<AccessItem.Holder> holder) {
        static final Comparator<OfHolder> ORDER = Comparator.comparing(OfHolder::name);
    }

    Changes(Collection<? extends AccessItem> put, Collection<String> removedKeys) {
        for (int bucket = 0; bucket < Bucket.COUNT; bucket++) {
            badges.add(new ArrayList<>());
            holders.add(new ArrayList<>());
        }
        new HashSet<>(removedKeys).forEach(this::remove);
        put.forEach(this::put);
        badges.forEach(bucket -> sort(bucket, OfBadge.ORDER));
        holders.forEach(bucket -> sort(bucket, OfHolder.ORDER));
    }

    /** To put items of which some may have one key: the later counts. */
    static Changes lastOfEach(Collection<? extends AccessItem> put) {
        Map<String, AccessItem> last = new HashMap<>();
        put.forEach(item -> last.put(item.key(), item));
        return new Changes(last.values(), List.of());
    }

    List<OfBadge> badges(int bucket) {
        return badges.get(bucket);
    }

    List<OfHolder> holders(int bucket) {
        return holders.get(bucket);
    }

    /** Schedules and the calendar to put, or nothing where one is to go, by key. */
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
        switch (item) {
            case AccessItem.Badge badge ->
                badges.get(Bucket.of(badge.token())).add(new OfBadge(badge.token(), Optional.of(badge)));
            case AccessItem.Holder holder ->
                holders.get(Bucket.of(holder.person()))
                        .add(new OfHolder(holder.person().text(), Optional.of(holder)));
            case AccessItem.Schedule _, AccessItem.Calendar _ -> {
                if (hours.put(item.key(), Optional.of(item)) != null) {
                    throw twice();
                }
            }
        }
    }

    /** A key of no kind that there is goes to the hours, which do not have it. */
    private void remove(String key) {
        Optional<BadgeToken> token = AccessItem.Badge.tokenOf(key);
        Optional<PersonId> person = AccessItem.Holder.personOf(key);
        if (token.isPresent()) {
            badges.get(Bucket.of(token.get())).add(new OfBadge(token.get(), Optional.empty()));
        } else if (person.isPresent()) {
            holders.get(Bucket.of(person.get())).add(new OfHolder(person.get().text(), Optional.empty()));
        } else {
            hours.put(key, Optional.empty());
        }
    }

    private static <T> void sort(List<T> changes, Comparator<T> order) {
        changes.sort(order);
        for (int i = 1; i < changes.size(); i++) {
            if (order.compare(changes.get(i - 1), changes.get(i)) == 0) {
                throw twice();
            }
        }
    }

    private static IllegalArgumentException twice() {
        return new IllegalArgumentException("a change may name each key once, and either put or remove it");
    }
}
