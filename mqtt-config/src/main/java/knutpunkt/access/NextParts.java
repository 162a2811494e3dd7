package knutpunkt.access;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import knutpunkt.wire.PersonId;

/**
 * Writes the parts of the list that follows another, beside it: first the persons, then the badges, which name a person
 * by bucket and index and so follow where one moves. A person stays as long as there is a holder or a badge, which is
 * why every row counts its badges. For one thread, once.
 */
final class NextParts {
    private static final byte[] NOTHING = {};

    private final Parts before;
    private final Changes changes;
    private final Scopes scopes;
    private final BadgeRows[] badges = new BadgeRows[Bucket.COUNT];
    private final PersonRows[] persons = new PersonRows[Bucket.COUNT];
    private final Map<String, Owned> owned = new HashMap<>();
    /** The same, by the person's bucket. */
    private final List<List<Owned>> ownedByBucket = new ArrayList<>();
    /** Whose each changed badge will be, by the badge's bucket and in the order of its changes. */
    private final List<List<Optional<Owned>>> owners = new ArrayList<>();
    /** For each bucket of persons in which some moved, where each went; nothing for the others. */
    private final int[][] places = new int[Bucket.COUNT][0];

    private boolean someMoved;

    /** A person of whom badges come or go: how many more there will be, and then at which index the person is. */
    private static final class Owned {
        private final String name;
        private final int bucket;
        private int more;
        private int index;

        Owned(String name, int bucket) {
            this.name = name;
            this.bucket = bucket;
        }
    }

    private NextParts(Parts before, Changes changes) {
        this.before = before;
        this.changes = changes;
        this.scopes = changes.concernHolders() ? before.scopes().copy() : before.scopes();
    }

    static Parts after(Parts before, Changes changes) {
        return new NextParts(before, changes).write(changes.buckets());
    }

    /** The same, for a list that more is coming to: the digests are still those of {@code before}. */
    static Parts undigested(Parts before, Changes changes) {
        return new NextParts(before, changes).write(IntStream.empty());
    }

    private Parts write(IntStream digested) {
        for (int bucket = 0; bucket < Bucket.COUNT; bucket++) {
            ownedByBucket.add(new ArrayList<>());
        }
        for (int bucket = 0; bucket < Bucket.COUNT; bucket++) {
            owners.add(countBadges(bucket));
        }
        for (int bucket = 0; bucket < Bucket.COUNT; bucket++) {
            writePersons(bucket);
        }
        for (int bucket = 0; bucket < Bucket.COUNT; bucket++) {
            writeBadges(bucket);
        }
        return before.next(badges, persons, scopes, before.hours().with(changes.hours()), digested);
    }

    private List<Optional<Owned>> countBadges(int bucket) {
        BadgeRows rows = before.badges(bucket);
        List<Optional<Owned>> ownersAfter = new ArrayList<>();
        for (Changes.OfBadge change : changes.badges(bucket)) {
            int index = rows.find(change.token());
            if (index >= 0) {
                int owner = rows.owner(index);
                byte[] name = before.persons(Owner.bucket(owner)).name(Owner.index(owner));
                owned(new String(name, StandardCharsets.US_ASCII)).more--;
            }
            Optional<Owned> owner =
                    change.badge().map(badge -> owned(badge.person().text()));
            owner.ifPresent(person -> person.more++);
            ownersAfter.add(owner);
        }
        return ownersAfter;
    }

    private Owned owned(String name) {
        return owned.computeIfAbsent(name, _ -> {
            var person = new Owned(name, Bucket.of(new PersonId(name)));
            ownedByBucket.get(person.bucket).add(person);
            return person;
        });
    }

    private void writePersons(int bucket) {
        List<Owned> inBucket = ownedByBucket.get(bucket);
        if (changes.holders(bucket).isEmpty() && inBucket.isEmpty()) {
            persons[bucket] = before.persons(bucket);
            return;
        }
        SortedMap<String, byte[]> rows = new TreeMap<>();
        for (Changes.OfHolder change : changes.holders(bucket)) {
            rows.put(change.name(), row(bucket, change));
        }
        for (Owned person : inBucket) {
            rows.computeIfAbsent(person.name, _ -> row(person));
        }
        PersonRows.Changed changed = before.persons(bucket).with(rows);
        persons[bucket] = changed.rows();
        if (changed.moved()) {
            places[bucket] = changed.places();
            someMoved = true;
        }
        for (Owned person : inBucket) {
            person.index = persons[bucket].find(person.name);
        }
    }

    /** The row of a person whose holder comes, changes or goes. */
    private byte[] row(int bucket, Changes.OfHolder change) {
        PersonRows rows = before.persons(bucket);
        int index = rows.find(change.name());
        if (index >= 0) {
            rows.release(index, scopes);
        }
        byte[] holder =
                change.holder().map(after -> HolderForm.write(after, scopes)).orElse(NOTHING);
        Owned badgesToo = owned.get(change.name());
        int had = index < 0 ? 0 : rows.badges(index);
        return row(change.name(), had + (badgesToo == null ? 0 : badgesToo.more), holder);
    }

    /** The row of a person of whom only badges come or go. */
    private byte[] row(Owned person) {
        PersonRows rows = before.persons(person.bucket);
        int index = rows.find(person.name);
        return index < 0
                ? row(person.name, person.more, NOTHING)
                : row(person.name, rows.badges(index) + person.more, rows.holderForm(index));
    }

    private static byte[] row(String name, int badges, byte[] holder) {
        return badges == 0 && holder.length == 0 ? NOTHING : PersonRows.row(name, badges, holder);
    }

    private void writeBadges(int bucket) {
        BadgeRows rows = before.badges(bucket);
        badges[bucket] = someMoved ? rows.withOwnersAt(places) : rows;
        List<Changes.OfBadge> changed = changes.badges(bucket);
        if (changed.isEmpty()) {
            return;
        }
        List<BadgeToken> tokens = new ArrayList<>(changed.size());
        int[] ownersAfter = new int[changed.size()];
        for (int i = 0; i < changed.size(); i++) {
            tokens.add(changed.get(i).token());
            ownersAfter[i] = owner(changed.get(i), owners.get(bucket).get(i));
        }
        badges[bucket] = badges[bucket].with(tokens, ownersAfter);
    }

    private static int owner(Changes.OfBadge change, Optional<Owned> person) {
        boolean blocked = change.badge().map(AccessItem.Badge::blocked).orElse(false);
        return person.map(of -> Owner.of(of.bucket, of.index, blocked)).orElse(Owner.NOBODY);
    }
}
