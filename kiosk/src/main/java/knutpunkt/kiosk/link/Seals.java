package knutpunkt.kiosk.link;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import knutpunkt.access.Revision;
import knutpunkt.wire.Hash;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.certificates.SiteKeys;
import knutpunkt.wire.message.Seal;
import knutpunkt.wire.signature.Signer;
import knutpunkt.wire.signature.Verdict;
import knutpunkt.wire.signature.Verifier;

/**
 * The service's signature over a list's revision and digest. It outlives what the service knows: restored from a backup, it
 * tells by this which lists it made since. Safe for use by several threads.
 */
public final class Seals {
    private final Signer signer;
    private final Verifier verifier;
    private final String topic;

    /** One revision goes to every controller; its seal is made once. */
    private final AtomicReference<Optional<Made>> newest = new AtomicReference<>(Optional.empty());

    private record Made(Revision revision, Hash digest, Seal seal) {}

    /**
     * For one site.
     *
     * @param signer the service's own
     */
    public Seals(SiteId site, Signer signer, Verifier verifier) {
        this.signer = requireNonNull(signer, "signer");
        this.verifier = requireNonNull(verifier, "verifier");
        // No message has this topic, so no message's signature is a seal.
        this.topic = site.text() + " access list";
    }

    Seal of(Revision revision, Hash digest) {
        Optional<Made> known = requireNonNull(newest.get())
                .filter(made ->
                        made.revision().equals(revision) && made.digest().equals(digest));
        if (known.isPresent()) {
            return known.get().seal();
        }
        var seal = new Seal(signer.sign(topic, bytes(revision, digest)));
        newest.set(Optional.of(new Made(revision, digest, seal)));
        return seal;
    }

    /** Whether this service made that list under that revision. */
    boolean isOurs(Revision revision, Hash digest, Optional<Seal> seal) {
        return seal.isPresent()
                && verifier.verify(SiteKeys.SERVICE, topic, bytes(revision, digest), seal.map(Seal::text))
                        == Verdict.VALID;
    }

    private static byte[] bytes(Revision revision, Hash digest) {
        return (revision + " " + digest).getBytes(StandardCharsets.US_ASCII);
    }
}
