package knutpunkt.simulation.disk;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * The content of one file: what is read is always what was written last, and beside it is kept what the medium still holds
 * of each sector that was not synced since. Used by one thread at a time.
 */
final class StoredFile implements Entry {
    /** What a disk reads and writes at once, in bytes, and what SQLite is told. */
    static final int SECTOR = 4096;

    private static final byte[] ZEROS = new byte[SECTOR];

    private final TreeMap<Integer, byte[]> medium = new TreeMap<>(); // by sector, of those not synced
    private byte[] bytes; // whole sectors; zeros from size on
    private int size;
    private int syncedSize;
    private Sharing sharing = new Sharing();
    private Set<PosixFilePermission> permissions;
    private Instant modifiedAt;

    StoredFile(Set<PosixFilePermission> permissions, Instant madeAt) {
        this(permissions, madeAt, new byte[0], 0);
    }

    private StoredFile(Set<PosixFilePermission> permissions, Instant modifiedAt, byte[] bytes, int size) {
        this.permissions = permissions;
        this.modifiedAt = modifiedAt;
        this.bytes = bytes;
        this.size = size;
        this.syncedSize = size;
    }

    @Override
    public Set<PosixFilePermission> permissions() {
        return permissions;
    }

    @Override
    public StoredFile with(Set<PosixFilePermission> other) {
        permissions = other;
        return this;
    }

    long size() {
        return size;
    }

    Instant modifiedAt() {
        return modifiedAt;
    }

    /** The locks of those who have it open now. */
    Sharing sharing() {
        return sharing;
    }

    /** The processes that had it open are gone, and their locks with them. */
    void forgetSharing() {
        sharing = new Sharing();
    }

    /** Answers how many bytes there were; fewer than asked for at the end of the file. */
    int read(long offset, MemorySegment into, long at, int length) {
        int count = Math.clamp(size - offset, 0, length);
        if (count > 0) {
            MemorySegment.copy(bytes, (int) offset, into, JAVA_BYTE, at, count);
        }
        return count;
    }

    void write(long offset, MemorySegment from, long at, int length, Instant now) {
        if (length == 0) {
            return;
        }
        int end = Math.toIntExact(offset + length);
        reserve(end);
        for (int sector = (int) offset / SECTOR; sector * SECTOR < end; sector++) {
            rememberMedium(sector);
        }
        MemorySegment.copy(from, JAVA_BYTE, at, bytes, (int) offset, length);
        size = Math.max(size, end);
        modifiedAt = now;
    }

    void truncate(long to, Instant now) {
        int end = Math.toIntExact(to);
        if (end < size) {
            for (int sector = end / SECTOR; sector * SECTOR < size; sector++) {
                rememberMedium(sector);
            }
            Arrays.fill(bytes, end, size, (byte) 0);
        }
        reserve(end);
        size = end;
        modifiedAt = now;
    }

    /** What a file of some size takes of the disk. */
    static long sectorsOf(long size) {
        return (size + SECTOR - 1) / SECTOR * SECTOR;
    }

    private void reserve(int end) {
        if (end > bytes.length) {
            int wanted = Math.max(end, (int) Math.min(bytes.length * 2L, Integer.MAX_VALUE / 2));
            bytes = Arrays.copyOf(bytes, Math.toIntExact(sectorsOf(wanted)));
        }
    }

    private void rememberMedium(int sector) {
        if (!medium.containsKey(sector)) {
            int from = sector * SECTOR;
            medium.put(sector, from >= syncedSize ? ZEROS : Arrays.copyOfRange(bytes, from, from + SECTOR));
        }
    }

    void sync() {
        medium.clear();
        syncedSize = size;
    }

    /**
     * What is found of it after a power cut. All that was not synced may have reached the medium, or nothing of it, or
     * any part; its size as well.
     */
    StoredFile afterPowerCut(RandomGenerator random) {
        var outcome = Outcome.of(random);
        int left = outcome.size(random, syncedSize, size);
        byte[] kept = Arrays.copyOf(bytes, Math.toIntExact(sectorsOf(Math.max(size, syncedSize))));
        // What lies behind both ends was written and cut off again without a sync between.
        for (Map.Entry<Integer, byte[]> each :
                medium.headMap(kept.length / SECTOR).entrySet()) {
            int from = each.getKey() * SECTOR;
            byte[] old = each.getValue();
            if (from >= size) {
                System.arraycopy(old, 0, kept, from, SECTOR); // Cut off, if the cutting off was kept.
            } else {
                outcome.resolve(random, old, kept, from);
            }
        }
        kept = Arrays.copyOf(kept, Math.toIntExact(sectorsOf(left)));
        Arrays.fill(kept, left, kept.length, (byte) 0);
        return new StoredFile(permissions, modifiedAt, kept, left);
    }

    /** What becomes of one file's un-synced sectors: often all alike, since that is how whole writes get lost or overtake others. */
    private enum Outcome {
        KEPT,
        LOST,
        MIXED;

        static Outcome of(RandomGenerator random) {
            return switch (random.nextInt(4)) {
                case 0 -> KEPT;
                case 1 -> LOST;
                default -> MIXED;
            };
        }

        /** A file may have grown by a part of what was added to it; cutting it off is one change of its length. */
        int size(RandomGenerator random, int synced, int written) {
            return switch (this) {
                case KEPT -> written;
                case LOST -> synced;
                case MIXED ->
                    switch (random.nextInt(3)) {
                        case 0 -> synced;
                        case 1 -> written;
                        default -> written < synced ? written : synced + random.nextInt(written - synced + 1);
                    };
            };
        }

        void resolve(RandomGenerator random, byte[] old, byte[] kept, int from) {
            switch (this) {
                case KEPT -> {}
                case LOST -> System.arraycopy(old, 0, kept, from, SECTOR);
                case MIXED -> mix(random, old, kept, from);
            }
        }

        /** A sector whose writing was cut short may hold neither where old and new meet: we promise SQLite nothing about it. */
        private static void mix(RandomGenerator random, byte[] old, byte[] kept, int from) {
            int at = random.nextInt(SECTOR);
            switch (random.nextInt(5)) {
                case 0 -> {}
                case 1 -> System.arraycopy(old, 0, kept, from, SECTOR);
                case 2 -> System.arraycopy(old, 0, kept, from, at);
                case 3 -> System.arraycopy(old, at, kept, from + at, SECTOR - at);
                default -> {
                    System.arraycopy(old, at, kept, from + at, SECTOR - at);
                    byte[] neither = new byte[random.nextInt(SECTOR - at) + 1];
                    random.nextBytes(neither);
                    System.arraycopy(neither, 0, kept, from + at, neither.length);
                }
            }
        }
    }
}
