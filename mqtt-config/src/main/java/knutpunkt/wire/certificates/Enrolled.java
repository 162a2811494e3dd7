package knutpunkt.wire.certificates;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.certificates.Revocations.Entry;
import knutpunkt.wire.certificates.Revocations.Lines;

/**
 * What the site knows of each controller that is enrolled: the key it signs by, and the certificates it was given, so
 * that they can be taken back. Safe for use by several threads.
 */
final class Enrolled {
    private static final String ISSUED = ".issued";
    private static final String GIVEN = ".given";

    /** An honest controller has two, and one more for each time it was told to change its keys. */
    private static final int ISSUED_MAX = 64;

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
        folder.remove(id.text() + GIVEN);
        Lines.write(folder, id.text() + ISSUED, List.of(certificate));
        pinned.pin(id, key);
        note(certificate);
    }

    /**
     * A certificate for a controller's key: the one it was given for that key, should the answer have been lost, or a new
     * one. Those that have ended are forgotten.
     *
     * @throws IllegalArgumentException when it has too many that have not ended
     */
    X509Certificate certified(ControllerId id, PublicKey key, OwnKeys own, Instant now) {
        Optional<X509Certificate> given = given(id, key, own.authorities().used(), now);
        if (given.isPresent()) {
            return given.get();
        }
        var all = new ArrayList<>(issued(id));
        all.removeIf(entry -> entry.until().isBefore(now));
        if (all.size() >= ISSUED_MAX) {
            throw new IllegalArgumentException("[" + all.size() + "] certificates of [" + id
                    + "] have not ended, and no controller needs so many: revoke it and enrol it again");
        }
        X509Certificate certificate = own.authorities().used().issueClient(id.text(), key);
        Entry entry = own.entry(certificate);
        all.add(entry);
        // In this order: whatever was given can be taken back.
        Lines.write(folder, id.text() + ISSUED, all);
        folder.writeCertificate(id.text() + GIVEN, certificate);
        note(entry);
        return certificate;
    }

    private Optional<X509Certificate> given(ControllerId id, PublicKey key, Authority authority, Instant now) {
        String file = id.text() + GIVEN;
        return folder.has(file)
                ? Optional.of(folder.read(file, Tls::readCertificate))
                        .filter(one -> !Certificates.isDue(one, now))
                        .filter(one -> Arrays.equals(one.getPublicKey().getEncoded(), key.getEncoded()))
                        .filter(one ->
                                Trust.isSignedBy(one, authority.certificate().getPublicKey()))
                : Optional.empty();
    }

    List<Entry> issued(ControllerId id) {
        return Lines.read(folder, id.text() + ISSUED);
    }

    void remove(ControllerId id) {
        pinned.remove(id);
        folder.remove(id.text() + GIVEN);
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
