package knutpunkt.kiosk.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import javax.net.ssl.SSLContext;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.certificates.ControllerKeys;

/** What somebody may come with who is not to be let in, and what each broker says to it. */
enum BadKeys {
    NONE("no certificate", "c1", Refusal.NO_TLS, "peer did not return a certificate"),
    OWN("certificate of one's own", "c1", Refusal.CERTIFICATE_SELF_SIGNED),
    ANOTHER_SITES("certificate of another site", "c1", Refusal.CERTIFICATE_FOREIGN),
    THE_BROKERS("the broker's own certificate", "broker", Refusal.CERTIFICATE_NO_CLIENTS),
    WEAK("key that can be found by trying", "weak", Refusal.CERTIFICATE_WEAK),
    RUN_OUT("certificate that has run out", "run-out", Refusal.CERTIFICATE_EXPIRED),
    TOMORROWS("certificate for tomorrow", "tomorrow", Refusal.CERTIFICATE_NOT_YET_VALID),
    TAKEN_BACK("certificate that was taken back", "taken-back", Refusal.CERTIFICATE_REVOKED),
    /** Mosquitto knows who has a certificate, and not who is part of the site: it lets this one in. */
    NOT_ENROLLED("certificate of nobody enrolled", "ghost", Refusal.CERTIFICATE_NOT_ENROLLED);

    private static final Duration LONG_AGO = Duration.ofDays(830);

    private final String what;
    private final String client;
    private final Refusal why;
    private final String inMosquittosLog;

    BadKeys(String what, String client, Refusal why) {
        this(what, client, why, "certificate verify failed");
    }

    BadKeys(String what, String client, Refusal why, String inMosquittosLog) {
        this.what = what;
        this.client = client;
        this.why = why;
        this.inMosquittosLog = inMosquittosLog;
    }

    /** In words. */
    String what() {
        return what;
    }

    /** Whom the certificate names, or whom its owner would like to be. */
    String client() {
        return client;
    }

    /** What the embedded broker counts it as. */
    Refusal why() {
        return why;
    }

    /** How often Mosquitto says in its log that it has refused such a one. */
    long countIn(String log) {
        return log.lines().filter(line -> line.contains(inMosquittosLog)).count();
    }

    /** What they connect with; {@code own} is a folder of theirs. */
    SSLContext tls(TestSite site, Path own) throws IOException, GeneralSecurityException {
        return switch (this) {
            case NONE -> Strangers.withoutCertificate();
            case OWN -> Strangers.selfSigned(own, "CN=" + client);
            case ANOTHER_SITES -> Strangers.with(TestSite.in(own).enrol(client));
            case THE_BROKERS ->
                Strangers.with(
                        site.keys().caCertificate(),
                        site.keys().brokerCertificate(),
                        site.keys().brokerKey());
            case WEAK -> Strangers.signedBySiteWithWeakKey(own, site.keys(), "CN=" + client);
            case RUN_OUT ->
                Strangers.with(SiteKeysInThePast.enrol(
                        site, client, InstantSource.system().instant().minus(LONG_AGO)));
            case TOMORROWS -> Strangers.signedBySiteForTomorrow(own, site.keys(), "CN=" + client);
            case TAKEN_BACK -> {
                ControllerKeys stolen = site.enrol(client);
                site.keys().revoke(new ControllerId(client));
                yield Strangers.with(stolen);
            }
            case NOT_ENROLLED -> Strangers.signedBySite(own, site.keys(), "CN=" + client);
        };
    }
}
