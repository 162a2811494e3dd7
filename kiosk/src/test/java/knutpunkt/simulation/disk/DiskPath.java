package knutpunkt.simulation.disk;

import java.io.File;
import java.net.URI;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import org.jspecify.annotations.Nullable;

/** A path on a simulated disk. As text it is what SQLite is to be given; its parts are those of a path of this system. */
record DiskPath(DiskFileSystem system, Path path) implements Path {

    private DiskPath with(Path other) {
        return new DiskPath(system, other);
    }

    private @Nullable DiskPath withNullable(@Nullable Path other) {
        return other == null ? null : with(other);
    }

    /** Paths of this system are taken as well: a relative one means the same on every disk. */
    private static Path bare(Path other) {
        return other instanceof DiskPath ours ? ours.path : other;
    }

    @Override
    public DiskFileSystem getFileSystem() {
        return system;
    }

    @Override
    public boolean isAbsolute() {
        return path.isAbsolute();
    }

    @Override
    public @Nullable Path getRoot() {
        return withNullable(path.getRoot());
    }

    @Override
    public @Nullable Path getFileName() {
        return withNullable(path.getFileName());
    }

    @Override
    public @Nullable Path getParent() {
        return withNullable(path.getParent());
    }

    @Override
    public int getNameCount() {
        return path.getNameCount();
    }

    @Override
    public Path getName(int index) {
        return with(path.getName(index));
    }

    @Override
    public Path subpath(int beginIndex, int endIndex) {
        return with(path.subpath(beginIndex, endIndex));
    }

    @Override
    public boolean startsWith(Path other) {
        return path.startsWith(bare(other));
    }

    @Override
    public boolean endsWith(Path other) {
        return path.endsWith(bare(other));
    }

    @Override
    public Path normalize() {
        return with(path.normalize());
    }

    @Override
    public Path resolve(Path other) {
        return with(path.resolve(bare(other)));
    }

    @Override
    public Path relativize(Path other) {
        return with(path.relativize(bare(other)));
    }

    /** There is no current folder on a disk: what is not absolute lies in its root. */
    @Override
    public Path toAbsolutePath() {
        return path.isAbsolute() ? this : system.disk().root().resolve(path);
    }

    @Override
    public Path toRealPath(LinkOption... options) {
        return toAbsolutePath().normalize();
    }

    @Override
    public URI toUri() {
        return URI.create(DiskProvider.SCHEME + ":" + toAbsolutePath());
    }

    @Override
    public File toFile() {
        throw new UnsupportedOperationException("[" + path + "] is on a simulated disk and no File");
    }

    @Override
    public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
        throw new UnsupportedOperationException("nobody can watch a simulated disk");
    }

    @Override
    public int compareTo(Path other) {
        return path.compareTo(bare(other));
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
