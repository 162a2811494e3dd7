package knutpunkt.access;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import knutpunkt.wire.Hash;
import knutpunkt.wire.PersonId;

/**
 * All that a controller needs in order to decide, at one revision. A list never changes: the next is built beside it and
 * swapped for it, so any thread may ask it at any time. A million badges take about 40 bytes each, persons and grants
 * included.
 */
public final class AccessList {
    /** In so many parts the digest is made. */
    public static final int BUCKETS = Bucket.COUNT;

    /** How many items, of every kind together, a controller takes in as one list: a million badges, each with a holder, and room. */
    public static final int ITEMS_MAX = 3_000_000;

    private static final AccessList EMPTY = new AccessList(Revision.NONE, Parts.NONE);

    private final Revision revision;
    private final Parts parts;
    private final Hash digest;
    private final int badges;

    AccessList(Revision revision, Parts parts) {
        this.revision = revision;
        this.parts = parts;
        this.digest = parts.digest();
        this.badges = parts.badges();
    }

    /** The list of a controller that has never met the service: revision {@link Revision#NONE}, nobody in it. */
    public static AccessList empty() {
        return EMPTY;
    }

    public Revision revision() {
        return revision;
    }

    /**
     * Proves that two ends hold the same: equal for lists of the same items, by whatever changes and under whatever
     * revision they came to be. It is SHA-256 over 256 digests of parts, so that a change costs a part and not the whole.
     * Each item's bytes are written down in {@code Canonical}.
     */
    public Hash digest() {
        return digest;
    }

    /** The digests that the whole one is made of, one to a bucket: where two lists differ, these do. */
    public List<Hash> bucketDigests() {
        return parts.digests();
    }

    /** The digest of a list whose buckets have these. */
    public static Hash digestOf(List<Hash> buckets) {
        return Parts.digestOf(buckets);
    }

    /**
     * The items of one bucket, in the order of {@link #items}.
     *
     * @param bucket 0 to {@link #BUCKETS} - 1
     */
    public Stream<AccessItem> bucket(int bucket) {
        return parts.items(bucket);
    }

    /** How many badges it knows. */
    public int badges() {
        return badges;
    }

    /** About how many items there are: badges and persons, which are nearly all of them. Reads none. */
    public int size() {
        return badges + parts.persons();
    }

    public Optional<AccessItem.Badge> badge(BadgeToken token) {
        return parts.badge(token);
    }

    public Optional<AccessItem.Holder> holder(PersonId person) {
        return parts.holder(person);
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
        return new AccessList(to, NextParts.after(parts, new Changes(put, removedKeys)));
    }

    /** Everything in it, in a fixed order that its items alone determine. */
    public Stream<AccessItem> items() {
        return parts.items();
    }

    Optional<AccessItem.Holder> holderOf(BadgeToken token) {
        return parts.holder(token);
    }

    Hours hours() {
        return parts.hours();
    }

    Decision decide(Situation situation, BadgeToken token, PinOutcome pin, Instant now) {
        return Rules.decide(this, situation, token, pin, now);
    }

    @Override
    public String toString() {
        return "AccessList[" + revision + ", " + badges + " badges]";
    }
}
