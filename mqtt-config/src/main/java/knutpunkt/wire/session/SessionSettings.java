package knutpunkt.wire.session;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * How one session reaches its broker.
 *
 * @param brokers where it may be, 1 to {@value #BROKERS_MAX} different ones: {@code ssl://host:port}, or {@code
 *     tcp://host:port} in tests. One is used at a time, the first that works
 * @param tls for {@code ssl}: the own certificate and the authorities that are trusted, asked for each connection anew
 * @param keepAlive a peer silent for twice this is dead; whole seconds, 1 to 600
 * @param noDelay TCP_NODELAY; off only to measure what it is worth
 */
public record SessionSettings(
        String clientId,
        List<URI> brokers,
        Optional<Supplier<SSLContext>> tls,
        List<Subscription> subscriptions,
        Duration keepAlive,
        boolean noDelay) {
    /** What both ends use. */
    public static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

    /** More would only lengthen the way to the one that works. */
    public static final int BROKERS_MAX = 4;

    public SessionSettings {
        requireNonNull(clientId, "clientId");
        requireNonNull(keepAlive, "keepAlive");
        subscriptions = List.copyOf(subscriptions);
        brokers = List.copyOf(brokers);
        if (brokers.isEmpty() || brokers.size() > BROKERS_MAX || new HashSet<>(brokers).size() != brokers.size()) {
            throw new IllegalArgumentException(
                    "brokers " + brokers + " must be 1 to " + BROKERS_MAX + " different ones");
        }
        for (URI broker : brokers) {
            requireUsable(broker, tls.isPresent());
        }
        if (keepAlive.toSeconds() < 1 || keepAlive.toSeconds() > 600) {
            throw new IllegalArgumentException("keep-alive [" + keepAlive + "] must be 1 s to 600 s");
        }
    }

    /** With one broker. */
    public SessionSettings(
            String clientId,
            URI broker,
            Optional<Supplier<SSLContext>> tls,
            List<Subscription> subscriptions,
            Duration keepAlive,
            boolean noDelay) {
        this(clientId, List.of(broker), tls, subscriptions, keepAlive, noDelay);
    }

    /**
     * A broker's address as a configuration says it.
     *
     * @throws IllegalArgumentException unless it is {@code ssl://host:port}
     */
    public static URI address(String text) {
        try {
            URI address = URI.create(text);
            if ("ssl".equals(address.getScheme()) && address.getHost() != null && address.getPort() > 0) {
                return address;
            }
        } catch (IllegalArgumentException _) {
            // Told below, in one way for everything that is no address.
        }
        throw new IllegalArgumentException("[" + text + "] must be ssl://host:port");
    }

    private static void requireUsable(URI broker, boolean withKeys) {
        boolean secure = "ssl".equals(broker.getScheme());
        boolean known = secure || "tcp".equals(broker.getScheme());
        if (!known || broker.getHost() == null || broker.getPort() < 1) {
            throw new IllegalArgumentException("broker [" + broker + "] must be ssl://host:port");
        }
        if (secure != withKeys) {
            throw new IllegalArgumentException(
                    "broker [" + broker + "] must come with TLS keys exactly when it is ssl");
        }
    }
}
