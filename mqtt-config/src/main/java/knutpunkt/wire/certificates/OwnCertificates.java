package knutpunkt.wire.certificates;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import knutpunkt.wire.signature.PemFile;

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

    /**
     * Makes those that are missing, due, of other names, of an authority that is used no longer, of a key that is another, or
     * from a time when the clock was ahead; and writes what a change that was cut off has left unwritten.
     *
     * @param sure whether {@code now} may be the time: it is not when a certificate is known to be made later
     */
    void renew(OwnKeys own, Instant now, boolean sure) {
        Authority authority = own.authorities().used();
        if (isToBeMade(SiteFolder.BROKER, SiteFolder.BROKER_KEY, own, now, sure) || !serves(brokerNames)) {
            X509Certificate _ = authority.issueServer(folder, SiteFolder.BROKER, SiteFolder.BROKER_KEY, brokerNames);
        }
        if (isToBeMade(SiteFolder.CLIENT, SiteFolder.CLIENT_KEY, own, now, sure)) {
            X509Certificate _ =
                    authority.issueClient(folder, SiteFolder.CLIENT, SiteFolder.CLIENT_KEY, SiteKeys.SERVICE);
        }
        own.authorities().publish(folder, own.revocations());
    }

    private boolean isToBeMade(String name, String key, OwnKeys own, Instant now, boolean sure) {
        if (!folder.has(name) || !folder.has(key)) {
            return true;
        }
        X509Certificate certificate = folder.read(name, Tls::readCertificate);
        PrivateKey itsKey = folder.read(key, file -> PemFile.readPrivateKey(file, "EC"));
        boolean isOfUsed = Trust.isSignedBy(
                certificate, own.authorities().used().certificate().getPublicKey());
        boolean isOfLater = sure && now.isBefore(certificate.getNotBefore().toInstant());
        return !isOfUsed
                || isOfLater
                || Certificates.isDue(certificate, now)
                || !KeyChecks.pair(KeyChecks.ECDSA, certificate.getPublicKey(), itsKey);
    }

    private boolean serves(List<String> names) {
        return folder.read(SiteFolder.BROKER, file -> KeyChecks.alternatives(Tls.readCertificate(file)))
                .containsAll(names.stream().map(KeyChecks::asReported).toList());
    }
}
