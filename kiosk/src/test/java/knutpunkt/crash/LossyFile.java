package knutpunkt.crash;

import java.util.Arrays;
import java.util.BitSet;
import java.util.random.RandomGenerator;

/**
 * What is in one file: as whoever reads it sees it now, and as it is on the disk. A sync makes the two the same. Not
 * thread-safe; the disk sees to it.
 */
final class LossyFile {
    /** What a disk writes at a time, as far as it has been told to; in bytes. */
    static final int SECTOR_BYTES = 512;

    private static final int TORN_ONE_IN = 3;

    private byte[] now = new byte[0]; // all zero from size on, as is durable from durableSize on
    private int size;
    private byte[] durable = new byte[0];
    private int durableSize;
    private final BitSet unsynced = new BitSet(); // sectors that differ, or may

    int size() {
        return size;
    }

    /** At most so many bytes from there on; fewer at the end. */
    byte[] read(long offset, int bytesMax) {
        int from = (int) Math.min(offset, size);
        return Arrays.copyOfRange(now, from, Math.min(size, from + bytesMax));
    }

    void write(long offset, byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        int from = Math.toIntExact(offset);
        int end = Math.addExact(from, bytes.length);
        now = withRoomFor(now, end);
        size = Math.max(size, end);
        System.arraycopy(bytes, 0, now, from, bytes.length);
        touch(from, end);
    }

    /** Cuts it off there, or fills it up with zeros. */
    void resize(long bytes) {
        int wanted = Math.toIntExact(bytes);
        if (wanted < size) {
            Arrays.fill(now, wanted, size, (byte) 0);
            touch(wanted, size);
        }
        now = withRoomFor(now, wanted);
        size = wanted;
    }

    private void touch(int from, int end) {
        unsynced.set(from / SECTOR_BYTES, (end - 1) / SECTOR_BYTES + 1);
    }

    /** From now on all that is in it survives a cut. */
    void sync() {
        int most = Math.max(size, durableSize);
        now = withRoomFor(now, most);
        durable = withRoomFor(durable, most);
        unsynced.stream().forEach(sector -> keep(sector, SECTOR_BYTES));
        durableSize = size;
        unsynced.clear();
    }

    /**
     * The power goes: each sector that was not synced is kept, lost or torn, and the size is the old one, the new one or
     * one in between, as a file that grew may be found.
     *
     * @param keptShare how likely a sector reached the disk by itself, 0 to 1
     */
    void cut(RandomGenerator random, double keptShare) {
        int most = Math.max(size, durableSize);
        now = withRoomFor(now, most);
        durable = withRoomFor(durable, most);
        int found = switch (random.nextInt(3)) {
            case 0 -> durableSize;
            case 1 -> size;
            default -> random.nextInt(Math.min(size, durableSize), most + 1);
        };
        unsynced.stream().forEach(sector -> {
            if (random.nextDouble() < keptShare) {
                keep(sector, SECTOR_BYTES);
            } else if (random.nextInt(TORN_ONE_IN) == 0) {
                keep(sector, random.nextInt(1, SECTOR_BYTES));
            }
        });
        Arrays.fill(durable, found, durable.length, (byte) 0);
        durableSize = found;
        now = durable.clone();
        size = found;
        unsynced.clear();
    }

    /** Puts the beginning of a sector on the disk; the rest of it stays what it was. */
    private void keep(int sector, int bytes) {
        int from = sector * SECTOR_BYTES;
        int end = Math.min(from + bytes, Math.max(size, durableSize));
        if (from < end) {
            System.arraycopy(now, from, durable, from, end - from);
        }
    }

    private static byte[] withRoomFor(byte[] bytes, int end) {
        return end <= bytes.length ? bytes : Arrays.copyOf(bytes, Math.max(end, Math.min(2 * bytes.length, 1 << 30)));
    }
}
