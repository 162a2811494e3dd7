package knutpunkt.wire.certificates;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import knutpunkt.access.BadgeKey;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.certificates.RenewedKeys.Requested;
import knutpunkt.wire.certificates.RenewedKeys.TlsIdentity;
import knutpunkt.wire.signature.PemFile;
import knutpunkt.wire.signature.SealingKeys;
import knutpunkt.wire.signature.SigningKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A controller's keys: what it was given at its enrolment, and what they have become since. Certificates end and keys are
 * changed while it runs; the folder is read once at the start, and written before anything in memory changes. Safe for use
 * by several threads.
 */
public final class ControllerKeys {
    static final String CA = "ca.pem";
    static final String CERTIFICATE = "controller.pem";
    static final String KEY = "controller.key";
    static final String SIGNING = "signing.key";
    static final String SERVICE_SIGNING = "service-signing.pub";
    static final String SERVICE_SEALING = "service-sealing.pub";
    static final String BADGE = "badge.key";
    static final String SITE = "site";

    /**
     * A session dials its 1 to 4 brokers in turn. This has no factor in common with any such number, so each broker is shown
     * the new certificate and the one before.
     */
    private static final int TURNS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(ControllerKeys.class);

    private final KeyFolder folder;
    private final SiteId site;
    private final ControllerId id;
    private final PublicKey serviceSealingKey;
    private final BadgeKey badgeKey;
    private volatile RenewedKeys now;
    private volatile KnownTime time = KnownTime.exact(InstantSource.system());

    /** How often TLS was set up since the newest certificate came; the first time is with that one. */
    private int attempts;

    private ControllerKeys(KeyFolder folder) {
        this.folder = folder;
        folder.require();
        this.site = folder.read(SITE, file -> new SiteId(BadgeKeyFile.text(file)));
        this.id = KeyChecks.clientOf(folder, CA, CERTIFICATE, KEY);
        this.serviceSealingKey = folder.read(SERVICE_SEALING, SealingKeys::readPublic);
        this.badgeKey = folder.read(BADGE, BadgeKeyFile::read);
        X509Certificate carried = folder.read(CERTIFICATE, Tls::readCertificate);
        Hash base = Trust.fingerprint(carried);
        this.now = RenewedKeys.read(folder, base).orElseGet(() -> enrolled(base, carried));
    }

    private RenewedKeys enrolled(Hash base, X509Certificate certificate) {
        return new RenewedKeys(
                base,
                new TlsIdentity(certificate, folder.read(KEY, file -> PemFile.readPrivateKey(file, "EC"))),
                folder.read(SIGNING, SigningKeys::readPrivate),
                new Trust(
                        List.of(folder.read(CA, Tls::readCertificate)),
                        List.of(folder.read(SERVICE_SIGNING, SigningKeys::readPublic))),
                Optional.empty());
    }

    /**
     * Reads a folder that {@link SiteKeys#enrol} wrote.
     *
     * @throws KeysUnusable with one sentence, when anything in it is missing, foreign, or readable by others
     */
    public static ControllerKeys open(Path folder) {
        return new ControllerKeys(new KeyFolder(folder, "enrol this controller again"));
    }

    /** Writes what a controller is given, besides its certificate; what became of an earlier enrolment's is gone. */
    static void lay(
            KeyFolder target,
            X509Certificate authority,
            PrivateKey signing,
            PublicKey serviceSigning,
            PublicKey serviceSealing) {
        target.remove(RenewedKeys.FILE);
        target.remove(RenewedKeys.REQUESTED);
        target.writeCertificate(CA, authority);
        target.write(SIGNING, file -> SigningKeys.write(file, signing));
        target.write(SERVICE_SIGNING, file -> SigningKeys.write(file, serviceSigning));
        target.write(SERVICE_SEALING, file -> SealingKeys.write(file, serviceSealing));
    }

    /** From now on the dates of certificates are held against this, and no longer against the machine's clock. */
    public void goBy(KnownTime known) {
        time = requireNonNull(known, "known");
    }

    public SiteId site() {
        return site;
    }

    public ControllerId id() {
        return id;
    }

    public Path caCertificate() {
        return folder.file(CA);
    }

    public Path certificate() {
        return folder.file(CERTIFICATE);
    }

    public Path key() {
        return folder.file(KEY);
    }

    /**
     * For its next MQTT connection. As long as a new certificate has not let it in, about every other call gives the one
     * before it, and so at each broker: whatever is wrong with the new one, the controller is not locked out.
     *
     * @throws KeysUnusable when TLS cannot be set up from what there is
     */
    public SSLContext tls() {
        TlsIdentity identity = next();
        return Tls.tls(now.trust().authorities(), identity.certificate(), identity.key(), time);
    }

    /** What the next connection is made with. */
    synchronized TlsIdentity next() {
        boolean old = isOld(attempts);
        attempts++;
        return now.before().filter(_ -> old).orElse(now.identity());
    }

    private static boolean isOld(int attempt) {
        return attempt % TURNS % 2 == 1;
    }

    /**
     * The connection for which TLS was set up last is there: if it was with the newest certificate, the one before goes. To
     * be called before TLS is set up for another.
     *
     * @throws KeysUnusable when it cannot be written down; both are kept then, and the next connection is with the newest
     */
    public synchronized void letIn() {
        boolean newest = attempts > 0 && !isOld(attempts - 1);
        attempts = 0;
        if (newest && now.before().isPresent()) {
            keep(new RenewedKeys(now.base(), now.identity(), now.signing(), now.trust(), Optional.empty()));
        }
    }

    /** Ed25519, its own, as of this moment. */
    public PrivateKey signingKey() {
        return now.signing();
    }

    /** Ed25519: those by which the service may sign, as of this moment. */
    public List<PublicKey> serviceKeys() {
        return now.trust().signers();
    }

    /** Whom it believes, as of this moment. */
    public Trust trust() {
        return now.trust();
    }

    /** P-256, the service's. */
    public PublicKey serviceSealingKey() {
        return serviceSealingKey;
    }

    public BadgeKey badgeKey() {
        return badgeKey;
    }

    /** The newest certificate it has. */
    public X509Certificate newest() {
        return now.identity().certificate();
    }

    /** The authority that made the newest certificate; empty when it is believed no longer. */
    public Optional<Hash> authority() {
        return Trust.issuer(now.trust().authorities(), newest()).map(Trust::fingerprint);
    }

    /** Whether two thirds of its certificate's life have passed at a time. */
    public boolean isDue(Instant at) {
        return Certificates.isDue(newest(), at);
    }

    /** Whether keys were made that no certificate has come for yet. */
    public boolean isWaiting() {
        return folder.has(RenewedKeys.REQUESTED);
    }

    /**
     * What to ask the service for a certificate with.
     *
     * @param certificate PKCS #10 in DER
     * @param signer the next key to sign by, in SPKI form; empty where that does not change
     * @param proof the signature of that key over the request, which shows that the controller has it
     */
    @SuppressWarnings("ArrayRecordComponent") // travels one way and is never compared
    public record Request(byte[] certificate, Optional<byte[]> signer, Optional<byte[]> proof) {}

    /**
     * Makes new keys to ask a certificate for, or takes those that were made before and are still waiting.
     *
     * @param everything whether the key it signs by is to change as well
     * @throws KeysUnusable when they cannot be written down
     */
    public synchronized Request request(boolean everything, SecureRandom random) {
        Requested keys = Requested.read(folder)
                .filter(made -> made.signing().isPresent() || !everything)
                .orElseGet(() -> make(everything, random));
        byte[] request = CertificateRequest.make(id, new KeyPair(keys.tlsPublic(), keys.tls()));
        return new Request(
                request,
                keys.signing().map(key -> SigningKeys.publicOf(key).getEncoded()),
                keys.signing().map(key -> sign(key, request)));
    }

    private Requested make(boolean everything, SecureRandom random) {
        KeyPair tls = SealingKeys.make(random);
        Optional<PrivateKey> signing =
                everything ? Optional.of(SigningKeys.make(random).getPrivate()) : Optional.empty();
        var made = new Requested(tls.getPublic(), tls.getPrivate(), signing);
        made.write(folder);
        return made;
    }

    private static byte[] sign(PrivateKey key, byte[] what) {
        try {
            Signature signature = Signature.getInstance(KeyChecks.ED25519);
            signature.initSign(key);
            signature.update(what);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform signs with a valid Ed25519 key", e);
        }
    }

    /**
     * The key that a request announces, once it is shown that the controller has it.
     *
     * @throws IllegalArgumentException when it is no key, or not shown
     */
    public static PublicKey announced(byte[] request, byte[] signer, byte[] proof) {
        PublicKey key = Trust.signer(Base64.getEncoder().encodeToString(signer));
        try {
            Signature signature = Signature.getInstance(KeyChecks.ED25519);
            signature.initVerify(key);
            signature.update(request);
            if (signature.verify(proof)) {
                return key;
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "the next signing key's proof of [" + proof.length + "] bytes must be an Ed25519 signature", e);
        }
        throw new IllegalArgumentException("the next signing key [" + SigningKeys.fingerprint(key)
                + "] is not shown to be the sender's: the proof must be its signature over the request");
    }

    /**
     * Takes what the service sent: whom to believe from now on, and a certificate if one was asked for. With a certificate
     * come the keys that were made for it. Written down first, whole or not at all. The certificate that let it in last is
     * kept until a newer one does, however many come meanwhile; the one it has already, said again, is none.
     *
     * @param certificate in DER and Base64
     * @return whether there is a new certificate, to connect with anew
     * @throws IllegalArgumentException when the certificate is not for the key that was made, for this controller, or of an
     *     authority that is to be believed; nothing has changed then
     * @throws KeysUnusable when it cannot be written down; nothing has changed then
     */
    public synchronized boolean adopt(Trust trust, Optional<String> certificate) {
        Optional<X509Certificate> given = certificate.map(Trust::certificate).filter(one -> !one.equals(newest()));
        if (certificate.isPresent() && given.isEmpty()) {
            forgetRequest(newest());
        }
        if (given.isEmpty()) {
            believe(trust);
            return false;
        }
        X509Certificate issued = given.get();
        Requested made = Requested.read(folder)
                .filter(keys -> isFor(keys, issued))
                .orElseThrow(() -> new IllegalArgumentException("the certificate is for the key ["
                        + Hash.of(issued.getPublicKey().getEncoded()) + "], and asked for was one for " + asked()));
        if (!KeyChecks.commonName(issued).equals(id.text())) {
            throw new IllegalArgumentException("the certificate is for another name than [" + id + "]");
        }
        if (Trust.issuer(trust.authorities(), issued).isEmpty()) {
            throw new IllegalArgumentException("the certificate is of none of the ["
                    + trust.authorities().size() + "] authorities to be believed");
        }
        if (time.isExact() && !isGood(issued, time.atLeast())) {
            throw new IllegalArgumentException(
                    "the certificate is good from [" + issued.getNotBefore().toInstant() + "] to ["
                            + issued.getNotAfter().toInstant() + "], and it is [" + time.atLeast() + "]");
        }
        keep(new RenewedKeys(
                now.base(),
                new TlsIdentity(issued, made.tls()),
                made.signing().orElse(now.signing()),
                trust,
                now.before().or(() -> Optional.of(now.identity()))));
        attempts = 0;
        forgetRequest(issued);
        return true;
    }

    private void believe(Trust trust) {
        if (!trust.digest().equals(now.trust().digest())) {
            keep(new RenewedKeys(now.base(), now.identity(), now.signing(), trust, now.before()));
        }
    }

    private static boolean isFor(Requested keys, X509Certificate issued) {
        return Arrays.equals(
                keys.tlsPublic().getEncoded(), issued.getPublicKey().getEncoded());
    }

    private String asked() {
        return Requested.read(folder)
                .map(keys -> "[" + Hash.of(keys.tlsPublic().getEncoded()) + "]")
                .orElse("none");
    }

    /** There is a certificate for what was made. What stays behind is asked for again, and gets the same answer. */
    private void forgetRequest(X509Certificate issued) {
        try {
            if (Requested.read(folder).filter(keys -> isFor(keys, issued)).isPresent()) {
                folder.remove(RenewedKeys.REQUESTED);
            }
        } catch (KeysUnusable e) {
            LOG.warn("what was asked for is not forgotten, though the answer is there: {}", e.getMessage());
        }
    }

    private static boolean isGood(X509Certificate certificate, Instant at) {
        return !at.isBefore(certificate.getNotBefore().toInstant())
                && at.isBefore(certificate.getNotAfter().toInstant());
    }

    private void keep(RenewedKeys keys) {
        keys.write(folder);
        now = keys;
    }

    /** Of the key it signs by: what people compare. */
    public Hash signer() {
        return SigningKeys.fingerprint(SigningKeys.publicOf(now.signing()));
    }
}
