package knutpunkt.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import knutpunkt.crash.LossyDisk.Syncs;
import knutpunkt.files.Folders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link LossyDisk} mounted where real processes can use it. It takes Linux, {@code /dev/fuse} and the right to mount,
 * which root has, and everybody in a namespace of their own (see {@code bin/test}). This process serves it on a thread of its own and must not touch its files by a memory mapping: the
 * thread that served the page would wait for the one that wants it. Mounts end with this object, with the process, and at
 * the latest when the next process mounts one.
 */
final class LossyMount implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LossyMount.class);
    private static final Path DEVICE = Path.of("/dev/fuse");
    private static final Path MOUNTS = Path.of("/proc/self/mounts");
    private static final String TYPE = "fuse.knutpunkt";
    private static final String SOURCE = "knutpunkt-crash-";
    private static final int REQUEST_BYTES_MAX = FuseServer.WRITE_BYTES_MAX + 4096;
    private static final Set<LossyMount> OPEN = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> OPEN.forEach(LossyMount::close), "end of mounts"));
    }

    private final Path folder;
    private final int owner;
    private final int group;
    private final LossyDisk disk;
    private boolean hasPower; // guarded by this
    private @Nullable Thread server; // guarded by this

    private LossyMount(Path folder, Syncs syncs) throws IOException {
        this.folder = folder;
        this.owner = (int) Files.getAttribute(folder, "unix:uid");
        this.group = (int) Files.getAttribute(folder, "unix:gid");
        this.disk = new LossyDisk(syncs, owner, group);
    }

    /**
     * An empty disk at that folder, which is made if need be.
     *
     * @throws UncheckedIOException when it cannot be mounted: see {@link #hindrance}
     */
    static LossyMount at(Path folder, Syncs syncs) {
        try {
            endThoseOfDeadProcesses();
            var mount = new LossyMount(Files.createDirectories(folder).toRealPath(), syncs);
            mount.mount();
            OPEN.add(mount);
            return mount;
        } catch (IOException e) {
            throw new UncheckedIOException("no disk can be mounted at [" + folder + "]", e);
        }
    }

    /** What keeps this machine from having such a mount, as one sentence; empty when nothing does. */
    static Optional<String> hindrance() {
        if (!Files.exists(DEVICE)) {
            return Optional.of("Power cuts need [" + DEVICE + "], and this machine has none.");
        }
        try {
            Path folder = Files.createTempDirectory("knutpunkt-mount");
            try (var _ = at(folder, Syncs.DONE)) {
                return Optional.empty();
            } finally {
                Files.delete(folder);
            }
        } catch (IOException | UncheckedIOException e) {
            Throwable why = Optional.ofNullable(e.getCause()).orElse(e);
            return Optional.of("Power cuts need [" + DEVICE + "] and the right to mount, which bin/test gives itself"
                    + " where it can and root has, and here " + why.getMessage() + ".");
        }
    }

    Path folder() {
        return folder;
    }

    /** The kernel takes the first folder for root's until it has asked, and whoever is not root may not write to that. */
    private void mount() throws IOException {
        mountUnasked();
        if (!Files.getAttribute(folder, "unix:uid").equals(owner)) {
            throw new IllegalStateException("[" + folder + "] must be this user's once it is mounted");
        }
    }

    private synchronized void mountUnasked() throws IOException {
        int device = Kernel.open(DEVICE);
        try {
            Kernel.mount(
                    SOURCE + ProcessHandle.current().pid(),
                    folder,
                    TYPE,
                    "fd=%d,rootmode=40000,user_id=%d,group_id=%d,allow_other".formatted(device, owner, group));
        } catch (Kernel.Failed e) {
            Kernel.close(device);
            throw e;
        }
        hasPower = true;
        server = Thread.ofPlatform().daemon().name("disk at " + folder).start(() -> serve(device));
    }

    /** Until it is unmounted. Whatever goes wrong here must not leave a program waiting for ever. */
    private void serve(int device) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment in = arena.allocate(REQUEST_BYTES_MAX, Long.BYTES);
            var reply = new FuseReply(arena.allocate(REQUEST_BYTES_MAX, Long.BYTES));
            var answers = new FuseServer(disk);
            while (answerNext(device, in, reply, answers)) {
                // One question after the other.
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("the disk at [{}] is served no longer", folder, e);
        } finally {
            try {
                Kernel.close(device);
            } catch (Kernel.Failed e) {
                LOG.error("the disk at [{}] did not let go of its device", folder, e);
            }
        }
    }

    /** Answers one question, or leaves it unanswered for good when the power is gone; false at the end of the mount. */
    private boolean answerNext(int device, MemorySegment in, FuseReply reply, FuseServer answers) throws IOException {
        try {
            long count = Kernel.read(device, in);
            answer(device, new FuseRequest(in.asSlice(0, count)), reply, answers);
            return true;
        } catch (Kernel.Failed e) {
            return switch (e.number()) {
                // The one who asked was interrupted meanwhile.
                case Kernel.NO_ENTRY, Kernel.INTERRUPTED, Kernel.TRY_AGAIN -> true;
                case Kernel.NO_DEVICE, Kernel.ABORTED -> false;
                default -> throw e;
            };
        }
    }

    private synchronized void answer(int device, FuseRequest request, FuseReply reply, FuseServer answers)
            throws Kernel.Failed {
        if (!hasPower) {
            return;
        }
        reply.begin();
        int error = 0;
        try {
            answers.answer(request, reply);
        } catch (Refusal e) {
            error = e.why().number();
        } catch (RuntimeException e) {
            LOG.error("the disk at [{}] failed in operation [{}]", folder, request.operation(), e);
            error = Refusal.Why.FAILED.number();
        }
        if (FuseServer.isAnswered(request)) {
            Kernel.write(device, reply.finished(request.unique(), error));
        }
    }

    /** From now on nothing on it is answered: whoever asks waits. What was being done is done when this returns. */
    synchronized void powerOff() {
        hasPower = false;
    }

    /** Lets go of whoever waits in it; to be called when nobody lives who could see how that fails. */
    void unmount() {
        Thread ending;
        synchronized (this) {
            hasPower = false;
            ending = server;
            server = null;
        }
        if (ending == null) {
            return;
        }
        try {
            Kernel.unmount(folder);
            ending.join();
        } catch (Kernel.Failed e) {
            throw new UncheckedIOException("the disk at [" + folder + "] cannot be unmounted", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Loses what the cut loses, and serves the rest to whoever comes; after {@link #unmount}. */
    void powerOn(RandomGenerator random) {
        disk.cut(random);
        try {
            mount();
        } catch (IOException e) {
            throw new UncheckedIOException("the disk at [" + folder + "] cannot be mounted again", e);
        }
    }

    /** All that is there now survives a cut, as if nobody had written for long. */
    void settle() {
        disk.settle();
    }

    /** Nothing is on it any more, and nothing of that survives a cut. Its own folder is all that stays. */
    void empty() {
        Folders.empty(folder);
        settle();
    }

    /** Copies what is there now into a folder of an ordinary file system, for looking into it. */
    void copyTo(Path target) {
        try {
            disk.copyTo(target);
        } catch (IOException e) {
            throw new UncheckedIOException("the disk at [" + folder + "] cannot be copied to [" + target + "]", e);
        }
    }

    @Override
    public void close() {
        OPEN.remove(this);
        unmount();
    }

    private static void endThoseOfDeadProcesses() throws IOException {
        for (String line : Files.readAllLines(MOUNTS)) {
            String[] fields = line.split(" ", -1);
            if (fields[2].equals(TYPE) && fields[0].startsWith(SOURCE)) {
                long owner = Long.parseLong(fields[0].substring(SOURCE.length()));
                if (ProcessHandle.of(owner).isEmpty()) {
                    LOG.warn("ending the mount at [{}], which process [{}] left behind", fields[1], owner);
                    Kernel.unmount(Path.of(fields[1].replace("\\040", " ")));
                }
            }
        }
    }
}
