package knutpunkt.wire.certificates;

import static java.util.Objects.requireNonNull;

import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** A broker's judgement of its clients, by {@link ClientCheck}, which is asked for anew at each handshake. */
public final class ClientTrust extends X509ExtendedTrustManager {
    private final Supplier<ClientCheck> check;
    private final Consumer<ClientCheck.Refused> listener;

    /**
     * For one broker.
     *
     * @param listener hears of each refusal, on the thread of the handshake; must return at once
     */
    public ClientTrust(Supplier<ClientCheck> check, Consumer<ClientCheck.Refused> listener) {
        this.check = requireNonNull(check, "check");
        this.listener = requireNonNull(listener, "listener");
    }

    private void judge(X509Certificate[] chain) throws ClientRefused {
        Optional<ClientCheck.Refused> refused = check.get().check(chain[0]);
        if (refused.isPresent()) {
            listener.accept(refused.get());
            throw new ClientRefused(refused.get().why());
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) throws ClientRefused {
        judge(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) throws ClientRefused {
        judge(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) throws ClientRefused {
        judge(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) {
        throw noServer();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {
        throw noServer();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) {
        throw noServer();
    }

    private static UnsupportedOperationException noServer() {
        return new UnsupportedOperationException("this end is the server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return check.get().authorities().toArray(X509Certificate[]::new);
    }
}
