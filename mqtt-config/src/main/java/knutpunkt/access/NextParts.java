package knutpunkt.access;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
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
    /** For each bucket of persons, how many more badges name one, by id. */
    private final List<Map<String, Integer>> badgesMore = new ArrayList<>();
    /** For each bucket of persons in which some moved, where each went. */
    private final Map<Integer, int[]> places = new HashMap<>();

    private NextParts(Parts before, Changes changes) {
        this.before = before;
        this.changes = changes;
        this.scopes = changes.concernHolders() ? before.scopes().copy() : before.scopes();
    }

    static Parts after(Parts before, Changes changes) {
        return new NextParts(before, changes).write();
    }

    private Parts write() {
        for (int bucket = 0; bucket < Bucket.COUNT; bucket++) {
            badgesMore.add(new HashMap<>());
        }
        for (int bucket = 0; bucket < Bucket.COUNT; bucket++) {
            countBadges(bucket);
        }
        for (int bucket = 0; bucket < Bucket.COUNT; bucket++) {
            writePersons(bucket);
        }
        for (int bucket = 0; bucket < Bucket.COUNT; bucket++) {
            writeBadges(bucket);
        }
        return before.next(badges, persons, scopes, before.hours().with(changes.hours()), changes.buckets());
    }

    private void countBadges(int bucket) {
        BadgeRows rows = before.badges(bucket);
        changes.badges(bucket).forEach((token, badge) -> {
            int index = rows.find(token);
            if (index >= 0) {
                int owner = rows.owner(index);
                PersonRows owners = before.persons(Owner.bucket(owner));
                String name = new String(owners.name(Owner.index(owner)), StandardCharsets.US_ASCII);
                badgesMore.get(Owner.bucket(owner)).merge(name, -1, Integer::sum);
            }
            badge.map(AccessItem.Badge::person)
                    .ifPresent(person -> badgesMore.get(Bucket.of(person)).merge(person.text(), 1, Integer::sum));
        });
    }

    private void writePersons(int bucket) {
        SortedMap<String, byte[]> rows = new TreeMap<>();
        changes.holders(bucket).forEach((name, holder) -> rows.put(name, row(bucket, name, holder)));
        badgesMore.get(bucket).forEach((name, more) -> rows.computeIfAbsent(name, _ -> row(bucket, name)));
        if (rows.isEmpty()) {
            persons[bucket] = before.persons(bucket);
            return;
        }
        PersonRows.Changed changed = before.persons(bucket).with(rows);
        persons[bucket] = changed.rows();
        if (changed.moved()) {
            places.put(bucket, changed.places());
        }
    }

    private byte[] row(int bucket, String name, Optional<AccessItem.Holder> holder) {
        PersonRows rows = before.persons(bucket);
        int index = rows.find(name);
        if (index >= 0) {
            rows.release(index, scopes);
        }
        return row(
                bucket,
                name,
                index,
                holder.map(after -> HolderForm.write(after, scopes)).orElse(NOTHING));
    }

    private byte[] row(int bucket, String name) {
        PersonRows rows = before.persons(bucket);
        int index = rows.find(name);
        return row(bucket, name, index, index < 0 ? NOTHING : rows.holderForm(index));
    }

    private byte[] row(int bucket, String name, int index, byte[] holder) {
        int had = index < 0 ? 0 : before.persons(bucket).badges(index);
        int has = had + badgesMore.get(bucket).getOrDefault(name, 0);
        return has == 0 && holder.length == 0 ? NOTHING : PersonRows.row(name, has, holder);
    }

    private void writeBadges(int bucket) {
        BadgeRows rows = before.badges(bucket);
        badges[bucket] = places.isEmpty() ? rows : rows.withOwners(this::moved);
        if (!changes.badges(bucket).isEmpty()) {
            SortedMap<BadgeToken, Integer> owners = new TreeMap<>(BadgeRows.ORDER);
            changes.badges(bucket)
                    .forEach((token, badge) ->
                            owners.put(token, badge.map(this::owner).orElse(Owner.NOBODY)));
            badges[bucket] = badges[bucket].with(owners);
        }
    }

    /** The same owner at the place it went to. Of one who is gone every badge changes too, so any answer will do. */
    private int moved(int owner) {
        int[] moves = places.get(Owner.bucket(owner));
        if (moves == null) {
            return owner;
        }
        int place = moves[Owner.index(owner)];
        return place < 0 ? Owner.NOBODY : Owner.of(Owner.bucket(owner), place, Owner.blocked(owner));
    }

    private int owner(AccessItem.Badge badge) {
        PersonId person = badge.person();
        int bucket = Bucket.of(person);
        return Owner.of(bucket, persons[bucket].find(person.text()), badge.blocked());
    }
}
