package knutpunkt.controller.journal;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A disk in memory that behaves as badly as a real one may: what was not synced is lost or torn when the power is cut,
 * it fills up, and it can lose the power at any operation. Renaming is atomic and durable, as after a synced folder. For
 * one thread at a time.
 */
public final class SimulatedDisk {
    /** The power went while something was being written. Nothing of the process survives it. */
    public static final class PowerCut extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** There is no room, or the disk refuses. */
    public static final class DiskFailure extends RuntimeException {
        private static final long serialVersionUID = 1;

        DiskFailure(String message) {
            super(message);
        }
    }

    private static final class Content {
        private byte[] durable = new byte[0];
        private final List<byte[]> pending = new ArrayList<>();

        byte[] all() {
            var all = new ByteArrayOutputStream();
            all.writeBytes(durable);
            pending.forEach(all::writeBytes);
            return all.toByteArray();
        }
    }

    private final Map<String, Content> files = new HashMap<>();
    private final RandomGenerator random;
    private long bytesMax = Long.MAX_VALUE;
    private long operationsLeft = Long.MAX_VALUE;
    private long operations;
    private long syncs;
    private Runnable duringSync = () -> {};

    public SimulatedDisk(RandomGenerator random) {
        this.random = random;
    }

    public void append(String name, byte[] bytes) {
        operate();
        if (size() + bytes.length > bytesMax) {
            throw new DiskFailure("the disk is full");
        }
        files.computeIfAbsent(name, _ -> new Content()).pending.add(bytes.clone());
    }

    /** Cuts a file to so many bytes, as a database rolls a failed write back. */
    public void truncate(String name, long length) {
        operate();
        Content content = files.get(name);
        if (content == null) {
            throw new DiskFailure("there is no [" + name + "]");
        }
        byte[] all = content.all();
        content.pending.clear();
        content.durable = Arrays.copyOf(all, (int) length);
    }

    public void sync(String name) {
        operate();
        duringSync.run();
        syncs++;
        Content content = files.get(name);
        if (content != null) {
            content.durable = content.all();
            content.pending.clear();
        }
    }

    public void rename(String from, String to) {
        operate();
        Content content = files.remove(from);
        if (content == null) {
            throw new DiskFailure("there is no [" + from + "]");
        }
        files.put(to, content);
    }

    public void delete(String name) {
        operate();
        files.remove(name);
    }

    public Optional<byte[]> read(String name) {
        return Optional.ofNullable(files.get(name)).map(Content::all);
    }

    private void operate() {
        operations++;
        if (operationsLeft-- <= 0) {
            throw new PowerCut();
        }
    }

    /** The power goes at the operation after so many more. */
    public void cutPowerAfter(long more) {
        operationsLeft = more;
    }

    /** Every file keeps what was synced, and of the rest as much as happened to be written. The power is back. */
    public void powerCut() {
        for (Content content : files.values()) {
            byte[] all = content.all();
            int kept = content.durable.length + random.nextInt(all.length - content.durable.length + 1);
            content.durable = Arrays.copyOf(all, kept);
            content.pending.clear();
        }
        operationsLeft = Long.MAX_VALUE;
    }

    public void holdAtMost(long bytes) {
        bytesMax = bytes;
    }

    public void beforeEachSync(Runnable hook) {
        duringSync = hook;
    }

    /** Changes one byte in the middle of a file. */
    public void damage(String name) {
        Content content = files.get(name);
        if (content == null) {
            throw new DiskFailure("there is no [" + name + "]");
        }
        content.durable = content.all();
        content.pending.clear();
        content.durable[content.durable.length / 2] ^= 0x15;
    }

    public boolean has(String name) {
        return files.containsKey(name);
    }

    public List<String> names() {
        return files.keySet().stream().sorted().toList();
    }

    public long size() {
        return files.values().stream()
                .mapToLong(content -> content.all().length)
                .sum();
    }

    public long operations() {
        return operations;
    }

    public long syncs() {
        return syncs;
    }
}
