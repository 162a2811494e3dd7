package knutpunkt.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A disk in memory with folders and files, that forgets in a power cut what was not synced: see {@link LossyFile} for
 * content and {@link LossyNames} for names. Rights, owners and times are kept as they are. Safe for use by several threads.
 */
final class LossyDisk {
    /** The node of the folder everything is in. */
    static final long ROOT = 1;

    private static final int ROOT_MODE = 0755;
    private static final int FILE_BYTES_MAX = 1 << 28;
    private static final double[] KEPT_SHARES = {0, 0.25, 0.5, 0.75, 0.95};

    /** What becomes of a sync. */
    enum Syncs {
        /** It makes durable, as it should. */
        DONE,
        /** It is answered as done, and nothing is: as if a program had forgotten every one of them. */
        REMOVED
    }

    /**
     * A file or folder.
     *
     * @param content empty for a folder
     */
    record Node(long id, int mode, int owner, int group, Instant changed, Optional<LossyFile> content) {
        boolean isFolder() {
            return content.isEmpty();
        }

        long size() {
            return content.map(LossyFile::size).orElse(0);
        }
    }

    private final Syncs syncs;
    private final LossyNames names = new LossyNames();
    private final NavigableMap<Long, Node> nodes = new TreeMap<>();
    private long newest = ROOT;

    /** An empty disk, its first folder in the hands of this user and group. */
    LossyDisk(Syncs syncs, int owner, int group) {
        this.syncs = syncs;
        nodes.put(ROOT, new Node(ROOT, ROOT_MODE, owner, group, Instant.EPOCH, Optional.empty()));
    }

    synchronized Node node(long id) throws Refusal {
        Node node = nodes.get(id);
        if (node == null) {
            throw new Refusal(Refusal.Why.NO_ENTRY);
        }
        return node;
    }

    synchronized Node find(long folder, String name) throws Refusal {
        return node(names.find(folder, name).orElseThrow(() -> new Refusal(Refusal.Why.NO_ENTRY)));
    }

    /** Every name of a folder with its node, as of now. */
    synchronized NavigableMap<String, Node> list(long folder) throws Refusal {
        var listed = new TreeMap<String, Node>();
        for (var entry : names.in(folder).entrySet()) {
            listed.put(entry.getKey(), node(entry.getValue()));
        }
        return listed;
    }

    synchronized Node create(long folder, String name, boolean isFolder, int mode, int owner, int group)
            throws Refusal {
        if (!node(folder).isFolder()) {
            throw new Refusal(Refusal.Why.NOT_A_FOLDER);
        }
        if (names.find(folder, name).isPresent()) {
            throw new Refusal(Refusal.Why.EXISTS);
        }
        newest++;
        Optional<LossyFile> content = isFolder ? Optional.empty() : Optional.of(new LossyFile());
        var node = new Node(newest, mode, owner, group, Instant.now(), content);
        nodes.put(newest, node);
        names.put(folder, name, newest);
        return node;
    }

    /** Takes a name away; who has the file open goes on with it. */
    synchronized void remove(long folder, String name, boolean isFolder) throws Refusal {
        requireRemovable(find(folder, name), isFolder);
        names.remove(folder, name);
    }

    synchronized void rename(long folder, String name, long toFolder, String toName, boolean mayReplace)
            throws Refusal {
        Node node = find(folder, name);
        Optional<Long> before = names.find(toFolder, toName);
        if (before.isPresent()) {
            if (!mayReplace) {
                throw new Refusal(Refusal.Why.EXISTS);
            }
            requireRemovable(node(before.get()), node.isFolder());
        }
        names.rename(folder, name, toFolder, toName);
    }

    private void requireRemovable(Node node, boolean isFolder) throws Refusal {
        if (node.isFolder() != isFolder) {
            throw new Refusal(node.isFolder() ? Refusal.Why.IS_A_FOLDER : Refusal.Why.NOT_A_FOLDER);
        }
        if (!names.in(node.id()).isEmpty()) {
            throw new Refusal(Refusal.Why.NOT_EMPTY);
        }
    }

    synchronized byte[] read(long file, long offset, int bytesMax) throws Refusal {
        return content(file).read(offset, bytesMax);
    }

    synchronized void write(long file, long offset, byte[] bytes) throws Refusal {
        requireFits(offset + bytes.length);
        content(file).write(offset, bytes);
        changed(file, Instant.now());
    }

    synchronized void resize(long file, long bytes) throws Refusal {
        requireFits(bytes);
        content(file).resize(bytes);
        changed(file, Instant.now());
    }

    private static void requireFits(long bytes) throws Refusal {
        if (bytes > FILE_BYTES_MAX) {
            throw new Refusal(Refusal.Why.TOO_LARGE);
        }
    }

    synchronized void changed(long id, Instant at) throws Refusal {
        Node node = node(id);
        nodes.put(id, new Node(id, node.mode(), node.owner(), node.group(), at, node.content()));
    }

    /** The rights and owners it has from now on. */
    synchronized void permit(long id, int mode, int owner, int group) throws Refusal {
        Node node = node(id);
        nodes.put(id, new Node(id, mode, owner, group, node.changed(), node.content()));
    }

    private LossyFile content(long file) throws Refusal {
        return node(file).content().orElseThrow(() -> new Refusal(Refusal.Why.IS_A_FOLDER));
    }

    /** A file's content, or every name there is for a folder, survives a cut from now on; unless syncs are removed. */
    synchronized void sync(long id) throws Refusal {
        Node node = node(id);
        if (syncs == Syncs.REMOVED) {
            return;
        }
        node.content().ifPresentOrElse(LossyFile::sync, names::sync);
    }

    /** All there is survives a cut from now on, whatever becomes of syncs: as after a long time without writing. */
    synchronized void settle() {
        nodes.values().forEach(node -> node.content().ifPresent(LossyFile::sync));
        names.sync();
    }

    /** The power goes. What is left depends on the chance given and on nothing else. */
    synchronized void cut(RandomGenerator random) {
        double keptShare = KEPT_SHARES[random.nextInt(KEPT_SHARES.length)];
        names.cut(random);
        Set<Long> reachable = names.reachableFrom(ROOT);
        nodes.keySet().removeIf(id -> !reachable.contains(id));
        nodes.values().forEach(node -> node.content().ifPresent(file -> file.cut(random, keptShare)));
    }

    /** Copies all that is there now into a folder of an ordinary file system, for looking into it. */
    synchronized void copyTo(Path folder) throws IOException {
        copy(ROOT, folder);
    }

    private void copy(long from, Path to) throws IOException {
        Files.createDirectories(to);
        for (var entry : names.in(from).entrySet()) {
            Path target = to.resolve(entry.getKey());
            Node node = nodes.get(entry.getValue());
            if (node == null || node.isFolder()) {
                copy(entry.getValue(), target);
            } else {
                LossyFile file = node.content().orElseThrow();
                Files.write(target, file.read(0, file.size()));
            }
        }
    }
}
