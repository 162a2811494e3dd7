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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the site knows of each controller that is enrolled: the key it signs by, and the certificates it was given, so
 * that they can be taken back. Safe for use by several threads.
 */
final class Enrolled {
    private static final Logger LOG = LoggerFactory.getLogger(Enrolled.class);

    private static final String ISSUED = ".issued";
    private static final String GIVEN = ".given";

    /** An honest controller has two, and one more for each time it was told to change its keys. */
    private static final int ISSUED_MAX = 64;

    private final KeyFolder folder;
    private final PinnedKeys pinned;
    private volatile Newest newest = Newest.NONE;

    /** The controller whose certificate was made last, and when. */
    private record Newest(String controller, Instant made) {
        static final Newest NONE = new Newest("", Instant.MIN);
    }

    Enrolled(KeyFolder folder) {
        this.folder = folder;
        this.pinned = new PinnedKeys(folder);
        count();
    }

    /** Looks at what every controller was given, here or by another process. */
    void count() {
        newest = folder.names(ISSUED).stream()
                .flatMap(name -> Lines.read(folder, name + ISSUED).stream().map(entry -> new Newest(name, made(entry))))
                .max(Comparator.comparing(Newest::made))
                .orElse(Newest.NONE);
    }

    /**
     * Complains unless a controller may be given a certificate at this moment.
     *
     * @throws IllegalArgumentException with what is to be done
     */
    void require(ControllerId id, InstantSource clock) {
        if (keysOf(id.text()).isEmpty()) {
            throw new IllegalArgumentException("controller [" + id + "] is not enrolled: enrol it again");
        }
        if (!time(clock).isExact()) {
            throw new IllegalArgumentException(
                    "the clock here is at [" + clock.instant() + "], and a certificate of controller ["
                            + newest.controller() + "] was made at [" + newest.made()
                            + "]: no other is made until the clock is set or, where it was wrong then, that controller is enrolled again");
        }
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
        count();
    }

    /**
     * A certificate for a controller's key: the one it was given for that key, should the answer have been lost, or a new
     * one. When there are many, those that have ended are forgotten.
     *
     * @throws IllegalArgumentException when it has too many that have not ended
     */
    X509Certificate certified(ControllerId id, PublicKey key, OwnKeys own, Instant now) {
        Optional<X509Certificate> given = given(id, key, own.authorities().used(), now);
        if (given.isPresent()) {
            return given.get();
        }
        var all = new ArrayList<>(issued(id));
        if (all.size() >= ISSUED_MAX) {
            // Not before: a clock that is ahead must not make us forget what can be taken back.
            all.removeIf(entry -> entry.until().isBefore(now));
        }
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
        count();
        return certificate;
    }

    private Optional<X509Certificate> given(ControllerId id, PublicKey key, Authority authority, Instant now) {
        return lastGiven(id)
                .filter(one -> !Certificates.isDue(one, now))
                .filter(one -> Arrays.equals(one.getPublicKey().getEncoded(), key.getEncoded()))
                .filter(one -> Trust.isSignedBy(one, authority.certificate().getPublicKey()));
    }

    /** None where the file cannot be read: it is only an aid, and is replaced by the next. */
    private Optional<X509Certificate> lastGiven(ControllerId id) {
        String file = id.text() + GIVEN;
        try {
            return folder.has(file) ? Optional.of(folder.read(file, Tls::readCertificate)) : Optional.empty();
        } catch (KeysUnusable e) {
            LOG.warn("the certificate that controller {} was given last is not given again: {}", id, e.getMessage());
            return Optional.empty();
        }
    }

    List<Entry> issued(ControllerId id) {
        return Lines.read(folder, id.text() + ISSUED);
    }

    void remove(ControllerId id) {
        pinned.remove(id);
        folder.remove(id.text() + GIVEN);
        folder.remove(id.text() + ISSUED);
        count();
    }

    /** When the newest certificate of all controllers was made: it is not earlier than that. */
    Instant newest() {
        return newest.made();
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
                return !atLeast().isBefore(newest.made());
            }
        };
    }

    private static Instant made(Entry certificate) {
        return certificate.until().minus(Certificates.LEAF_LIFE);
    }
}
