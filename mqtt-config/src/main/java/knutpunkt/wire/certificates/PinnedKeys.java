package knutpunkt.wire.certificates;

import java.nio.file.attribute.FileTime;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.signature.SigningKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The enrolled controllers' signing keys, one file each. A controller may be enrolled, enrolled again or removed by
 * another process while the service runs, so each question looks at the file's time: a few microseconds beside the
 * verification of a signature. Safe for use by several threads.
 */
final class PinnedKeys {
    private static final Logger LOG = LoggerFactory.getLogger(PinnedKeys.class);

    private static final String ENDING = ".pub";
    private static final String NEXT = ".next";

    private final KeyFolder folder;
    private final Map<String, Pin> pins = new ConcurrentHashMap<>();
    private final Set<ControllerId> damaged = ConcurrentHashMap.newKeySet();

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

    /** From now on this key besides: its controller is about to sign by it. False where none is pinned, or this one is. */
    boolean announce(ControllerId id, PublicKey next) {
        boolean isNew = folder.has(id.text() + ENDING) && !of(id).contains(next);
        if (isNew) {
            folder.write(id.text() + NEXT, file -> SigningKeys.write(file, next));
        }
        return isNew;
    }

    /** Whether a key is pinned that the controller is about to sign by. */
    boolean isAnnounced(ControllerId id) {
        return folder.has(id.text() + NEXT);
    }

    /** The controller signs by the announced key: the one before counts no longer. False for any other key. */
    boolean uses(ControllerId id, Hash fingerprint) {
        Optional<PublicKey> used = folder.has(id.text() + ENDING)
                ? announced(id).stream()
                        .filter(next -> SigningKeys.fingerprint(next).equals(fingerprint))
                        .findFirst()
                : Optional.empty();
        used.ifPresent(next -> {
            // In this order: whatever cuts it off, the key that the controller has is pinned.
            folder.write(id.text() + ENDING, file -> SigningKeys.write(file, next));
            folder.remove(id.text() + NEXT);
        });
        return used.isPresent();
    }

    /** None where the file cannot be read: it is only an aid, and the controller announces its key again. */
    private List<PublicKey> announced(ControllerId id) {
        try {
            return read(id.text() + NEXT);
        } catch (KeysUnusable e) {
            if (damaged.add(id)) {
                LOG.warn("the key that controller {} is about to sign by counts as none: {}", id, e.getMessage());
            }
            return List.of();
        }
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
                    : Stream.concat(pinned.stream(), announced(id).stream()).toList();
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
