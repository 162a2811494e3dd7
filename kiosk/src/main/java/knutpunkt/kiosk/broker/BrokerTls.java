package knutpunkt.kiosk.broker;

import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import knutpunkt.wire.certificates.ClientCheck;
import knutpunkt.wire.certificates.ClientTrust;
import knutpunkt.wire.certificates.SiteKeys;

/** What the broker shows its clients, and how it judges theirs. Safe for use by several threads. */
final class BrokerTls {
    private final SiteKeys keys;
    private final Refusals refusals;
    private volatile SSLContext context;

    BrokerTls(SiteKeys keys, Refusals refusals) {
        this.keys = keys;
        this.refusals = refusals;
        this.context = make();
    }

    /** For new connections. */
    SSLContext context() {
        return context;
    }

    /** A context of its own for the keys as they are now: earlier TLS sessions are not taken up again. */
    void renew() {
        context = make();
    }

    private SSLContext make() {
        return keys.brokerTls(new ClientTrust(keys::clientCheck, this::note));
    }

    private void note(ClientCheck.Refused refused) {
        refusals.note(refused.client().orElse(Refusals.NOBODY), Refusal.of(refused.why()));
    }

    /** Why a connection by this certificate is not to last; empty while it is good. */
    Optional<Refusal> refuses(X509Certificate certificate) {
        return keys.clientCheck()
                .check(certificate)
                .map(ClientCheck.Refused::why)
                .map(Refusal::of);
    }
}
