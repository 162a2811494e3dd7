package knutpunkt.simulation.disk;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import knutpunkt.simulation.disk.Operation.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory, empty at first, with a folder as its root under which SQLite and {@code java.nio.file} both work. Many
 * may exist at once; each operation on one is done whole before the next, whatever thread asks for it. With the same seed,
 * the same time and one thread, two disks see the same operations with the same bytes, as long as the process has no other
 * use for SQLite in between.
 *
 * <pre>
 *   on ──cut or kill──► off, where every operation fails ──start──► on
 * </pre>
 *
 * What was opened before the power went fails until it is closed, also when the disk is on again.
 */
public final class SimulatedDisk implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final DiskFaults faults = new DiskFaults();
    private final DiskTime time;
    private final Mounts.Place place;
    private final Names names;
    private final Path root;

    private Consumer<Operation> before = _ -> {};
    private @Nullable Throwable unexpected;
    private boolean on = true;
    private int life;

    private SimulatedDisk(DiskTime time, Mounts.Place place) {
        this.time = time;
        this.place = place;
        this.names = new Names(new Entry.Folder(DiskAttributes.FOLDER_DEFAULT));
        this.root = new DiskPath(new DiskFileSystem(this), place.folder());
    }

    /** A disk in a time that stands still. */
    public static SimulatedDisk make(long seed) {
        return make(seed, DiskTime.standingAt(Instant.EPOCH));
    }

    /**
     * An empty disk.
     *
     * @param seed of the chance that SQLite uses; all its databases in this process use it until the next disk is made
     */
    public static SimulatedDisk make(long seed, DiskTime time) {
        Mounts.Place place = Mounts.newPlace();
        var disk = new SimulatedDisk(requireNonNull(time, "time"), place);
        Mounts.add(place, disk);
        SqliteVfs.seed(seed);
        return disk;
    }

    /** Where the disk's files are: give paths below it to what is to run on it. */
    public Path root() {
        return root;
    }

    /** What can be wrong with it; nothing is at first. */
    public DiskFaults faults() {
        return faults;
    }

    /**
     * Has somebody told of each operation before it is done, on the thread that asks for it and while the disk does nothing
     * else. It may cut the power: the operation then fails. It must not throw.
     */
    public void beforeEach(Consumer<Operation> hook) {
        holding(() -> before = hook);
    }

    /**
     * Cuts the power: what was not synced is kept, lost or torn, as chance has it, and the disk is off. May be called from
     * the hook before an operation.
     */
    public void cut(RandomGenerator random) {
        holding(() -> {
            if (on) {
                // The first numbers of java.util.Random are much alike for seeds that follow each other; these are not.
                names.cut(new SplittableRandom(random.nextLong()));
                on = false;
            }
            return on;
        });
    }

    /** Ends whatever uses the disk and nothing else: the system under it keeps all that was written, synced or not. */
    public void kill() {
        holding(() -> {
            names.files().forEach(StoredFile::forgetSharing);
            on = false;
            return on;
        });
    }

    /** Keeps all that was written and named until now, synced or not, as a system does by itself in time. */
    public void settle() {
        holding(() -> {
            names.sync();
            names.files().forEach(StoredFile::sync);
            return on;
        });
    }

    /** Switches the disk on again; what is on it can be opened. Does nothing when it is on. */
    public void start() {
        holding(() -> {
            if (!on) {
                on = true;
                life++;
            }
            return on;
        });
    }

    /** The names of the files that databases were opened on and never closed, whatever happened to them since. */
    public List<String> stillOpen() {
        return SqliteFiles.openOn(this);
    }

    /**
     * Forgets all that is on it. Whatever is still open fails from now on and should be closed.
     *
     * @throws IllegalStateException if within SQLite something failed that must not, such as a hook that threw
     */
    @Override
    public void close() {
        kill();
        Mounts.remove(place);
        SqliteVfs.forgetSeed();
        if (unexpected != null) {
            throw new IllegalStateException(
                    "something failed below SQLite, which was told of an I/O error", unexpected);
        }
    }

    DiskTime time() {
        return time;
    }

    /** For what must not be thrown through SQLite: kept for {@link #close}, the first one. */
    void failed(Throwable e) {
        holding(() -> {
            unexpected = unexpected == null ? e : unexpected;
            return on;
        });
    }

    /** What is done to the disk, or found on it. */
    interface Work<T> {
        T run() throws IOException;
    }

    /** What an operation does; answers a number, often of bytes. */
    interface Doing {
        long run() throws IOException;
    }

    /** Does an operation of somebody who came in some life of the disk. */
    long perform(int from, Operation operation, Doing doing) throws IOException {
        lock.lock();
        try {
            requirePower(from);
            before.accept(operation);
            requirePower(from);
            return doing.run();
        } finally {
            lock.unlock();
        }
    }

    /** Asks for something that needs power and no operation. */
    <T> T asking(int from, Work<T> work) throws IOException {
        lock.lock();
        try {
            requirePower(from);
            return work.run();
        } finally {
            lock.unlock();
        }
    }

    <T> T holding(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** Which life it is in, for those who come now. */
    int life() {
        return holding(() -> life);
    }

    private void requirePower(int from) throws IOException {
        if (!on || from != life) {
            throw new IOException("the disk's power was cut");
        }
    }

    void sync(int from, Operation operation, Runnable keeping) throws IOException {
        perform(from, operation, () -> {
            time.pass(faults.syncTime());
            faults.requireSync(operation.file());
            if (!faults.isLying()) {
                keeping.run();
            }
            return 0;
        });
    }

    void syncFolder(int from, String folder) throws IOException {
        sync(from, Operation.on(Kind.SYNC_FOLDER, folder), names::sync);
    }

    /** Called holding the disk. */
    void requireSpace(String name, StoredFile file, long sizeAfter) throws NoSpace {
        long growth = StoredFile.sectorsOf(sizeAfter) - StoredFile.sectorsOf(file.size());
        if (growth > 0) {
            faults.requireSpace(name, bytesUsed() + growth);
        }
    }

    private long bytesUsed() {
        return names.files().stream()
                .mapToLong(each -> StoredFile.sectorsOf(each.size()))
                .sum();
    }

    /** What all files take together, in bytes, counted in whole sectors. */
    public long used() {
        return holding(this::bytesUsed);
    }

    /** How to open a file. */
    record Opening(boolean create, boolean exclusively, boolean syncsFolder, Set<PosixFilePermission> permissions) {}

    OpenFile open(String name, Opening how) throws IOException {
        return asking(life(), () -> {
            Entry found = names.find(name).orElse(null);
            if (found != null && how.exclusively) {
                throw new FileAlreadyExistsException(name);
            }
            if (found == null && !how.create) {
                throw new NoSuchFileException(name);
            }
            StoredFile file = found == null ? create(name, how.permissions) : requireFile(name, found);
            return new OpenFile(this, name, file, life, how.syncsFolder);
        });
    }

    private StoredFile create(String name, Set<PosixFilePermission> permissions) throws IOException {
        names.requireFree(name);
        var file = new StoredFile(permissions, time.now());
        perform(life, Operation.on(Kind.CREATE, name), () -> {
            names.add(name, file);
            return 0;
        });
        return file;
    }

    private static StoredFile requireFile(String name, Entry entry) throws FileSystemException {
        if (entry instanceof StoredFile file) {
            return file;
        }
        throw new FileSystemException(name, null, "is a folder");
    }

    void createFolder(String name, Set<PosixFilePermission> permissions) throws IOException {
        asking(life(), () -> {
            names.requireFree(name);
            return perform(life, Operation.on(Kind.CREATE_FOLDER, name), () -> {
                names.add(name, new Entry.Folder(permissions));
                return 0;
            });
        });
        Mounts.shadow(place, name);
    }

    void delete(String name) throws IOException {
        asking(life(), () -> {
            if (required(name) instanceof Entry.Folder && !names.in(name).isEmpty()) {
                throw new DirectoryNotEmptyException(name);
            }
            return perform(life, Operation.on(Kind.DELETE, name), () -> {
                names.remove(name);
                return 0;
            });
        });
    }

    /** Gives a file another name, which it takes from whatever file has it. */
    void move(String from, String to, boolean mayReplace) throws IOException {
        asking(life(), () -> {
            StoredFile file = requireFile(from, required(from));
            Optional<Entry> replaced = names.find(to);
            if (replaced.isEmpty()) {
                names.requireFree(to);
            } else if (!mayReplace) {
                throw new FileAlreadyExistsException(to);
            } else {
                requireFile(to, replaced.get());
            }
            return perform(life, Operation.on(Kind.RENAME, from), () -> {
                names.move(from, to, file);
                return 0;
            });
        });
    }

    Entry required(String name) throws IOException {
        return find(name).orElseThrow(() -> new NoSuchFileException(name));
    }

    Optional<Entry> find(String name) throws IOException {
        return asking(life(), () -> names.find(name));
    }

    List<String> in(String folder) throws IOException {
        return asking(life(), () -> names.in(folder));
    }

    void permit(String name, Set<PosixFilePermission> permissions) throws IOException {
        asking(life(), () -> {
            Entry entry = required(name).with(permissions);
            names.replace(name, entry);
            return entry;
        });
    }
}
