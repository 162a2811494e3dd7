package knutpunkt.kiosk.broker;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import knutpunkt.wire.Name;

/** Who is at the other end of a TLS connection: the one common name of its verified certificate. */
final class Identity {
    private Identity() {}

    /** The verified certificate at the other end of a channel; empty when it has none. */
    static Optional<X509Certificate> certificate(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        return tls == null ? Optional.empty() : certificate(tls.engine().getSession());
    }

    private static Optional<X509Certificate> certificate(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain[0] instanceof X509Certificate certificate ? Optional.of(certificate) : Optional.empty();
        } catch (SSLPeerUnverifiedException _) {
            return Optional.empty();
        }
    }

    /** Who is at the other end of a channel; empty when it has no TLS, or whoever is there has no such name. */
    static Optional<String> of(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        return tls == null ? Optional.empty() : of(tls.engine().getSession());
    }

    /** Empty when there is no certificate, or its subject has no common name, several, or one that is no name of ours. */
    static Optional<String> of(SSLSession session) {
        return certificate(session).flatMap(Identity::of);
    }

    static Optional<String> of(X509Certificate certificate) {
        try {
            List<String> names = new LdapName(
                            certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(part -> part.getType().equalsIgnoreCase("CN"))
                            .map(Rdn::getValue)
                            .map(Object::toString)
                            .toList();
            return names.size() == 1 && Name.VALID.matcher(names.getFirst()).matches()
                    ? Optional.of(names.getFirst())
                    : Optional.empty();
        } catch (InvalidNameException _) {
            return Optional.empty();
        }
    }
}
