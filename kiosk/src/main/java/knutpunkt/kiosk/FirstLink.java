package knutpunkt.kiosk;

import java.io.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import knutpunkt.kiosk.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the machine's owner the one-time link by which the first administrator chooses a password: in a file that only
 * the owner reads, and on the terminal if there is one. Never in the log, which others may read.
 */
final class FirstLink {
    private static final Logger LOG = LoggerFactory.getLogger(FirstLink.class);

    private FirstLink() {}

    /** Makes a link while nobody decides over accounts; removes the file of an earlier one once somebody does. */
    static void tell(Admin admin, Path file, int httpPort) {
        try {
            Optional<String> path = admin.firstLink();
            if (path.isEmpty()) {
                Files.deleteIfExists(file);
                return;
            }
            String link = address(httpPort, path.get());
            write(file, link);
            Optional.ofNullable(System.console())
                    .filter(Console::isTerminal)
                    .ifPresent(console -> console.printf(
                            "Nobody administers this site yet. Choose a password here, once: %s%n", link));
            LOG.info("nobody administers this site yet: the link to begin with is in [{}]", file);
        } catch (IOException e) {
            throw new UncheckedIOException("the administrator's first link cannot be written to [" + file + "]", e);
        }
    }

    static String address(int httpPort, String path) {
        return "http://127.0.0.1:" + httpPort + path;
    }

    private static void write(Path file, String link) throws IOException {
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Path beside = Files.createTempFile(file.toAbsolutePath().getParent(), "admin-link", ".new", owner);
        Files.writeString(beside, link + "\n", StandardOpenOption.SYNC);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
