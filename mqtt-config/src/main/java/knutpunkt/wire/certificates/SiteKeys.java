package knutpunkt.wire.certificates;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedTrustManager;
import knutpunkt.access.BadgeKey;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.signature.SealingKeys;
import knutpunkt.wire.signature.SigningKeys;

/**
 * The service's folder of keys: made at the first start, read and checked whole at every other. It holds the site's
 * authority for MQTT, so whoever can read it can enrol controllers. Commands of other processes may change it while the
 * service runs: {@link #refresh} sees that. Safe for use by several threads.
 */
public final class SiteKeys {
    /** Who the service is: its certificate's common name, its MQTT client id and the sender of what it signs. */
    public static final String SERVICE = "service";

    /** Who looks on: the common name and MQTT client id of the one that hears every channel and sends nothing. */
    public static final String WATCH = "watch";

    private final SiteId site;
    private final KeyFolder folder;
    private final ChangingKeys changing;
    private final Enrolled enrolled;
    private final InstantSource clock;
    private final SecureRandom random;
    private final PrivateKey sealingKey;
    private final PublicKey sealingPublicKey;
    private final BadgeKey badgeKey;

    private SiteKeys(SiteId site, KeyFolder folder, ChangingKeys changing, InstantSource clock, SecureRandom random) {
        this.site = site;
        this.folder = folder;
        this.changing = changing;
        this.enrolled = changing.enrolled();
        this.clock = clock;
        this.random = random;
        this.sealingKey = folder.read(SiteFolder.SEALING, SealingKeys::readPrivate);
        this.sealingPublicKey = folder.read(SiteFolder.SEALING_PUBLIC, SealingKeys::readPublic);
        this.badgeKey = folder.read(SiteFolder.BADGE, BadgeKeyFile::read);
        if (!KeyChecks.pair(KeyChecks.ECDSA, sealingPublicKey, sealingKey)) {
            throw folder.mismatch("[" + SiteFolder.SEALING_PUBLIC + "] is not of [" + SiteFolder.SEALING + "]");
        }
    }

    /**
     * The keys in a folder, made there when it is empty.
     *
     * @throws KeysUnusable with one sentence, when the folder is another site's, damaged, or readable by others
     */
    public static SiteKeys openOrCreate(Path folder, SiteId site, InstantSource clock, SecureRandom random) {
        return openOrCreate(folder, site, List.of(), clock, random);
    }

    /**
     * The same, for a broker that controllers reach by other names or addresses as well.
     *
     * @param brokerNames host names or IP addresses, besides this machine's own
     */
    public static SiteKeys openOrCreate(
            Path path, SiteId site, List<String> brokerNames, InstantSource clock, SecureRandom random) {
        requireNonNull(site, "site");
        SiteFolder files = SiteFolder.at(path);
        var lock = new FolderLock(path);
        return lock.holding(() -> {
            files.open(site, clock, random);
            var changing = new ChangingKeys(files, lock, site, brokerNames, clock, random);
            return new SiteKeys(site, files.folder(), changing, clock, random);
        });
    }

    /**
     * The public half of what the service signs by, read where it lies: nothing is made or renewed. Empty when there is
     * none that can be read.
     */
    public static Optional<PublicKey> signer(Path folder) {
        try {
            return Optional.of(OwnKeys.signer(new KeyFolder(folder, SiteFolder.ADVICE)));
        } catch (KeysUnusable _) {
            return Optional.empty();
        }
    }

    private OwnKeys own() {
        return changing.own();
    }

    /**
     * Makes the broker's and the service's certificates where they are missing, past two thirds of their life, of other
     * names, of another key or authority than the one in use, or made while the clock here was ahead; and writes for brokers
     * that read files what they must know. To be called at every start and daily.
     */
    public void renewOwn() {
        changing.renewOwn();
    }

    /**
     * Reads what another process has changed: a controller's keys taken back, a change of the site's own keys.
     *
     * @return whether anything has changed since this was asked last, here or in another process
     * @throws KeysUnusable when what is there now cannot be used; what was read before goes on counting
     */
    public boolean refresh() {
        return changing.refresh();
    }

    /**
     * Begins a change: the next key is made, for everybody to learn of before it is used.
     *
     * @throws IllegalStateException while an earlier change of the kind has not ended
     */
    public void offer(KeyKind kind) {
        changing.offer(kind);
    }

    /** Goes on with it: the next key is used from now on. To be said once everybody who must believe it does. */
    public void use(KeyKind kind) {
        changing.use(kind);
    }

    /** Ends it: the one before is believed no longer, and its private key is gone. */
    public void end(KeyKind kind) {
        changing.end(kind);
    }

    /**
     * Makes a controller's keys and writes its folder. Enrolling one again replaces its signing key at once, and takes
     * the certificates it had back.
     *
     * @return the controller's signing key, from now on pinned here
     * @throws IllegalArgumentException when the id is the service's own name or that of whoever looks on, or the folder is a
     *     site's own
     */
    public PublicKey enrol(ControllerId id, Path bundle) {
        if (id.text().equals(SERVICE)) {
            throw new IllegalArgumentException("controller id [" + SERVICE + "] is the service's own name");
        }
        if (id.text().equals(WATCH)) {
            throw new IllegalArgumentException("controller id [" + WATCH + "] is the name of whoever looks on");
        }
        KeyFolder target = made(bundle, "enrol this controller again");
        KeyPair signing = SigningKeys.make(random);
        return changing.change(() -> {
            Authority authority = own().authorities().used();
            X509Certificate certificate =
                    authority.issueClient(target, ControllerKeys.CERTIFICATE, ControllerKeys.KEY, id.text());
            ControllerKeys.lay(target, authority.certificate(), signing.getPrivate(), own().signer(), sealingPublicKey);
            target.writeText(ControllerKeys.BADGE, folder.readText(SiteFolder.BADGE) + "\n");
            target.writeText(ControllerKeys.SITE, site.text() + "\n");
            List<Revocations.Entry> before = enrolled.issued(id);
            if (!before.isEmpty()) {
                changing.takeBack(before);
            }
            enrolled.enrol(id, signing.getPublic(), own().entry(certificate));
            return signing.getPublic();
        });
    }

    /** A folder for keys that are carried elsewhere. */
    private static KeyFolder made(Path bundle, String advice) {
        var target = new KeyFolder(bundle, advice);
        if (target.has(SiteFolder.SIGNING_PUBLIC)) {
            throw new IllegalArgumentException("folder [" + bundle + "] holds a site's own keys: give another");
        }
        target.make();
        return target;
    }

    /**
     * Makes keys for whoever looks on, and writes {@code ca.pem}, {@code watch.pem} and {@code watch.key}: good for
     * {@link Certificates#WATCH_LIFE}, for reading what travels and for nothing else.
     *
     * @return for an MQTT session with them
     * @throws IllegalArgumentException when the folder is a site's own
     */
    public SSLContext watcher(Path bundle) {
        KeyFolder target = made(bundle, "have them made again");
        Authorities authorities = own().authorities();
        authorities.writeBelieved(target, ControllerKeys.CA);
        X509Certificate _ = authorities.used().issueWatcher(target, WATCH + ".pem", WATCH + ".key", WATCH);
        return Tls.tls(
                authorities.believed(), target.file(WATCH + ".pem"), target.file(WATCH + ".key"), enrolled.time(clock));
    }

    /**
     * Makes a certificate for the key that an enrolled controller asks with. Asked again for the same key, whose answer may
     * have been lost, it gives the same; each can be taken back.
     *
     * @param request PKCS #10 in DER
     * @throws IllegalArgumentException when it is no request, of another name, of a weak key, or one too many; when the
     *     controller is enrolled no longer; or while this machine's clock is behind the newest certificate made here, for one
     *     that is made now would end too soon
     */
    public X509Certificate certify(ControllerId id, byte[] request) {
        PublicKey key = CertificateRequest.check(request, id);
        return changing.change(() -> {
            enrolled.require(id, clock);
            return enrolled.certified(id, key, own(), clock.instant());
        });
    }

    /**
     * Complains unless a controller may sign by this key at this moment: what it said has waited, and meanwhile it may have
     * been revoked, or enrolled again with other keys.
     *
     * @throws IllegalArgumentException with what is to be done
     */
    public void requirePinned(ControllerId id, Hash signer) {
        if (enrolled.keysOf(id.text()).stream().map(SigningKeys::fingerprint).noneMatch(signer::equals)) {
            throw new IllegalArgumentException("controller [" + id + "] signs by [" + signer
                    + "], which is not pinned any more: enrol it again, if it was not revoked");
        }
    }

    /** Does what such a controller has asked for, while it cannot be taken back or enrolled again. */
    public <T> T whilePinned(ControllerId id, Hash signer, Supplier<T> answer) {
        return changing.change(() -> {
            requirePinned(id, signer);
            return answer.get();
        });
    }

    /** From now on the controller may sign by this key as well: it is about to. Nothing, for one that is not enrolled. */
    public void announce(ControllerId id, PublicKey next) {
        changing.change(() -> enrolled.pinned().announce(id, next));
    }

    /** The controller signs by this key: if it was announced, the one before counts no longer. */
    public void uses(ControllerId id, Hash fingerprint) {
        if (enrolled.pinned().isAnnounced(id)) {
            changing.change(() -> enrolled.pinned().uses(id, fingerprint));
        }
    }

    /** Whether it is known which certificates a controller was given: not of one that was enrolled before that was kept. */
    public boolean knowsCertificatesOf(ControllerId id) {
        return !enrolled.issued(id).isEmpty();
    }

    /**
     * Takes everything back that a controller was given: what it signs is refused from now on, and its certificates are
     * in the list for brokers. It may be enrolled again.
     *
     * @return whether it was enrolled
     */
    public boolean revoke(ControllerId id) {
        return changing.change(() -> {
            boolean there = isEnrolled(id.text());
            // In this order: whatever cuts it off, what it signs counts no longer, and the list can still be written.
            enrolled.pinned().remove(id);
            changing.takeBack(enrolled.issued(id));
            enrolled.remove(id);
            return there;
        });
    }

    /** Whether a certificate of ours was taken back. One that no authority of ours made was never given. */
    public boolean isRevoked(X509Certificate certificate) {
        OwnKeys now = own();
        return now.authorities()
                .numberOf(certificate)
                .filter(number -> now.revocations().has(number, certificate.getSerialNumber()))
                .isPresent();
    }

    /** Whether somebody of that name may connect: the service itself, who looks on, or who is enrolled at this moment. */
    public boolean isEnrolled(String name) {
        return name.equals(WATCH) || !pinned(name).isEmpty();
    }

    /** How far a change has come. */
    public KeyStage stage(KeyKind kind) {
        return own().stage(kind);
    }

    /** Whom controllers are to believe. */
    public Trust trust() {
        return own().trust();
    }

    /** The authority that makes certificates now. */
    public Hash authority() {
        return Trust.fingerprint(own().authorities().used().certificate());
    }

    /** What a client's certificate must be at this moment. */
    public ClientCheck clientCheck() {
        return new ClientCheck(
                own().authorities().believed(), clock.instant(), enrolled.newest(), this::isRevoked, this::isEnrolled);
    }

    /**
     * The keys a sender may sign by: the service's own that controllers believe, or those of a controller that is enrolled
     * at this moment, here or by another process. None for anybody else.
     */
    public List<PublicKey> pinned(String sender) {
        return sender.equals(SERVICE) ? own().trust().signers() : enrolled.keysOf(sender);
    }

    /** All by which the service has ever signed: what it sealed by one that has ended still holds. */
    public List<PublicKey> everySigner() {
        return own().everySigner();
    }

    public SiteId site() {
        return site;
    }

    /** Of the authority in use. */
    public Path caCertificate() {
        return folder.file(
                Authority.certificate(own().generation(KeyKind.AUTHORITY).used()));
    }

    /** All authorities that are believed, as PEM blocks: one, or two during a change. */
    public Path authorities() {
        return folder.file(Authorities.BUNDLE);
    }

    /** What each of them has taken back, as PEM blocks. */
    public Path revoked() {
        return folder.file(Authorities.REVOKED);
    }

    public Path brokerCertificate() {
        return folder.file(SiteFolder.BROKER);
    }

    public Path brokerKey() {
        return folder.file(SiteFolder.BROKER_KEY);
    }

    public Path serviceCertificate() {
        return folder.file(SiteFolder.CLIENT);
    }

    public Path serviceKey() {
        return folder.file(SiteFolder.CLIENT_KEY);
    }

    /** For the service's MQTT session. */
    public SSLContext tls() {
        return Tls.tls(own().authorities().believed(), serviceCertificate(), serviceKey(), enrolled.time(clock));
    }

    /** The service under the newest authority, in use or not: to try whether a broker takes what that one makes. */
    public SSLContext tlsOfNewest() {
        KeyPair probe = SealingKeys.make(random);
        OwnKeys now = own();
        X509Certificate certificate = now.authorities().newest().issueClient(SERVICE, probe.getPublic());
        return Tls.tls(now.authorities().believed(), certificate, probe.getPrivate(), enrolled.time(clock));
    }

    /** Whether the authority in use made a certificate. */
    public boolean isOfUsed(X509Certificate certificate) {
        return Trust.isSignedBy(
                certificate, own().authorities().used().certificate().getPublicKey());
    }

    /** For a broker, which judges its clients by {@code clients}. */
    public SSLContext brokerTls(X509ExtendedTrustManager clients) {
        return Tls.server(brokerCertificate(), brokerKey(), clients);
    }

    /** Ed25519. */
    public PrivateKey signingKey() {
        return own().signingKey();
    }

    /** Ed25519. */
    public PublicKey signingPublicKey() {
        return own().signer();
    }

    /** P-256. */
    public PrivateKey sealingKey() {
        return sealingKey;
    }

    public BadgeKey badgeKey() {
        return badgeKey;
    }
}
