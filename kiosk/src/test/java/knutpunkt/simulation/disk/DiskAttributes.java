package knutpunkt.simulation.disk;

import java.io.IOException;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is told of a file besides its content. Everything belongs to one owner; only a file's change has a time. */
record DiskAttributes(
        Object fileKey,
        boolean isDirectory,
        long size,
        FileTime lastModifiedTime,
        Set<PosixFilePermission> permissions,
        UserPrincipal owner,
        GroupPrincipal group)
        implements PosixFileAttributes {
    static final Set<PosixFilePermission> FILE_DEFAULT = PosixFilePermissions.fromString("rw-r--r--");
    static final Set<PosixFilePermission> FOLDER_DEFAULT = PosixFilePermissions.fromString("rwxr-xr-x");

    private record Owner(String getName) implements UserPrincipal, GroupPrincipal {}

    private static final Owner OWNER = new Owner("owner");

    static DiskAttributes of(Entry entry) {
        return switch (entry) {
            case Entry.Folder folder ->
                new DiskAttributes(folder, true, 0, FileTime.from(Instant.EPOCH), folder.permissions(), OWNER, OWNER);
            case StoredFile file ->
                new DiskAttributes(
                        file, false, file.size(), FileTime.from(file.modifiedAt()), file.permissions(), OWNER, OWNER);
        };
    }

    /** The permissions asked for when making something; others of its attributes cannot be asked for. */
    static Set<PosixFilePermission> wanted(Set<PosixFilePermission> otherwise, FileAttribute<?>... attributes) {
        Set<PosixFilePermission> wanted = otherwise;
        for (FileAttribute<?> each : attributes) {
            if (!each.name().equals("posix:permissions") || !(each.value() instanceof Set<?> set)) {
                throw new UnsupportedOperationException("attribute [" + each.name() + "]");
            }
            wanted = Set.of(set.stream().map(PosixFilePermission.class::cast).toArray(PosixFilePermission[]::new));
        }
        return wanted;
    }

    @Override
    public FileTime lastAccessTime() {
        return lastModifiedTime;
    }

    @Override
    public FileTime creationTime() {
        return lastModifiedTime;
    }

    @Override
    public boolean isRegularFile() {
        return !isDirectory;
    }

    @Override
    public boolean isSymbolicLink() {
        return false;
    }

    @Override
    public boolean isOther() {
        return false;
    }

    /** The same for one name, and a way to change its permissions. */
    record View(SimulatedDisk disk, String file) implements PosixFileAttributeView {
        @Override
        public String name() {
            return "posix";
        }

        @Override
        public PosixFileAttributes readAttributes() throws IOException {
            return disk.asking(disk.life(), () -> of(disk.required(file)));
        }

        @Override
        public void setPermissions(Set<PosixFilePermission> permissions) throws IOException {
            disk.permit(file, Set.copyOf(permissions));
        }

        @Override
        public UserPrincipal getOwner() throws IOException {
            return readAttributes().owner();
        }

        @Override
        public void setOwner(UserPrincipal owner) {
            throw new UnsupportedOperationException("everything belongs to one owner");
        }

        @Override
        public void setGroup(GroupPrincipal group) {
            throw new UnsupportedOperationException("everything belongs to one owner");
        }

        @Override
        public void setTimes(@Nullable FileTime modified, @Nullable FileTime accessed, @Nullable FileTime created) {
            throw new UnsupportedOperationException("times are the disk's own");
        }
    }

    static boolean isView(Class<?> type) {
        return type.isAssignableFrom(PosixFileAttributeView.class);
    }

    static boolean isOurs(Class<? extends BasicFileAttributes> type) {
        return type.isAssignableFrom(PosixFileAttributes.class);
    }
}
