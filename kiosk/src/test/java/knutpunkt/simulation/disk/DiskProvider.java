package knutpunkt.simulation.disk;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code Files} and {@code FileChannel} can do with a path on a simulated disk. */
final class DiskProvider extends FileSystemProvider {
    static final String SCHEME = "simulated";
    static final DiskProvider ONLY = new DiskProvider();

    private DiskProvider() {}

    /** A path as its disk names it. */
    private record Place(SimulatedDisk disk, String name) {
        static Place of(Path path) throws NoSuchFileException {
            SimulatedDisk disk = ((DiskPath) path).system().disk();
            Path inside = disk.root().relativize(path.toAbsolutePath().normalize());
            if (inside.startsWith("..")) {
                throw new NoSuchFileException(path.toString(), null, "not on this disk");
            }
            return new Place(disk, inside.toString());
        }
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
        throw new UnsupportedOperationException("make a SimulatedDisk");
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        throw new UnsupportedOperationException("ask a SimulatedDisk for its root");
    }

    @Override
    public Path getPath(URI uri) {
        throw new UnsupportedOperationException("ask a SimulatedDisk for its root");
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return newFileChannel(path, options, attributes);
    }

    /** A folder can be opened as well, for nothing but to be synced. */
    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        Place place = Place.of(path);
        boolean writes = options.contains(StandardOpenOption.WRITE) || options.contains(StandardOpenOption.APPEND);
        if (!writes && place.disk.find(place.name).orElse(null) instanceof Entry.Folder) {
            return new FolderChannel(place.disk, place.name);
        }
        boolean anew = writes && options.contains(StandardOpenOption.CREATE_NEW);
        OpenFile file = place.disk.open(
                place.name,
                new SimulatedDisk.Opening(
                        anew || (writes && options.contains(StandardOpenOption.CREATE)),
                        anew,
                        false,
                        DiskAttributes.wanted(DiskAttributes.FILE_DEFAULT, attributes)));
        if (writes && options.contains(StandardOpenOption.TRUNCATE_EXISTING) && file.size() > 0) {
            file.truncate(0);
        }
        return new DiskChannel(file, writes, options.contains(StandardOpenOption.APPEND));
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path folder, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        Place place = Place.of(folder);
        var found = new ArrayList<Path>();
        for (String name : place.disk.in(place.name)) {
            Path each = folder.resolve(name.substring(name.lastIndexOf('/') + 1));
            if (filter.accept(each)) {
                found.add(each);
            }
        }
        return new Listing(found);
    }

    private record Listing(List<Path> paths) implements DirectoryStream<Path> {
        @Override
        public Iterator<Path> iterator() {
            return paths.iterator();
        }

        @Override
        public void close() {
            // A list in memory holds nothing open.
        }
    }

    @Override
    public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
        Place place = Place.of(folder);
        place.disk.createFolder(place.name, DiskAttributes.wanted(DiskAttributes.FOLDER_DEFAULT, attributes));
    }

    @Override
    public void delete(Path path) throws IOException {
        Place place = Place.of(path);
        place.disk.delete(place.name);
    }

    @Override
    public void copy(Path from, Path to, CopyOption... options) throws IOException {
        if (!Arrays.asList(options).contains(StandardCopyOption.REPLACE_EXISTING)) {
            Files.createFile(to);
        }
        Files.write(to, Files.readAllBytes(from));
    }

    @Override
    public void move(Path from, Path to, CopyOption... options) throws IOException {
        Place source = Place.of(from);
        Place target = Place.of(to);
        List<CopyOption> wanted = Arrays.asList(options);
        boolean mayReplace =
                wanted.contains(StandardCopyOption.REPLACE_EXISTING) || wanted.contains(StandardCopyOption.ATOMIC_MOVE);
        source.disk.move(source.name, target.name, mayReplace);
    }

    @Override
    public boolean isSameFile(Path one, Path other) throws IOException {
        return Place.of(one).equals(Place.of(other));
    }

    @Override
    public boolean isHidden(Path path) {
        return String.valueOf(path.getFileName()).startsWith(".");
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        return new DiskStore(Place.of(path).disk);
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        Place place = Place.of(path);
        place.disk.required(place.name);
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(
            Path path, Class<V> type, LinkOption... options) {
        if (!DiskAttributes.isView(type)) {
            return null;
        }
        try {
            Place place = Place.of(path);
            return type.cast(new DiskAttributes.View(place.disk, place.name));
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        if (!DiskAttributes.isOurs(type)) {
            throw new UnsupportedOperationException("attributes of type [" + type + "]");
        }
        Place place = Place.of(path);
        return type.cast(new DiskAttributes.View(place.disk, place.name).readAttributes());
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) {
        throw new UnsupportedOperationException("ask for attributes by their type");
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
        throw new UnsupportedOperationException("attribute [" + attribute + "]");
    }
}
