package knutpunkt.wire.session;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * How one session reaches its broker.
 *
 * @param broker {@code ssl://host:port}, or {@code tcp://host:port} in tests
 * @param tls for {@code ssl}: the own certificate and the authorities that are trusted, asked for each connection anew
 * @param keepAlive a peer silent for twice this is dead; whole seconds, 1 to 600
 * @param noDelay TCP_NODELAY; off only to measure what it is worth
 */
public record SessionSettings(
        String clientId,
        URI broker,
        Optional<Supplier<SSLContext>> tls,
        List<Subscription> subscriptions,
        Duration keepAlive,
        boolean noDelay) {
    /** What both ends use. */
    public static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

    public SessionSettings {
        requireNonNull(clientId, "clientId");
        requireNonNull(broker, "broker");
        requireNonNull(keepAlive, "keepAlive");
        subscriptions = List.copyOf(subscriptions);
        boolean secure = "ssl".equals(broker.getScheme());
        boolean known = secure || "tcp".equals(broker.getScheme());
        if (!known || broker.getHost() == null || broker.getPort() < 1) {
            throw new IllegalArgumentException("broker [" + broker + "] must be ssl://host:port");
        }
        if (secure != tls.isPresent()) {
            throw new IllegalArgumentException(
                    "broker [" + broker + "] must come with TLS keys exactly when it is ssl");
        }
        if (keepAlive.toSeconds() < 1 || keepAlive.toSeconds() > 600) {
            throw new IllegalArgumentException("keep-alive [" + keepAlive + "] must be 1 s to 600 s");
        }
    }
}
