package knutpunkt.access;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import knutpunkt.wire.Hash;
import knutpunkt.wire.PersonId;

/** All that a controller needs in order to decide, at one revision. Never changes; safe for use by several threads. */
public final class AccessList {
    private static final int BUCKETS = 256;
    private static final AccessList EMPTY = new AccessList(Revision.NONE, new TreeMap<>(), Hours.NONE);

    private final Revision revision;
    private final SortedMap<String, AccessItem> items;
    private final Hours hours;
    private final Hash digest;

    private AccessList(Revision revision, SortedMap<String, AccessItem> items, Hours hours) {
        this.revision = revision;
        this.items = items;
        this.hours = hours;
        this.digest = digestOf(items);
    }

    /** The list of a controller that has never met the service: revision {@link Revision#NONE}, nobody in it. */
    public static AccessList empty() {
        return EMPTY;
    }

    public Revision revision() {
        return revision;
    }

    /** The same for the same items, whatever their revision and the way they came. */
    public Hash digest() {
        return digest;
    }

    /** How many badges it knows. */
    public int badges() {
        return (int) items.values().stream()
                .filter(AccessItem.Badge.class::isInstance)
                .count();
    }

    public Optional<AccessItem.Badge> badge(BadgeToken token) {
        return Optional.ofNullable((AccessItem.Badge) items.get(AccessItem.Badge.keyOf(token)));
    }

    public Optional<AccessItem.Holder> holder(PersonId person) {
        return Optional.ofNullable((AccessItem.Holder) items.get(AccessItem.Holder.keyOf(person)));
    }

    /**
     * A list built beside this one: this one with the items put and the keys removed. This one stays as it is. Removing
     * what is not there is no mistake.
     *
     * @throws IllegalArgumentException when {@code to} is not after this revision, two items have one key, or a key is
     *     both put and removed
     */
    public AccessList with(Revision to, Collection<? extends AccessItem> put, Collection<String> removedKeys) {
        requireNonNull(to, "to");
        if (!to.isAfter(revision)) {
            throw new IllegalArgumentException("revision [" + to + "] must be after [" + revision + "]");
        }
        Set<String> removed = Set.copyOf(new HashSet<>(removedKeys));
        var changed = new TreeMap<>(items);
        changed.keySet().removeAll(removed);
        Set<String> seen = new HashSet<>();
        for (AccessItem item : put) {
            if (!seen.add(item.key()) || removed.contains(item.key())) {
                throw new IllegalArgumentException("an update may name each key once only");
            }
            changed.put(item.key(), item);
        }
        return new AccessList(to, changed, hours.with(put, removed));
    }

    /** Everything in it, in the order of the keys. */
    public Stream<AccessItem> items() {
        return items.values().stream();
    }

    Hours hours() {
        return hours;
    }

    Decision decide(Situation situation, BadgeToken token, PinOutcome pin, Instant now) {
        return Rules.decide(this, situation, token, pin, now);
    }

    private static Hash digestOf(SortedMap<String, AccessItem> items) {
        List<MessageDigest> buckets = new ArrayList<>();
        boolean[] used = new boolean[BUCKETS];
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            buckets.add(Hash.sha256());
        }
        for (AccessItem item : items.values()) {
            int bucket = bucketOf(item);
            used[bucket] = true;
            buckets.get(bucket).update(Canonical.of(item));
        }
        byte[][] digests = new byte[BUCKETS][];
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            digests[bucket] = used[bucket] ? buckets.get(bucket).digest() : new byte[32];
        }
        return Hash.of(digests);
    }

    private static int bucketOf(AccessItem item) {
        return switch (item) {
            case AccessItem.Badge badge -> (int) (badge.token().high() >>> 56);
            case AccessItem.Holder _, AccessItem.Schedule _, AccessItem.Calendar _ ->
                Hash.sha256().digest(item.key().getBytes(StandardCharsets.UTF_8))[0] & 0xFF;
        };
    }
}
