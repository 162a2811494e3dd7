package knutpunkt.wire.certificates;

import java.nio.file.attribute.FileTime;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.signature.SigningKeys;

/**
 * The enrolled controllers' signing keys, one file each. A controller may be enrolled, enrolled again or removed by
 * another process while the service runs, so each question looks at the file's time: a few microseconds beside the
 * verification of a signature. Safe for use by several threads.
 */
final class PinnedKeys {
    private static final String ENDING = ".pub";
    private static final String NEXT = ".next";

    private final KeyFolder folder;
    private final Map<String, Pin> pins = new ConcurrentHashMap<>();

    private record Pin(FileTime written, PublicKey key) {}

    /** Those in a folder; all are read once, because a damaged one must stop the start. */
    PinnedKeys(KeyFolder folder) {
        this.folder = folder;
        for (String name : folder.names(ENDING)) {
            ControllerId id = folder.read(name + ENDING, _ -> new ControllerId(name));
            List<PublicKey> _ = read(id.text() + ENDING);
        }
    }

    static boolean hasAny(KeyFolder folder) {
        return !folder.names(ENDING).isEmpty();
    }

    /** From now on this key and no other. */
    void pin(ControllerId id, PublicKey key) {
        folder.remove(id.text() + NEXT);
        folder.write(id.text() + ENDING, file -> SigningKeys.write(file, key));
    }

    /** From now on this key besides: its controller is about to sign by it. */
    void announce(ControllerId id, PublicKey next) {
        if (!of(id).contains(next)) {
            folder.write(id.text() + NEXT, file -> SigningKeys.write(file, next));
        }
    }

    /** The controller signs by the announced key: the one before counts no longer. Nothing happens for any other key. */
    void uses(ControllerId id, Hash fingerprint) {
        read(id.text() + NEXT).stream()
                .filter(next -> SigningKeys.fingerprint(next).equals(fingerprint))
                .findFirst()
                .ifPresent(next -> {
                    // In this order: whatever cuts it off, the key that the controller has is pinned.
                    folder.write(id.text() + ENDING, file -> SigningKeys.write(file, next));
                    folder.remove(id.text() + NEXT);
                });
    }

    /** From now on none. */
    void remove(ControllerId id) {
        folder.remove(id.text() + NEXT);
        folder.remove(id.text() + ENDING);
    }

    /**
     * The newest last; none for who is not enrolled and, while the service runs, for one whose file cannot be read: its
     * messages are refused and counted, and the next start says what is wrong.
     */
    List<PublicKey> of(ControllerId id) {
        try {
            List<PublicKey> pinned = read(id.text() + ENDING);
            return pinned.isEmpty()
                    ? pinned
                    : Stream.concat(pinned.stream(), read(id.text() + NEXT).stream())
                            .toList();
        } catch (KeysUnusable _) {
            return List.of();
        }
    }

    private List<PublicKey> read(String file) {
        Optional<FileTime> written = folder.written(file);
        if (written.isEmpty()) {
            pins.remove(file);
            return List.of();
        }
        Pin known = pins.get(file);
        if (known != null && known.written().equals(written.get())) {
            return List.of(known.key());
        }
        PublicKey key = folder.read(file, SigningKeys::readPublic);
        pins.put(file, new Pin(written.get(), key));
        return List.of(key);
    }
}
