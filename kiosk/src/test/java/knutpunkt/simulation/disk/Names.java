package knutpunkt.simulation.disk;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * The names on a disk. As in a file system with a journal, changes of names are kept in the order in which they were made:
 * syncing a folder keeps all that were made until then, and of those made since, a power cut leaves some beginning. Syncing
 * a file keeps its content but not its name: POSIX does not promise that, though ext4 does it, and both SQLite and our own
 * code sync the folder. Used by one thread at a time.
 */
final class Names {
    static final String ROOT = "";

    private final TreeMap<String, Entry> now = new TreeMap<>();
    private final TreeMap<String, Entry> synced = new TreeMap<>();
    private final List<Change> unsynced = new ArrayList<>();

    private interface Change {
        void applyTo(Map<String, Entry> names);
    }

    Names(Entry.Folder root) {
        now.put(ROOT, root);
        synced.put(ROOT, root);
    }

    Optional<Entry> find(String name) {
        return Optional.ofNullable(now.get(name));
    }

    /** What lies in a folder, by its whole name, in order. */
    List<String> in(String folder) throws FileSystemException {
        requireFolder(folder);
        String before = folder.equals(ROOT) ? "" : folder + "/";
        return now.tailMap(before, false).keySet().stream()
                .takeWhile(name -> name.startsWith(before))
                .filter(name -> name.indexOf('/', before.length()) < 0)
                .toList();
    }

    List<StoredFile> files() {
        return now.values().stream()
                .filter(StoredFile.class::isInstance)
                .map(StoredFile.class::cast)
                .toList();
    }

    void requireFree(String name) throws FileSystemException {
        if (now.containsKey(name)) {
            throw new FileAlreadyExistsException(name);
        }
        requireFolder(name.contains("/") ? name.substring(0, name.lastIndexOf('/')) : ROOT);
    }

    private void requireFolder(String name) throws FileSystemException {
        Entry entry = now.get(name);
        if (entry == null) {
            throw new NoSuchFileException(name);
        }
        if (!(entry instanceof Entry.Folder)) {
            throw new NotDirectoryException(name);
        }
    }

    void add(String name, Entry entry) {
        change(names -> names.put(name, entry));
    }

    void remove(String name) {
        change(names -> names.remove(name));
    }

    void move(String from, String to, StoredFile file) {
        change(names -> {
            names.remove(from);
            names.put(to, file);
        });
    }

    /** Takes effect on the medium at once: nobody relies on when permissions are kept. */
    void replace(String name, Entry entry) {
        now.replace(name, entry);
        synced.replace(name, entry);
    }

    private void change(Change change) {
        change.applyTo(now);
        unsynced.add(change);
    }

    void sync() {
        unsynced.forEach(change -> change.applyTo(synced));
        unsynced.clear();
    }

    /** Leaves what a power cut leaves, of the names and of the files they stand for. */
    void cut(RandomGenerator random) {
        unsynced.subList(0, random.nextInt(unsynced.size() + 1)).forEach(change -> change.applyTo(synced));
        unsynced.clear();
        synced.replaceAll((_, entry) -> switch (entry) {
            case StoredFile file -> file.afterPowerCut(random);
            case Entry.Folder folder -> folder;
        });
        now.clear();
        now.putAll(synced);
    }
}
