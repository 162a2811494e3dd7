package knutpunkt.wire.certificates;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The broker's and the service's own certificates, which the service makes by itself when it is time. */
final class OwnCertificates {
    /** Names the embedded broker and a broker on the same machine are reached by. */
    private static final List<String> LOCAL_NAMES = List.of("localhost", "127.0.0.1", "::1");

    private final KeyFolder folder;
    private final List<String> brokerNames;

    /**
     * Those in a folder.
     *
     * @param brokerNames what else the broker is reached by
     */
    OwnCertificates(KeyFolder folder, List<String> brokerNames) {
        this.folder = folder;
        this.brokerNames = new ArrayList<>(LOCAL_NAMES);
        brokerNames.stream().filter(name -> !LOCAL_NAMES.contains(name)).forEach(this.brokerNames::add);
    }

    /** Makes those that are missing, due, of other names or of an authority that is used no longer; whether there were any. */
    boolean renew(OwnKeys own, Instant now) {
        Authority authority = own.authorities().used();
        List<X509Certificate> makers = List.of(authority.certificate());
        boolean changed = false;
        if (isToBeMade(SiteFolder.BROKER, SiteFolder.BROKER_KEY, own, now) || !serves(brokerNames)) {
            X509Certificate _ = authority.issueServer(folder, SiteFolder.BROKER, SiteFolder.BROKER_KEY, brokerNames);
            changed = true;
        }
        if (isToBeMade(SiteFolder.CLIENT, SiteFolder.CLIENT_KEY, own, now)) {
            X509Certificate _ =
                    authority.issueClient(folder, SiteFolder.CLIENT, SiteFolder.CLIENT_KEY, SiteKeys.SERVICE);
            changed = true;
        }
        if (!folder.has(Authorities.BUNDLE) || !folder.has(Authorities.REVOKED)) {
            own.authorities().publish(folder, own.revocations());
            changed = true;
        }
        X509Certificate _ = KeyChecks.belongs(folder, makers, SiteFolder.BROKER, SiteFolder.BROKER_KEY);
        X509Certificate _ = KeyChecks.belongs(folder, makers, SiteFolder.CLIENT, SiteFolder.CLIENT_KEY);
        return changed;
    }

    private boolean isToBeMade(String name, String key, OwnKeys own, Instant now) {
        if (!folder.has(name) || !folder.has(key)) {
            return true;
        }
        X509Certificate certificate = folder.read(name, Tls::readCertificate);
        boolean ofTheOneBefore = own.stage(KeyKind.AUTHORITY) == KeyStage.IN_USE
                && !Trust.isSignedBy(
                        certificate, own.authorities().used().certificate().getPublicKey());
        return ofTheOneBefore || Certificates.isDue(certificate, now);
    }

    private boolean serves(List<String> names) {
        return folder.read(SiteFolder.BROKER, file -> KeyChecks.alternatives(Tls.readCertificate(file)))
                .containsAll(names.stream().map(KeyChecks::asReported).toList());
    }
}
