package knutpunkt.wire.certificates;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import javax.net.ssl.SSLContext;
import knutpunkt.access.BadgeKey;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.signature.SealingKeys;
import knutpunkt.wire.signature.SigningKeys;

/** What a controller was given at its enrolment. Read once at the start; immutable. */
public final class ControllerKeys {
    static final String CA = "ca.pem";
    static final String CERTIFICATE = "controller.pem";
    static final String KEY = "controller.key";
    static final String SIGNING = "signing.key";
    static final String SERVICE_SIGNING = "service-signing.pub";
    static final String SERVICE_SEALING = "service-sealing.pub";
    static final String BADGE = "badge.key";
    static final String SITE = "site";

    private final KeyFolder folder;
    private final SiteId site;
    private final ControllerId id;
    private final PrivateKey signingKey;
    private final PublicKey serviceKey;
    private final PublicKey serviceSealingKey;
    private final BadgeKey badgeKey;

    private ControllerKeys(KeyFolder folder) {
        this.folder = folder;
        folder.require();
        this.site = folder.read(SITE, file -> new SiteId(BadgeKeyFile.text(file)));
        this.id = KeyChecks.clientOf(folder, CA, CERTIFICATE, KEY);
        this.signingKey = folder.read(SIGNING, SigningKeys::readPrivate);
        this.serviceKey = folder.read(SERVICE_SIGNING, SigningKeys::readPublic);
        this.serviceSealingKey = folder.read(SERVICE_SEALING, SealingKeys::readPublic);
        this.badgeKey = folder.read(BADGE, BadgeKeyFile::read);
    }

    /**
     * Reads a folder that {@link SiteKeys#enrol} wrote.
     *
     * @throws KeysUnusable with one sentence, when anything in it is missing, foreign, or readable by others
     */
    public static ControllerKeys open(Path folder) {
        return new ControllerKeys(new KeyFolder(folder, "enrol this controller again"));
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

    /** For its MQTT session. */
    public SSLContext tls() {
        return Tls.tls(caCertificate(), certificate(), key());
    }

    /** Ed25519, its own. */
    public PrivateKey signingKey() {
        return signingKey;
    }

    /** Ed25519, the service's. */
    public PublicKey serviceKey() {
        return serviceKey;
    }

    /** P-256, the service's. */
    public PublicKey serviceSealingKey() {
        return serviceSealingKey;
    }

    public BadgeKey badgeKey() {
        return badgeKey;
    }
}
