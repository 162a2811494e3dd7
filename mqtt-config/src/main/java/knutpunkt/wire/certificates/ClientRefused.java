package knutpunkt.wire.certificates;

import java.security.cert.CertificateException;

/** A client showed a certificate that does not count; whoever judges clients has been told which and why. */
public final class ClientRefused extends CertificateException {
    private static final long serialVersionUID = 1;

    private final BadCertificate why;

    ClientRefused(BadCertificate why) {
        super("a client's certificate is [" + why + "]");
        this.why = why;
    }

    public BadCertificate why() {
        return why;
    }
}
