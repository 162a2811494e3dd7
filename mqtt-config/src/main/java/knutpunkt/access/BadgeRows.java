package knutpunkt.access;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The badges of one bucket in the order of their keys: two longs of keyed hash and the {@link Owner} as one int each. A
 * key id is kept once for each run of badges that have it. Never changes.
 */
final class BadgeRows {
    /** As the items' keys are ordered: key ids as text, where 10 comes before 2, then the keyed hash. */
    static final Comparator<BadgeToken> ORDER = (one, other) -> one.keyId() == other.keyId()
            ? one.compareTo(other)
            : Integer.compare(textOrder(one.keyId()), textOrder(other.keyId()));

    static final BadgeRows NONE = new BadgeRows(new long[0], new int[0], new int[0], new int[0]);

    private static final int KEY_ID_LONGEST = 10_000;
    private static final int KEY_ID_DIGITS_MAX = 5;

    private final long[] hashes;
    private final int[] owners;
    private final int[] keyIds;
    private final int[] keyEnds;

    private BadgeRows(long[] hashes, int[] owners, int[] keyIds, int[] keyEnds) {
        this.hashes = hashes;
        this.owners = owners;
        this.keyIds = keyIds;
        this.keyEnds = keyEnds;
    }

    int size() {
        return owners.length;
    }

    /** The badge's index, or {@code -1 - } where it would be. */
    int find(BadgeToken token) {
        int start = 0;
        for (int run = 0; run < keyIds.length; run++) {
            if (keyIds[run] == token.keyId()) {
                return find(token, start, keyEnds[run]);
            }
            if (ORDER.compare(token(keyIds[run], start), token) > 0) {
                return -1 - start;
            }
            start = keyEnds[run];
        }
        return -1 - start;
    }

    private int find(BadgeToken token, int from, int to) {
        int low = from;
        int high = to - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Long.compareUnsigned(hashes[2 * middle], token.high());
            if (order == 0) {
                order = Long.compareUnsigned(hashes[2 * middle + 1], token.low());
            }
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1 - low;
    }

    BadgeToken token(int index) {
        int run = 0;
        while (keyEnds[run] <= index) {
            run++;
        }
        return token(keyIds[run], index);
    }

    private BadgeToken token(int keyId, int index) {
        return new BadgeToken(keyId, hashes[2 * index], hashes[2 * index + 1]);
    }

    int owner(int index) {
        return owners[index];
    }

    /**
     * The same badges after persons moved within their buckets; these very rows when none is of such a bucket.
     *
     * @param places for each bucket where the person at an index went, or nothing when nobody in it moved
     */
    BadgeRows withOwnersAt(int[][] places) {
        int first = 0;
        while (first < owners.length && places[Owner.bucket(owners[first])].length == 0) {
            first++;
        }
        if (first == owners.length) {
            return this;
        }
        int[] after = owners.clone();
        for (int index = first; index < after.length; index++) {
            int[] moves = places[Owner.bucket(after[index])];
            if (moves.length > 0) {
                after[index] = Owner.movedTo(moves[Owner.index(after[index])], after[index]);
            }
        }
        return new BadgeRows(hashes, after, keyIds, keyEnds);
    }

    /**
     * These badges with others added or given another owner.
     *
     * @param tokens in their order, each once
     * @param tokenOwners the owner of each, {@link Owner#NOBODY} to take the badge away
     */
    BadgeRows with(List<BadgeToken> tokens, int[] tokenOwners) {
        var next = new Writer(Math.addExact(owners.length, tokens.size()));
        int old = 0;
        for (int i = 0; i < tokens.size(); i++) {
            int found = find(tokens.get(i));
            for (int upTo = found < 0 ? -1 - found : found; old < upTo; old++) {
                next.append(token(old), owners[old]);
            }
            if (found >= 0) {
                old++;
            }
            if (tokenOwners[i] != Owner.NOBODY) {
                next.append(tokens.get(i), tokenOwners[i]);
            }
        }
        for (; old < owners.length; old++) {
            next.append(token(old), owners[old]);
        }
        return next.rows();
    }

    /** Numbers in the order of their texts: by digits from the left, and of two with the same the shorter first. */
    private static int textOrder(int keyId) {
        int digits = keyId;
        int length = KEY_ID_DIGITS_MAX;
        for (; digits < KEY_ID_LONGEST; digits *= 10) {
            length--;
        }
        return digits * 8 + length;
    }

    private static final class Writer {
        private final long[] hashes;
        private final int[] owners;
        private int[] keyIds = new int[0];
        private int[] keyEnds = new int[0];
        private int size;

        Writer(int capacity) {
            hashes = new long[Math.multiplyExact(2, capacity)];
            owners = new int[capacity];
        }

        void append(BadgeToken token, int owner) {
            int runs = keyIds.length;
            if (runs == 0 || keyIds[runs - 1] != token.keyId()) {
                keyIds = Arrays.copyOf(keyIds, runs + 1);
                keyEnds = Arrays.copyOf(keyEnds, runs + 1);
                keyIds[runs] = token.keyId();
            }
            hashes[2 * size] = token.high();
            hashes[2 * size + 1] = token.low();
            owners[size++] = owner;
            keyEnds[keyEnds.length - 1] = size;
        }

        BadgeRows rows() {
            return new BadgeRows(Arrays.copyOf(hashes, 2 * size), Arrays.copyOf(owners, size), keyIds, keyEnds);
        }
    }
}
