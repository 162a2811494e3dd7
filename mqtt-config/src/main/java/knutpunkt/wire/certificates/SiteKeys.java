package knutpunkt.wire.certificates;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import knutpunkt.access.BadgeKey;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.signature.SealingKeys;
import knutpunkt.wire.signature.SigningKeys;

/**
 * The service's folder of keys: made at the first start, read and checked whole at every other. It holds the site's
 * authority for MQTT, so whoever can read it can enrol controllers. Safe for use by several threads.
 */
public final class SiteKeys {
    /** Who the service is: its certificate's common name, its MQTT client id and the sender of what it signs. */
    public static final String SERVICE = "service";

    /** Who looks on: the common name and MQTT client id of the one that hears every channel and sends nothing. */
    public static final String WATCH = "watch";

    /** Names the embedded broker and a broker on the same machine are reached by. */
    private static final List<String> LOCAL_NAMES = List.of("localhost", "127.0.0.1", "::1");

    /** The service makes its own two certificates anew at a start this close to their end. */
    private static final Duration RENEWED_BEFORE = Duration.ofDays(90);

    private static final int FIRST_BADGE_KEY = 1;

    private static final String BROKER = "broker.pem";
    private static final String BROKER_KEY = "broker.key";
    private static final String CLIENT = "service.pem";
    private static final String CLIENT_KEY = "service.key";
    private static final String SIGNING = "signing.key";
    /** The public half of what the service signs by, as a file in its folder. */
    public static final String SIGNING_PUBLIC = "signing.pub";

    private static final String SEALING = "sealing.key";
    private static final String SEALING_PUBLIC = "sealing.pub";
    private static final String BADGE = "badge.key";
    private static final String SITE = "site";
    private static final String CONTROLLERS = "controllers";
    private static final String ADVICE =
            "restore the folder from its backup, or empty it and enrol every controller anew";

    private final SiteId site;
    private final KeyFolder folder;
    private final PinnedKeys pinned;
    private final SecureRandom random;
    private final Authority authority;
    private final PrivateKey signingKey;
    private final PublicKey signingPublicKey;
    private final PrivateKey sealingKey;
    private final PublicKey sealingPublicKey;
    private final BadgeKey badgeKey;

    private SiteKeys(
            KeyFolder folder, KeyFolder controllers, SiteId site, Certificates certificates, SecureRandom random) {
        this.site = site;
        this.folder = folder;
        this.random = random;
        this.authority = new Authority(folder, certificates, random);
        this.signingKey = folder.read(SIGNING, SigningKeys::readPrivate);
        this.signingPublicKey = folder.read(SIGNING_PUBLIC, SigningKeys::readPublic);
        this.sealingKey = folder.read(SEALING, SealingKeys::readPrivate);
        this.sealingPublicKey = folder.read(SEALING_PUBLIC, SealingKeys::readPublic);
        this.badgeKey = folder.read(BADGE, BadgeKeyFile::read);
        if (!KeyChecks.pair(KeyChecks.ED25519, signingPublicKey, signingKey)) {
            throw folder.mismatch("[" + SIGNING_PUBLIC + "] is not of [" + SIGNING + "]");
        }
        if (!KeyChecks.pair(KeyChecks.ECDSA, sealingPublicKey, sealingKey)) {
            throw folder.mismatch("[" + SEALING_PUBLIC + "] is not of [" + SEALING + "]");
        }
        this.pinned = new PinnedKeys(controllers);
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
        var folder = new KeyFolder(path, ADVICE);
        var controllers = new KeyFolder(path.resolve(CONTROLLERS), ADVICE);
        var certificates = new Certificates(clock, random);
        if (!folder.has(SITE)) {
            folder.make();
            controllers.make();
            create(folder, controllers, site, certificates, random);
        }
        folder.require();
        controllers.require();
        String owner = folder.readText(SITE);
        if (!owner.equals(site.text())) {
            throw folder.mismatch("they are of site [" + owner + "], and this service is of [" + site + "]");
        }
        var keys = new SiteKeys(folder, controllers, site, certificates, random);
        keys.renew(brokerNames, clock.instant());
        return keys;
    }

    /** The site's name is written last: a folder without it was never used, unless a controller was enrolled. */
    private static void create(
            KeyFolder folder, KeyFolder controllers, SiteId site, Certificates certificates, SecureRandom random) {
        if (PinnedKeys.hasAny(controllers)) {
            throw folder.mismatch("controllers are enrolled, but [" + SITE + "] is missing");
        }
        folder.remove(BROKER);
        folder.remove(CLIENT);
        Authority.make(folder, site, certificates, random);
        KeyPair signing = SigningKeys.make(random);
        folder.write(SIGNING, file -> SigningKeys.write(file, signing.getPrivate()));
        folder.write(SIGNING_PUBLIC, file -> SigningKeys.write(file, signing.getPublic()));
        KeyPair sealing = SealingKeys.make(random);
        folder.write(SEALING, file -> SealingKeys.write(file, sealing.getPrivate()));
        folder.write(SEALING_PUBLIC, file -> SealingKeys.write(file, sealing.getPublic()));
        folder.write(BADGE, file -> BadgeKeyFile.make(file, FIRST_BADGE_KEY, random));
        folder.writeText(SITE, site.text() + "\n");
    }

    /** Makes the broker's and the service's certificates where they are missing, near their end or of other names. */
    private void renew(List<String> brokerNames, Instant now) {
        var names = new ArrayList<>(LOCAL_NAMES);
        brokerNames.stream().filter(name -> !names.contains(name)).forEach(names::add);
        if (!folder.has(BROKER) || !folder.has(BROKER_KEY) || ends(BROKER, now) || !serves(names)) {
            authority.issueServer(folder, BROKER, BROKER_KEY, names);
        }
        if (!folder.has(CLIENT) || !folder.has(CLIENT_KEY) || ends(CLIENT, now)) {
            authority.issueClient(folder, CLIENT, CLIENT_KEY, SERVICE);
        }
        KeyChecks.belongs(folder, Authority.CERTIFICATE, BROKER, BROKER_KEY);
        KeyChecks.belongs(folder, Authority.CERTIFICATE, CLIENT, CLIENT_KEY);
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
     * Makes a controller's keys and writes its folder. Enrolling one again replaces its signing key at once; what only
     * its old certificate allows, reading and sending on its own topics, lasts until that certificate ends.
     *
     * @return the controller's signing key, from now on pinned here
     * @throws IllegalArgumentException when the id is the service's own name or that of whoever looks on, or the folder is a
     *     site's own
     */
    public synchronized PublicKey enrol(ControllerId id, Path bundle) {
        if (id.text().equals(SERVICE)) {
            throw new IllegalArgumentException("controller id [" + SERVICE + "] is the service's own name");
        }
        if (id.text().equals(WATCH)) {
            throw new IllegalArgumentException("controller id [" + WATCH + "] is the name of whoever looks on");
        }
        var target = new KeyFolder(bundle, "enrol this controller again");
        if (target.has(Authority.KEY)) {
            throw new IllegalArgumentException("folder [" + bundle + "] holds a site's own keys: give another");
        }
        target.make();
        KeyPair signing = SigningKeys.make(random);
        authority.writeCertificate(target, ControllerKeys.CA);
        authority.issueClient(target, ControllerKeys.CERTIFICATE, ControllerKeys.KEY, id.text());
        target.write(ControllerKeys.SIGNING, file -> SigningKeys.write(file, signing.getPrivate()));
        target.write(ControllerKeys.SERVICE_SIGNING, file -> SigningKeys.write(file, signingPublicKey));
        target.write(ControllerKeys.SERVICE_SEALING, file -> SealingKeys.write(file, sealingPublicKey));
        target.writeText(ControllerKeys.BADGE, folder.readText(BADGE) + "\n");
        target.writeText(ControllerKeys.SITE, site.text() + "\n");
        pinned.pin(id, signing.getPublic());
        return signing.getPublic();
    }

    /**
     * Makes keys for whoever looks on, and writes {@code ca.pem}, {@code watch.pem} and {@code watch.key}: good for
     * {@link Certificates#WATCH_LIFE}, for reading what travels and for nothing else.
     *
     * @return for an MQTT session with them
     * @throws IllegalArgumentException when the folder is a site's own
     */
    public SSLContext watcher(Path bundle) {
        var target = new KeyFolder(bundle, "have them made again");
        if (target.has(Authority.KEY)) {
            throw new IllegalArgumentException("folder [" + bundle + "] holds a site's own keys: give another");
        }
        target.make();
        authority.writeCertificate(target, ControllerKeys.CA);
        authority.issueWatcher(target, WATCH + ".pem", WATCH + ".key", WATCH);
        return Tls.tls(target.file(ControllerKeys.CA), target.file(WATCH + ".pem"), target.file(WATCH + ".key"));
    }

    /**
     * The key a sender must sign with: the service's own, or that of a controller that is enrolled at this moment, here
     * or by another process.
     */
    public Optional<PublicKey> pinned(String sender) {
        if (sender.equals(SERVICE)) {
            return Optional.of(signingPublicKey);
        }
        return controller(sender).flatMap(pinned::of);
    }

    private static Optional<ControllerId> controller(String sender) {
        try {
            return Optional.of(new ControllerId(sender));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    public SiteId site() {
        return site;
    }

    public Path caCertificate() {
        return folder.file(Authority.CERTIFICATE);
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
        return signingKey;
    }

    /** Ed25519. */
    public PublicKey signingPublicKey() {
        return signingPublicKey;
    }

    /** P-256. */
    public PrivateKey sealingKey() {
        return sealingKey;
    }

    public BadgeKey badgeKey() {
        return badgeKey;
    }
}
