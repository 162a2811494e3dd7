package knutpunkt.access;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import knutpunkt.wire.Hash;
import knutpunkt.wire.PersonId;

/**
 * What a list holds, in 256 buckets of sorted arrays, each with its digest, so that a list a million badges long takes
 * few bytes, and one that differs in one item shares all but a bucket or two. Never changes.
 */
final class Parts {
    static final Parts NONE = none();

    private static final int DIGEST_BYTES = 32;

    private final BadgeRows[] badges;
    private final PersonRows[] persons;
    private final Scopes scopes;
    private final Hours hours;
    private final byte[] digests;

    private Parts(BadgeRows[] badges, PersonRows[] persons, Scopes scopes, Hours hours, byte[] digests) {
        this.badges = badges;
        this.persons = persons;
        this.scopes = scopes;
        this.hours = hours;
        this.digests = digests;
    }

    private static Parts none() {
        var badges = new BadgeRows[Bucket.COUNT];
        var persons = new PersonRows[Bucket.COUNT];
        Arrays.fill(badges, BadgeRows.NONE);
        Arrays.fill(persons, PersonRows.NONE);
        return new Parts(badges, persons, new Scopes(), Hours.NONE, new byte[Bucket.COUNT * DIGEST_BYTES]);
    }

    /** The parts of the next list, given what is new in it; of the buckets in {@code touched} the digest is made anew. */
    Parts next(
            BadgeRows[] nextBadges, PersonRows[] nextPersons, Scopes nextScopes, Hours nextHours, IntStream touched) {
        var next = new Parts(nextBadges, nextPersons, nextScopes, nextHours, digests.clone());
        touched.forEach(next::renewDigest);
        return next;
    }

    /** These with the digest of every bucket made anew. */
    Parts digested() {
        return next(badges, persons, scopes, hours, IntStream.range(0, Bucket.COUNT));
    }

    BadgeRows badges(int bucket) {
        return badges[bucket];
    }

    PersonRows persons(int bucket) {
        return persons[bucket];
    }

    Scopes scopes() {
        return scopes;
    }

    Hours hours() {
        return hours;
    }

    /** How many badges there are. */
    int badges() {
        return Arrays.stream(badges).mapToInt(BadgeRows::size).reduce(0, Math::addExact);
    }

    /** How many persons there are, with a badge or without. */
    int persons() {
        return Arrays.stream(persons).mapToInt(PersonRows::size).reduce(0, Math::addExact);
    }

    Optional<AccessItem.Badge> badge(BadgeToken token) {
        int bucket = Bucket.of(token);
        int index = badges[bucket].find(token);
        return index < 0 ? Optional.empty() : Optional.of(badge(bucket, index));
    }

    /** The holder a badge's token leads to, without looking for the person. */
    Optional<AccessItem.Holder> holder(BadgeToken token) {
        int bucket = Bucket.of(token);
        int index = badges[bucket].find(token);
        if (index < 0) {
            return Optional.empty();
        }
        int owner = badges[bucket].owner(index);
        return persons[Owner.bucket(owner)].holder(Owner.index(owner), scopes);
    }

    Optional<AccessItem.Holder> holder(PersonId person) {
        PersonRows rows = persons[Bucket.of(person)];
        int index = rows.find(person.text());
        return index < 0 ? Optional.empty() : rows.holder(index, scopes);
    }

    /** Bucket by bucket, in each by key: the order of {@link Canonical}. */
    Stream<AccessItem> items() {
        return IntStream.range(0, Bucket.COUNT).boxed().flatMap(this::items);
    }

    Stream<AccessItem> items(int bucket) {
        return Stream.of(
                        IntStream.range(0, badges[bucket].size()).mapToObj(index -> badge(bucket, index)),
                        hours.calendar(bucket),
                        persons[bucket].holders(scopes),
                        hours.schedules(bucket))
                .flatMap(items -> items);
    }

    private AccessItem.Badge badge(int bucket, int index) {
        int owner = badges[bucket].owner(index);
        PersonId person = persons[Owner.bucket(owner)].person(Owner.index(owner));
        return new AccessItem.Badge(badges[bucket].token(index), person, Owner.blocked(owner));
    }

    Hash digest() {
        return Hash.of(digests);
    }

    List<Hash> digests() {
        return IntStream.range(0, Bucket.COUNT)
                .mapToObj(bucket ->
                        Hash.ofBytes(Arrays.copyOfRange(digests, bucket * DIGEST_BYTES, (bucket + 1) * DIGEST_BYTES)))
                .toList();
    }

    static Hash digestOf(List<Hash> buckets) {
        return Hash.of(buckets.stream().map(Hash::bytes).toArray(byte[][]::new));
    }

    private void renewDigest(int bucket) {
        var out = new Octets();
        for (int index = 0; index < badges[bucket].size(); index++) {
            BadgeToken token = badges[bucket].token(index);
            int owner = badges[bucket].owner(index);
            out.u8(Canonical.BADGE).u16(token.keyId()).u64(token.high()).u64(token.low());
            Canonical.text(persons[Owner.bucket(owner)].name(Owner.index(owner)), out);
            out.u8(Owner.blocked(owner) ? 1 : 0);
        }
        hours.calendar(bucket).forEach(calendar -> Canonical.write(calendar, out));
        persons[bucket].canonical(scopes, out);
        hours.schedules(bucket).forEach(schedule -> Canonical.write(schedule, out));
        MessageDigest sha256 = Hash.sha256();
        out.update(sha256);
        byte[] digest = out.length() == 0 ? new byte[DIGEST_BYTES] : sha256.digest();
        System.arraycopy(digest, 0, digests, bucket * DIGEST_BYTES, DIGEST_BYTES);
    }
}
