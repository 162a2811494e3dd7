package knutpunkt.wire.certificates;

import java.nio.file.attribute.FileTime;
import java.security.PublicKey;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.signature.SigningKeys;

/**
 * The enrolled controllers' signing keys, one file each. A controller may be enrolled, enrolled again or removed by
 * another process while the service runs, so each question looks at the file's time: a few microseconds beside the
 * verification of a signature. Safe for use by several threads.
 */
final class PinnedKeys {
    private static final String ENDING = ".pub";

    private final KeyFolder folder;
    private final Map<ControllerId, Pin> pins = new ConcurrentHashMap<>();

    private record Pin(FileTime written, PublicKey key) {}

    /** Those in a folder; all are read once, because a damaged one must stop the start. */
    PinnedKeys(KeyFolder folder) {
        this.folder = folder;
        for (String name : folder.names(ENDING)) {
            ControllerId id = folder.read(name + ENDING, _ -> new ControllerId(name));
            folder.written(file(id)).ifPresent(at -> read(id, at));
        }
    }

    static boolean hasAny(KeyFolder folder) {
        return !folder.names(ENDING).isEmpty();
    }

    void pin(ControllerId id, PublicKey key) {
        folder.write(file(id), file -> SigningKeys.write(file, key));
    }

    /** Empty for who is not enrolled; and, while the service runs, for one whose file cannot be read. */
    Optional<PublicKey> of(ControllerId id) {
        try {
            Optional<FileTime> written = folder.written(file(id));
            if (written.isEmpty()) {
                pins.remove(id);
                return Optional.empty();
            }
            Pin known = pins.get(id);
            if (known != null && known.written().equals(written.get())) {
                return Optional.of(known.key());
            }
            return Optional.of(read(id, written.get()));
        } catch (KeysUnusable _) {
            return Optional.empty(); // its messages are refused and counted; the next start says what is wrong
        }
    }

    private PublicKey read(ControllerId id, FileTime written) {
        PublicKey key = folder.read(file(id), SigningKeys::readPublic);
        pins.put(id, new Pin(written, key));
        return key;
    }

    private static String file(ControllerId id) {
        return id.text() + ENDING;
    }
}
