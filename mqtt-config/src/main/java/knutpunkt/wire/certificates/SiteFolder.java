package knutpunkt.wire.certificates;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.InstantSource;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.signature.SealingKeys;
import knutpunkt.wire.signature.SigningKeys;

/** Where the site's keys lie, and how the first of them are made. */
record SiteFolder(KeyFolder folder, KeyFolder controllers) {
    static final String BROKER = "broker.pem";
    static final String BROKER_KEY = "broker.key";
    static final String CLIENT = "service.pem";
    static final String CLIENT_KEY = "service.key";
    static final String SIGNING = "signing.key";
    static final String SIGNING_PUBLIC = "signing.pub";
    static final String SEALING = "sealing.key";
    static final String SEALING_PUBLIC = "sealing.pub";
    static final String BADGE = "badge.key";
    static final String ADVICE = "restore the folder from its backup, or empty it and enrol every controller anew";

    private static final String SITE = "site";
    private static final String CONTROLLERS = "controllers";
    private static final int FIRST_BADGE_KEY = 1;

    /**
     * The one at a path, which is made when it is not there.
     *
     * @throws KeysUnusable with one sentence, when it is readable by others
     */
    static SiteFolder at(Path path) {
        var files = new SiteFolder(new KeyFolder(path, ADVICE), new KeyFolder(path.resolve(CONTROLLERS), ADVICE));
        if (!files.folder.has(SITE)) {
            files.folder.make();
        }
        files.folder.require();
        return files;
    }

    /**
     * Makes keys in it when it is empty. Nobody else may do so meanwhile.
     *
     * @throws KeysUnusable with one sentence, when it is another site's or damaged
     */
    void open(SiteId site, InstantSource clock, SecureRandom random) {
        if (!folder.has(SITE)) {
            controllers.make();
            create(site, new Certificates(clock, random), random);
        }
        controllers.require();
        String owner = folder.readText(SITE);
        if (!owner.equals(site.text())) {
            throw folder.mismatch("they are of site [" + owner + "], and this service is of [" + site + "]");
        }
    }

    /** The site's name is written last: a folder without it was never used, unless a controller was enrolled. */
    private void create(SiteId site, Certificates certificates, SecureRandom random) {
        if (PinnedKeys.hasAny(controllers)) {
            throw folder.mismatch("controllers are enrolled, but [" + SITE + "] is missing");
        }
        folder.remove(BROKER);
        folder.remove(CLIENT);
        Authority.make(folder, Generation.FIRST.used(), site, certificates, random);
        makeSigning(folder, Generation.FIRST.used(), random);
        KeyPair sealing = SealingKeys.make(random);
        folder.write(SEALING, file -> SealingKeys.write(file, sealing.getPrivate()));
        folder.write(SEALING_PUBLIC, file -> SealingKeys.write(file, sealing.getPublic()));
        folder.write(BADGE, file -> BadgeKeyFile.make(file, FIRST_BADGE_KEY, random));
        folder.writeText(SITE, site.text() + "\n");
    }

    /** Makes the service's signing key of a number. */
    static void makeSigning(KeyFolder folder, int number, SecureRandom random) {
        KeyPair signing = SigningKeys.make(random);
        folder.write(OwnKeys.key(number), file -> SigningKeys.write(file, signing.getPrivate()));
        folder.write(OwnKeys.publicKey(number), file -> SigningKeys.write(file, signing.getPublic()));
    }
}
