package knutpunkt.access;

/**
 * Whose badge it is, in one int: from the top, whether it is blocked (1 bit), the person's bucket (8), and the index in
 * it (23).
 */
final class Owner {
    /** No owner: all bits set, which no person can have. */
    static final int NOBODY = -1;

    /** How many persons a bucket can hold: two billion in a whole list, evenly spread as they are. */
    static final int PERSONS_MAX = (1 << 23) - 1;

    private static final int BLOCKED = 1 << 31;
    private static final int INDEX_BITS = 23;

    private Owner() {}

    static int of(int bucket, int index, boolean blocked) {
        if (index >= PERSONS_MAX) {
            throw new IllegalStateException("a bucket holds at most [" + PERSONS_MAX + "] persons");
        }
        return (bucket << INDEX_BITS) | index | (blocked ? BLOCKED : 0);
    }

    static int bucket(int owner) {
        return (owner >>> INDEX_BITS) & 0xFF;
    }

    static int index(int owner) {
        return owner & ((1 << INDEX_BITS) - 1);
    }

    /**
     * The same owner at another index. One who is gone, at index -1, becomes {@link #NOBODY}: no badge keeps such an
     * owner, because a person stays as long as there is one.
     */
    static int movedTo(int index, int owner) {
        return index < 0 ? NOBODY : of(bucket(owner), index, blocked(owner));
    }

    static boolean blocked(int owner) {
        return (owner & BLOCKED) != 0;
    }
}
