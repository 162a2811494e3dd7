package knutpunkt.simulation.disk;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How those who have one file open keep out of each other's way: SQLite's lock of the whole file, its log's index in shared
 * memory with eight locks of its own, and the one lock that Java's channels take. None of it is on the disk. Used by one
 * thread at a time.
 */
final class Sharing {
    /** SQLite's levels of a file's lock. */
    static final int NONE = 0;

    static final int SHARED = 1;
    static final int RESERVED = 2;
    static final int PENDING = 3;
    static final int EXCLUSIVE = 4;

    private static final int INDEX_LOCKS = 8;

    private final Map<OpenFile, Integer> levels = new HashMap<>();
    private final List<MemorySegment> index = new ArrayList<>();
    private final Map<OpenFile, IndexLocks> indexed = new HashMap<>();
    private @Nullable OpenFile channelLock;

    /** A bit for each of the eight. */
    private record IndexLocks(int shared, int exclusive) {
        static final IndexLocks NONE = new IndexLocks(0, 0);
    }

    /** Raises somebody's lock; false when another is in the way, who may then see it pending. */
    boolean lock(OpenFile who, int level) {
        int held = level(who);
        if (held >= level) {
            return true;
        }
        int others = highestOfOthers(who);
        if (others >= PENDING || (level > SHARED && others >= RESERVED)) {
            return false;
        }
        if (level == EXCLUSIVE && others >= SHARED) {
            levels.put(who, PENDING);
            return false;
        }
        levels.put(who, level);
        return true;
    }

    void unlock(OpenFile who, int level) {
        if (level(who) <= level) {
            return;
        }
        if (level == NONE) {
            levels.remove(who);
        } else {
            levels.put(who, level);
        }
    }

    boolean isReserved() {
        return levels.values().stream().anyMatch(level -> level > SHARED);
    }

    private int level(OpenFile who) {
        return levels.getOrDefault(who, NONE);
    }

    private int highestOfOthers(OpenFile who) {
        int highest = NONE;
        for (Map.Entry<OpenFile, Integer> each : levels.entrySet()) {
            if (each.getKey() != who) {
                highest = Math.max(highest, each.getValue());
            }
        }
        return highest;
    }

    /** The address of one part of the log's index, made of zeros if it may be; 0 when it is not there. */
    long index(OpenFile who, int part, int bytes, boolean mayExtend) {
        indexed.putIfAbsent(who, IndexLocks.NONE);
        while (mayExtend && index.size() <= part) {
            index.add(Arena.ofAuto().allocate(bytes, Long.BYTES));
        }
        return part < index.size() ? index.get(part).address() : 0;
    }

    /** Without its users the index is forgotten: the next one builds it anew from the log. */
    void leaveIndex(OpenFile who) {
        indexed.remove(who);
        if (indexed.isEmpty()) {
            index.clear();
        }
    }

    /** Takes some of the eight, or none of them. */
    boolean lockIndex(OpenFile who, int first, int count, boolean exclusive) {
        int wanted = mask(first, count);
        for (Map.Entry<OpenFile, IndexLocks> each : indexed.entrySet()) {
            IndexLocks locks = each.getValue();
            int inTheWay = exclusive ? locks.shared | locks.exclusive : locks.exclusive;
            if (each.getKey() != who && (inTheWay & wanted) != 0) {
                return false;
            }
        }
        IndexLocks held = indexed.getOrDefault(who, IndexLocks.NONE);
        indexed.put(
                who,
                exclusive
                        ? new IndexLocks(held.shared, held.exclusive | wanted)
                        : new IndexLocks(held.shared | wanted, held.exclusive));
        return true;
    }

    void unlockIndex(OpenFile who, int first, int count) {
        int kept = ~mask(first, count);
        indexed.computeIfPresent(who, (_, held) -> new IndexLocks(held.shared & kept, held.exclusive & kept));
    }

    private static int mask(int first, int count) {
        if (first < 0 || count < 1 || first + count > INDEX_LOCKS) {
            throw new IllegalArgumentException("there are no locks [" + first + "] to [" + (first + count - 1) + "]");
        }
        return ((1 << count) - 1) << first;
    }

    boolean lockChannel(OpenFile who) {
        if (channelLock != null) {
            return false;
        }
        channelLock = who;
        return true;
    }

    void unlockChannel(OpenFile who) {
        if (channelLock == who) {
            channelLock = null;
        }
    }

    /** Somebody closed the file. */
    void leave(OpenFile who) {
        unlock(who, NONE);
        leaveIndex(who);
        unlockChannel(who);
    }
}
