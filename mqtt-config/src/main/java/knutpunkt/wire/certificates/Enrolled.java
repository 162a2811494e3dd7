package knutpunkt.wire.certificates;

import java.security.PublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.certificates.Revocations.Entry;
import knutpunkt.wire.certificates.Revocations.Lines;

/**
 * What the site knows of each controller that is enrolled: the key it signs by, and the certificates it was given, so
 * that they can be taken back. Safe for use by several threads.
 */
final class Enrolled {
    private static final String ISSUED = ".issued";

    private final KeyFolder folder;
    private final PinnedKeys pinned;
    private volatile Instant newest;

    Enrolled(KeyFolder folder) {
        this.folder = folder;
        this.pinned = new PinnedKeys(folder);
        this.newest = folder.names(ISSUED).stream()
                .flatMap(name -> Lines.read(folder, name + ISSUED).stream())
                .map(Enrolled::made)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
    }

    PinnedKeys pinned() {
        return pinned;
    }

    /** The keys that a sender may sign by; none for a name that no controller has. */
    List<PublicKey> keysOf(String sender) {
        try {
            return pinned.of(new ControllerId(sender));
        } catch (IllegalArgumentException _) {
            return List.of();
        }
    }

    /** A new key and a new certificate, and none that it had before. */
    void enrol(ControllerId id, PublicKey key, Entry certificate) {
        Lines.write(folder, id.text() + ISSUED, List.of(certificate));
        pinned.pin(id, key);
        note(certificate);
    }

    /** One more certificate; those that have ended by now are forgotten. */
    void issued(ControllerId id, Entry certificate, Instant now) {
        var all = new ArrayList<>(issued(id));
        all.removeIf(entry -> entry.until().isBefore(now));
        all.add(certificate);
        Lines.write(folder, id.text() + ISSUED, all);
        note(certificate);
    }

    List<Entry> issued(ControllerId id) {
        return Lines.read(folder, id.text() + ISSUED);
    }

    void remove(ControllerId id) {
        pinned.remove(id);
        folder.remove(id.text() + ISSUED);
    }

    /** When the newest certificate of all controllers was made: it is not earlier than that. */
    Instant newest() {
        return newest;
    }

    /** What a clock is worth here: one that is behind the newest certificate made here is known to be wrong. */
    KnownTime time(InstantSource clock) {
        return new KnownTime() {
            @Override
            public Instant atLeast() {
                return clock.instant();
            }

            @Override
            public boolean isExact() {
                return !atLeast().isBefore(newest);
            }
        };
    }

    private void note(Entry certificate) {
        Instant made = made(certificate);
        newest = made.isAfter(newest) ? made : newest;
    }

    private static Instant made(Entry certificate) {
        return certificate.until().minus(Certificates.LEAF_LIFE);
    }
}
