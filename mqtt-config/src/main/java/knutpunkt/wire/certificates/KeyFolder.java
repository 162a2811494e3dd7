package knutpunkt.wire.certificates;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import knutpunkt.wire.signature.PemFile;

/** A folder of keys that belongs to one user: everything in it is read through rules that fail with one sentence. */
final class KeyFolder {
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private final Path path;
    private final String advice;

    /**
     * A folder, there or not.
     *
     * @param advice what to do about anything wrong in it, the end of every complaint
     */
    KeyFolder(Path path, String advice) {
        this.path = path;
        this.advice = advice;
    }

    /** Something that can be read from a file, or fails as files and keys do. */
    interface Reading<T> {
        T read(Path file) throws IOException, GeneralSecurityException;
    }

    /** Something that can be written to a file. */
    interface Writing {
        void write(Path file) throws IOException;
    }

    Path file(String name) {
        return path.resolve(name);
    }

    boolean has(String name) {
        return Files.exists(file(name));
    }

    /** Makes the folder, mode 0700, when it is not there. */
    void make() {
        try {
            Files.createDirectories(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new KeysUnusable("key folder [" + path + "] cannot be made: " + e.getMessage(), e);
        }
    }

    /** Complains unless the folder is there and its owner's alone. */
    void require() {
        requireOwnersOnly(path, "key folder", "0700");
    }

    /** The names of all files that end so, without the ending. */
    List<String> names(String ending) {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ending))
                    .map(name -> name.substring(0, name.length() - ending.length()))
                    .toList();
        } catch (IOException e) {
            throw new KeysUnusable("key folder [" + path + "] cannot be read: " + e.getMessage(), e);
        }
    }

    /** When a file was written; empty when it is not there. */
    Optional<FileTime> written(String name) {
        try {
            return Optional.of(Files.getLastModifiedTime(file(name)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new KeysUnusable("key file [" + file(name) + "] cannot be read: " + e.getMessage(), e);
        }
    }

    void remove(String name) {
        try {
            if (Files.deleteIfExists(file(name))) {
                PemFile.syncFolder(file(name));
            }
        } catch (IOException e) {
            throw new KeysUnusable("key file [" + file(name) + "] cannot be replaced: " + e.getMessage(), e);
        }
    }

    void write(String name, Writing writing) {
        try {
            writing.write(file(name));
        } catch (IOException e) {
            throw new KeysUnusable("key file [" + file(name) + "] cannot be written: " + e.getMessage(), e);
        }
    }

    void writeText(String name, String text) {
        write(name, file -> PemFile.writeText(file, text));
    }

    void writeCertificate(String name, X509Certificate certificate) {
        write(name, file -> PemFile.write(file, PemFile.CERTIFICATE, Trust.der(certificate)));
    }

    <T> T read(String name, Reading<T> reading) {
        Path file = file(name);
        requireOwnersOnly(file, "key file", "0600");
        try {
            return reading.read(file);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new KeysUnusable("key file [" + file + "] is not usable (" + e.getMessage() + "): " + advice, e);
        }
    }

    String readText(String name) {
        return read(
                name, file -> Files.readString(file, StandardCharsets.US_ASCII).strip());
    }

    KeysUnusable mismatch(String what) {
        return new KeysUnusable("keys in [" + path + "] do not belong together: " + what + ": " + advice);
    }

    private void requireOwnersOnly(Path item, String kind, String mode) {
        try {
            Set<PosixFilePermission> others = EnumSet.copyOf(OTHERS);
            others.retainAll(Files.getPosixFilePermissions(item));
            if (!others.isEmpty()) {
                throw new KeysUnusable(kind + " [" + item + "] must be its owner's alone: run chmod " + mode
                        + " on it, and renew it if somebody else could have read it");
            }
        } catch (NoSuchFileException _) {
            throw new KeysUnusable(kind + " [" + item + "] is missing: " + advice);
        } catch (IOException e) {
            throw new KeysUnusable(kind + " [" + item + "] cannot be read (" + e.getMessage() + "): " + advice, e);
        }
    }
}
