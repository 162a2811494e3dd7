package knutpunkt.access;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.IntUnaryOperator;

/**
 * The badges of one bucket in the order of their keys: two longs of keyed hash and the {@link Owner} as one int each. A
 * key id is kept once for each run of badges that have it. Never changes.
 */
final class BadgeRows {
    /** As the items' keys are ordered: key ids as text, where 10 comes before 2, then the keyed hash. */
    static final Comparator<BadgeToken> ORDER = Comparator.comparing(
                    BadgeToken::keyId,
                    (one, other) -> one.equals(other) ? 0 : one.toString().compareTo(other.toString()))
            .thenComparing(Comparator.naturalOrder());

    static final BadgeRows NONE = new BadgeRows(new long[0], new int[0], new int[0], new int[0]);

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

    /** The same badges, each with another owner; these very rows when no owner differs. */
    BadgeRows withOwners(IntUnaryOperator ownerAfter) {
        int[] after = Arrays.stream(owners).map(ownerAfter).toArray();
        return Arrays.equals(owners, after) ? this : new BadgeRows(hashes, after, keyIds, keyEnds);
    }

    /** These badges with others added or given another owner, or taken away where that is {@link Owner#NOBODY}. */
    BadgeRows with(SortedMap<BadgeToken, Integer> changed) {
        var next = new Writer(owners.length + changed.size());
        int old = 0;
        for (Map.Entry<BadgeToken, Integer> change : changed.entrySet()) {
            int found = find(change.getKey());
            for (int upTo = found < 0 ? -1 - found : found; old < upTo; old++) {
                next.append(token(old), owners[old]);
            }
            if (found >= 0) {
                old++;
            }
            if (change.getValue() != Owner.NOBODY) {
                next.append(change.getKey(), change.getValue());
            }
        }
        for (; old < owners.length; old++) {
            next.append(token(old), owners[old]);
        }
        return next.rows();
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
