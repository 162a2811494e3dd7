package knutpunkt.wire.certificates;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import knutpunkt.access.BadgeKey;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.signature.PemFile;
import knutpunkt.wire.signature.SealingKeys;
import knutpunkt.wire.signature.SigningKeys;

/**
 * The service's folder of keys: made at the first start, checked at every other. It holds the site's authority for
 * MQTT, so whoever can read it can enrol controllers. Safe for use by several threads.
 */
public final class SiteKeys {
    /** Who the service is: its certificate's common name, its MQTT client id and the sender of what it signs. */
    public static final String SERVICE = "service";

    /** Names the embedded broker and a broker on the same machine are reached by. */
    private static final List<String> LOCAL_NAMES = List.of("localhost", "127.0.0.1", "::1");

    /** The service makes its own two certificates anew at a start this close to their end. */
    private static final Duration RENEWED_BEFORE = Duration.ofDays(90);

    private static final int FIRST_BADGE_KEY = 1;

    private static final String CA = "ca.pem";
    private static final String CA_KEY = "ca.key";
    private static final String BROKER = "broker.pem";
    private static final String BROKER_KEY = "broker.key";
    private static final String CLIENT = "service.pem";
    private static final String CLIENT_KEY = "service.key";
    private static final String SIGNING = "signing.key";
    private static final String SIGNING_PUBLIC = "signing.pub";
    private static final String SEALING = "sealing.key";
    private static final String SEALING_PUBLIC = "sealing.pub";
    private static final String BADGE = "badge.key";
    private static final String SITE = "site";
    private static final String CONTROLLERS = "controllers";

    private final SiteId site;
    private final KeyFolder folder;
    private final KeyFolder controllers;
    private final Certificates certificates;
    private final SecureRandom random;
    private final Map<String, PublicKey> pinned = new ConcurrentHashMap<>();

    private SiteKeys(Path path, SiteId site, InstantSource clock, SecureRandom random) {
        String advice = "restore the folder from its backup, or empty it and enrol every controller anew";
        this.site = requireNonNull(site, "site");
        this.folder = new KeyFolder(path, advice);
        this.controllers = new KeyFolder(path.resolve(CONTROLLERS), advice);
        this.certificates = new Certificates(clock, random);
        this.random = random;
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
            Path folder, SiteId site, List<String> brokerNames, InstantSource clock, SecureRandom random) {
        var keys = new SiteKeys(folder, site, clock, random);
        keys.folder.make();
        keys.controllers.make();
        if (!keys.folder.has(SITE)) {
            keys.create();
        }
        keys.check();
        keys.renew(brokerNames, clock.instant());
        return keys;
    }

    /** The site's name is written last: a folder without it was never used, unless a controller was enrolled. */
    private void create() {
        if (!controllers.isEmpty()) {
            throw folder.mismatch("controllers are enrolled, but [" + SITE + "] is missing");
        }
        folder.remove(BROKER);
        folder.remove(CLIENT);
        KeyPair authority = SealingKeys.make(random);
        X509Certificate certificate = certificates.authority("knutpunkt " + site.text(), authority);
        folder.write(
                CA_KEY,
                file -> PemFile.write(
                        file, PemFile.PRIVATE_KEY, authority.getPrivate().getEncoded()));
        folder.write(CA, certificateIn(certificate));
        KeyPair signing = SigningKeys.make(random);
        folder.write(SIGNING, file -> SigningKeys.write(file, signing.getPrivate()));
        folder.write(SIGNING_PUBLIC, file -> SigningKeys.write(file, signing.getPublic()));
        KeyPair sealing = SealingKeys.make(random);
        folder.write(SEALING, file -> SealingKeys.write(file, sealing.getPrivate()));
        folder.write(SEALING_PUBLIC, file -> SealingKeys.write(file, sealing.getPublic()));
        folder.write(BADGE, file -> BadgeKeyFile.make(file, FIRST_BADGE_KEY, random));
        folder.writeText(SITE, site.text() + "\n");
    }

    private void check() {
        String owner = folder.readText(SITE);
        if (!owner.equals(site.text())) {
            throw folder.mismatch("they are of site [" + owner + "], and this service is of [" + site.text() + "]");
        }
        if (!KeyChecks.pair(KeyChecks.ECDSA, authority().getPublicKey(), authorityKey())) {
            throw folder.mismatch("[" + CA_KEY + "] is not the key of [" + CA + "]");
        }
        if (!KeyChecks.pair(KeyChecks.ED25519, signingPublicKey(), signingKey())) {
            throw folder.mismatch("[" + SIGNING_PUBLIC + "] is not of [" + SIGNING + "]");
        }
        if (!KeyChecks.pair(KeyChecks.ECDSA, sealingPublicKey(), sealingKey())) {
            throw folder.mismatch("[" + SEALING_PUBLIC + "] is not of [" + SEALING + "]");
        }
        badgeKey();
    }

    /** Makes the broker's and the service's certificates where they are missing, near their end or of other names. */
    private void renew(List<String> brokerNames, Instant now) {
        var names = new ArrayList<>(LOCAL_NAMES);
        brokerNames.stream().filter(name -> !names.contains(name)).forEach(names::add);
        if (!folder.has(BROKER) || !folder.has(BROKER_KEY) || ends(BROKER, now) || !serves(names)) {
            KeyPair broker = SealingKeys.make(random);
            issue(
                    BROKER,
                    BROKER_KEY,
                    broker,
                    certificates.server(names, broker.getPublic(), authority(), authorityKey()));
        }
        if (!folder.has(CLIENT) || !folder.has(CLIENT_KEY) || ends(CLIENT, now)) {
            KeyPair client = SealingKeys.make(random);
            issue(
                    CLIENT,
                    CLIENT_KEY,
                    client,
                    certificates.client(SERVICE, client.getPublic(), authority(), authorityKey()));
        }
        KeyChecks.belongs(folder, CA, BROKER, BROKER_KEY);
        KeyChecks.belongs(folder, CA, CLIENT, CLIENT_KEY);
    }

    /** The certificate is removed first: a start that dies between the two writes finds it missing, and makes both. */
    private void issue(String name, String keyName, KeyPair keys, X509Certificate certificate) {
        folder.remove(name);
        folder.write(
                keyName,
                file -> PemFile.write(
                        file, PemFile.PRIVATE_KEY, keys.getPrivate().getEncoded()));
        folder.write(name, certificateIn(certificate));
    }

    private boolean ends(String name, Instant now) {
        Instant end = folder.read(name, Tls::readCertificate).getNotAfter().toInstant();
        return end.minus(RENEWED_BEFORE).isBefore(now);
    }

    private boolean serves(List<String> names) {
        return folder.read(BROKER, file -> KeyChecks.alternatives(Tls.readCertificate(file)))
                .containsAll(names.stream().map(KeyChecks::asReported).toList());
    }

    /**
     * Makes a controller's keys and writes its folder; enrolling one again replaces its keys, so the old ones count no
     * more once the service pins the new one.
     *
     * @return the controller's signing key, from now on pinned here
     */
    public synchronized PublicKey enrol(ControllerId id, Path bundle) {
        if (id.text().equals(SERVICE)) {
            throw new IllegalArgumentException("controller id [" + SERVICE + "] is the service's own name");
        }
        var target = new KeyFolder(bundle, "enrol this controller again");
        target.make();
        KeyPair client = SealingKeys.make(random);
        KeyPair signing = SigningKeys.make(random);
        X509Certificate certificate = certificates.client(id.text(), client.getPublic(), authority(), authorityKey());
        target.write(ControllerKeys.CA, certificateIn(authority()));
        target.write(ControllerKeys.CERTIFICATE, certificateIn(certificate));
        target.write(
                ControllerKeys.KEY,
                file -> PemFile.write(
                        file, PemFile.PRIVATE_KEY, client.getPrivate().getEncoded()));
        target.write(ControllerKeys.SIGNING, file -> SigningKeys.write(file, signing.getPrivate()));
        target.write(ControllerKeys.SERVICE_SIGNING, file -> SigningKeys.write(file, signingPublicKey()));
        target.write(ControllerKeys.SERVICE_SEALING, file -> SealingKeys.write(file, sealingPublicKey()));
        target.writeText(ControllerKeys.BADGE, folder.readText(BADGE) + "\n");
        target.writeText(ControllerKeys.SITE, site.text() + "\n");
        controllers.write(id.text() + ".pub", file -> SigningKeys.write(file, signing.getPublic()));
        pinned.put(id.text(), signing.getPublic());
        return signing.getPublic();
    }

    /** The key a sender must sign with: the service's own, or that of an enrolled controller. */
    public Optional<PublicKey> pinned(String sender) {
        if (sender.equals(SERVICE)) {
            return Optional.of(signingPublicKey());
        }
        PublicKey known = pinned.get(sender);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<String> file = fileOf(sender);
        return file.filter(controllers::has).map(name -> {
            PublicKey read = controllers.read(name, SigningKeys::readPublic);
            pinned.put(sender, read);
            return read;
        });
    }

    private static Optional<String> fileOf(String sender) {
        try {
            return Optional.of(new ControllerId(sender).text() + ".pub");
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    public SiteId site() {
        return site;
    }

    public Path caCertificate() {
        return folder.file(CA);
    }

    public Path brokerCertificate() {
        return folder.file(BROKER);
    }

    public Path brokerKey() {
        return folder.file(BROKER_KEY);
    }

    public Path serviceCertificate() {
        return folder.file(CLIENT);
    }

    public Path serviceKey() {
        return folder.file(CLIENT_KEY);
    }

    /** For the service's MQTT session. */
    public SSLContext tls() {
        return Tls.tls(caCertificate(), serviceCertificate(), serviceKey());
    }

    /** Ed25519. */
    public PrivateKey signingKey() {
        return folder.read(SIGNING, SigningKeys::readPrivate);
    }

    /** Ed25519. */
    public PublicKey signingPublicKey() {
        return folder.read(SIGNING_PUBLIC, SigningKeys::readPublic);
    }

    /** P-256. */
    public PrivateKey sealingKey() {
        return folder.read(SEALING, SealingKeys::readPrivate);
    }

    private PublicKey sealingPublicKey() {
        return folder.read(SEALING_PUBLIC, SealingKeys::readPublic);
    }

    public BadgeKey badgeKey() {
        return folder.read(BADGE, BadgeKeyFile::read);
    }

    private X509Certificate authority() {
        return folder.read(CA, Tls::readCertificate);
    }

    private PrivateKey authorityKey() {
        return folder.read(CA_KEY, file -> PemFile.readPrivateKey(file, "EC"));
    }

    private static KeyFolder.Writing certificateIn(X509Certificate certificate) {
        return file -> {
            try {
                PemFile.write(file, PemFile.CERTIFICATE, certificate.getEncoded());
            } catch (CertificateEncodingException e) {
                throw new IllegalStateException("a certificate just made or read has an encoded form", e);
            }
        };
    }
}
