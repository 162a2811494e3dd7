package knutpunkt.simulation.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import knutpunkt.files.Folders;

/**
 * Where the disks are in this process's names of files. Each has an empty folder on the real disk, and a folder in it for
 * each of its own: SQLite's driver for Java looks whether the folder of a database is there, past SQLite. No file is ever
 * kept in one.
 */
final class Mounts {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final ConcurrentMap<String, SimulatedDisk> DISKS = new ConcurrentHashMap<>();
    private static final Path BASE = base();
    private static final String PREFIX = BASE + "/";

    private Mounts() {}

    /** A disk's root, as the rest of the process names it. */
    record Place(String number) {
        Path folder() {
            return BASE.resolve(number);
        }
    }

    /** A name on a disk. */
    record Found(SimulatedDisk disk, String name) {}

    private static Path base() {
        try {
            Path base = Files.createTempDirectory("simulated-disks").toRealPath();
            base.toFile().deleteOnExit();
            return base;
        } catch (IOException e) {
            throw new UncheckedIOException("there is no place for simulated disks", e);
        }
    }

    static Place newPlace() {
        var place = new Place(Integer.toString(COUNT.incrementAndGet()));
        shadow(place, Names.ROOT);
        return place;
    }

    static void add(Place place, SimulatedDisk disk) {
        DISKS.put(place.number, disk);
    }

    /** Makes the folder on the real disk that stands for one of ours. */
    static void shadow(Place place, String name) {
        try {
            Files.createDirectories(place.folder().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void remove(Place place) {
        DISKS.remove(place.number);
        Folders.delete(place.folder());
    }

    static boolean isNone() {
        return DISKS.isEmpty();
    }

    static boolean isThere(SimulatedDisk disk) {
        return DISKS.containsValue(disk);
    }

    /** Whether a name is on some disk of ours, be it there or not. */
    static boolean isOurs(String path) {
        return path.startsWith(PREFIX);
    }

    /** The disk a whole name leads to, and the name there; empty when that disk is no more. */
    static Optional<Found> find(String path) {
        int end = path.indexOf('/', PREFIX.length());
        String number = path.substring(PREFIX.length(), end < 0 ? path.length() : end);
        String name = end < 0 ? Names.ROOT : path.substring(end + 1);
        return Optional.ofNullable(DISKS.get(number)).map(disk -> new Found(disk, name));
    }

    static String folderOf(String name) {
        int end = name.lastIndexOf('/');
        return end < 0 ? Names.ROOT : name.substring(0, end);
    }
}
