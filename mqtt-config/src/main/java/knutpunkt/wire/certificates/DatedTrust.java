package knutpunkt.wire.certificates;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The platform's own check of a broker's certificate, by the time as it is known here: a certificate that has ended by
 * the earliest time it can be is refused; one that begins later is refused only where the clock is known to be right.
 * Otherwise a controller whose clock lost its battery could reach nobody until somebody set it.
 */
final class DatedTrust extends X509ExtendedTrustManager {
    private final List<X509Certificate> authorities;
    private final KnownTime time;

    DatedTrust(List<X509Certificate> authorities, KnownTime time) {
        this.authorities = List.copyOf(authorities);
        this.time = time;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) throws CertificateException {
        platform(chain).checkServerTrusted(chain, kind, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) throws CertificateException {
        platform(chain).checkServerTrusted(chain, kind, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) throws CertificateException {
        platform(chain).checkServerTrusted(chain, kind);
    }

    private X509ExtendedTrustManager platform(X509Certificate[] chain) throws CertificateException {
        try {
            Set<TrustAnchor> anchors = authorities.stream()
                    .map(authority -> new TrustAnchor(authority, null))
                    .collect(Collectors.toSet());
            var parameters = new PKIXBuilderParameters(anchors, new X509CertSelector());
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(moment(chain)));
            var factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(new CertPathTrustManagerParameters(parameters));
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager extended) {
                    return extended;
                }
            }
        } catch (GeneralSecurityException e) {
            throw new CertificateException("the broker's certificate cannot be checked", e);
        }
        throw new CertificateException("this platform cannot check certificates");
    }

    private Instant moment(X509Certificate[] chain) {
        Instant now = time.atLeast();
        if (time.isExact()) {
            return now;
        }
        for (X509Certificate certificate : chain) {
            Instant begins = certificate.getNotBefore().toInstant();
            now = begins.isAfter(now) ? begins : now;
        }
        return now;
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.toArray(X509Certificate[]::new);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) throws CertificateException {
        throw noClients();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) throws CertificateException {
        throw noClients();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) throws CertificateException {
        throw noClients();
    }

    private static CertificateException noClients() {
        return new CertificateException("this end takes no clients");
    }
}
