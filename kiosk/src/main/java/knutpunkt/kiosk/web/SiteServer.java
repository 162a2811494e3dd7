package knutpunkt.kiosk.web;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;

/**
 * The HTTP server, on loopback only: every request on a virtual thread of its own. Browsers elsewhere are for a later
 * listener with TLS.
 */
public final class SiteServer implements AutoCloseable {
    private static final Duration STOP_MAX = Duration.ofSeconds(2);
    private static final int CONNECTIONS_MAX = 512;

    /** The largest body that is let through to a route, whose own bound then says in its own way what is too large. */
    private static final int BODY_BYTES_MAX = 1024 * 1024;

    /** How long a connection may be open without a request, and how often that is looked at. */
    private static final Duration IDLE_MAX = Duration.ofMinutes(1);

    private static final Duration IDLE_LOOK = Duration.ofSeconds(20);

    private final WebServer server;

    private SiteServer(WebServer server) {
        this.server = server;
    }

    /**
     * Starts to listen.
     *
     * @param address on loopback; port 0 takes a free one
     * @throws ServerUnusable when it cannot listen there, above all because somebody else does
     */
    public static SiteServer start(InetSocketAddress address, HttpRouting.Builder routing) {
        if (!address.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException("[" + address + "] must be a loopback address: this is plain HTTP");
        }
        requireFree(address);
        WebServer server = WebServer.builder()
                .address(address.getAddress())
                .port(address.getPort())
                .shutdownHook(false)
                .shutdownGracePeriod(STOP_MAX)
                .maxTcpConnections(CONNECTIONS_MAX)
                .maxPayloadSize(BODY_BYTES_MAX)
                // Without it a small event waits up to 40 ms for the browser's acknowledgement of the one before.
                .connectionOptions(socket -> socket.tcpNoDelay(true))
                .idleConnectionTimeout(IDLE_MAX)
                .idleConnectionPeriod(IDLE_LOOK)
                .directHandlers(problems())
                .routing(routing)
                .build()
                .start();
        return new SiteServer(server);
    }

    /** The server itself would end the process with a page of stack trace. */
    private static void requireFree(InetSocketAddress address) {
        try (var probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(address);
        } catch (IOException e) {
            throw new ServerUnusable(
                    "The service cannot listen at [" + address.getAddress().getHostAddress() + " port "
                            + address.getPort() + "]: " + e.getMessage() + ".",
                    e);
        }
    }

    public int port() {
        return server.port();
    }

    /** Stops to listen; requests that are being answered get up to two seconds. */
    @Override
    public void close() {
        server.stop();
    }

    /** What the server refuses before any route is asked looks like every other refusal. */
    private static DirectHandlers problems() {
        DirectHandler handler = (_, type, status, headers, _) -> refuse(type, status, headers);
        var handlers = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(type, handler);
        }
        return handlers.build();
    }

    private static DirectHandler.TransportResponse refuse(
            DirectHandler.EventType type, Status status, ServerResponseHeaders headers) {
        Problem problem = status.code() == Problem.Kind.TOO_LARGE.status()
                ? Problem.of(Problem.Kind.TOO_LARGE, "the body must be at most " + BODY_BYTES_MAX + " bytes")
                : Problem.of(Problem.Kind.BAD_REQUEST, "the request is not well-formed HTTP");
        SecurityHeaders.all().forEach(headers::set);
        headers.set(HeaderNames.CONTENT_TYPE, ProblemForm.MEDIA_TYPE);
        headers.set(HeaderValues.CONNECTION_CLOSE);
        return DirectHandler.TransportResponse.builder()
                .status(Status.create(problem.kind().status()))
                .headers(headers)
                .keepAlive(type.keepAlive())
                .entity(ProblemForm.of(problem).json())
                .build();
    }
}
