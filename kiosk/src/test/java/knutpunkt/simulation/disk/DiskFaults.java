package knutpunkt.simulation.disk;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What is wrong with a disk, until it is said to be right again; a power cut changes nothing about it. May be changed from
 * any thread, also from the hook before an operation, and holds from the next operation on.
 */
public final class DiskFaults {
    private final Map<String, Set<Long>> unreadable = new HashMap<>();
    private long bytesMax = Long.MAX_VALUE;
    private boolean lies;
    private boolean syncsFail;
    private Duration syncTakes = Duration.ZERO;

    DiskFaults() {}

    /** Lets the files together take no more than this, counted in whole sectors; what is there already stays. */
    public synchronized void capacity(long bytes) {
        bytesMax = bytes;
    }

    synchronized long capacity() {
        return bytesMax;
    }

    /** Whether syncs answer that all went well and keep nothing. */
    public synchronized void syncsLie(boolean lie) {
        lies = lie;
    }

    /** Whether syncs fail, and say so; what was written stays un-synced. */
    public synchronized void syncsFail(boolean fail) {
        syncsFail = fail;
    }

    /** How much virtual time each sync takes. */
    public synchronized void syncsTake(Duration duration) {
        syncTakes = duration;
    }

    /** Makes one sector of a file unreadable until all of it is written again. */
    public synchronized void spoil(String file, long sector) {
        unreadable.computeIfAbsent(file, _ -> new HashSet<>()).add(sector);
    }

    /** Makes all of a file readable again, as a fault that passes does. */
    public synchronized void heal(String file) {
        unreadable.remove(file);
    }

    synchronized void requireReadable(String file, long offset, int length) throws IOException {
        Set<Long> bad = unreadable.getOrDefault(file, Set.of());
        if (bad.isEmpty()) {
            return;
        }
        for (long sector = offset / StoredFile.SECTOR; sector * StoredFile.SECTOR < offset + length; sector++) {
            if (bad.contains(sector)) {
                throw new IOException("sector [" + sector + "] of [" + file + "] cannot be read");
            }
        }
    }

    synchronized void written(String file, long offset, int length) {
        Set<Long> bad = unreadable.get(file);
        if (bad != null) {
            bad.removeIf(sector ->
                    offset <= sector * StoredFile.SECTOR && (sector + 1) * StoredFile.SECTOR <= offset + length);
        }
    }

    synchronized void requireSpace(String file, long bytesUsed) throws NoSpace {
        if (bytesUsed > bytesMax) {
            throw new NoSpace(file);
        }
    }

    synchronized void requireSync(String file) throws IOException {
        if (syncsFail) {
            throw new IOException("[" + file + "] cannot be synced");
        }
    }

    synchronized boolean isLying() {
        return lies;
    }

    synchronized Duration syncTime() {
        return syncTakes;
    }
}
