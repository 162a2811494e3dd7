package knutpunkt.controller.panel;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The panel's web server, on 127.0.0.1 only. Each request has a virtual thread, at most {@value #REQUESTS_MAX} at a time. */
public final class Panel implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Panel.class);
    private static final int BODY_BYTES_MAX = 4096;
    private static final int REQUESTS_MAX = 32;
    private static final int BACKLOG = 32;
    private static final String POWER_CUT = "/power/cut";

    private final HttpServer server;
    private final ExecutorService threads;
    private final PanelRoutes routes;
    private final Runnable powerCut;
    private final Semaphore free = new Semaphore(REQUESTS_MAX);

    private Panel(HttpServer server, PanelRoutes routes, Runnable powerCut) {
        this.server = server;
        this.routes = routes;
        this.powerCut = powerCut;
        this.threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("panel ", 0).factory());
    }

    /**
     * Starts to serve.
     *
     * @param port 0 for any free one
     * @param nanoClock the monotonic clock that badge reads are dated with
     * @param powerCut ends the process at once, as a cut of its power would; called after the answer was sent
     * @throws IOException if the port cannot be had
     */
    public static Panel start(
            int port, List<PanelDoor> doors, List<ExampleBadge> badges, LongSupplier nanoClock, Runnable powerCut)
            throws IOException {
        limitConnections();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), BACKLOG);
        var panel = new Panel(server, new PanelRoutes(doors, badges, nanoClock), powerCut);
        server.setExecutor(panel.threads);
        server.createContext("/", panel::handle);
        server.start();
        return panel;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** The JDK's server takes its limits from system properties only, once, before the first server of the process. */
    private static void limitConnections() {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxReqTime", "5");
        System.setProperty("sun.net.httpserver.maxRspTime", "10");
        System.setProperty("jdk.httpserver.maxConnections", "64");
    }

    private void handle(HttpExchange exchange) throws IOException {
        boolean cut;
        try (exchange) {
            if (!free.tryAcquire()) {
                Answer.error(503, "too many requests at a time").send(exchange);
                return;
            }
            try {
                Answer answer = answer(exchange);
                cut = answer.status() == 202;
                answer.send(exchange);
            } finally {
                free.release();
            }
        }
        if (cut) {
            LOG.warn("the panel cuts the power");
            powerCut.run();
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getPath();
        var refusal = Caller.refusal(method, exchange.getRequestHeaders());
        if (refusal.isPresent()) {
            return Answer.error(403, refusal.get());
        }
        try {
            if (path.equals(POWER_CUT)) {
                return method.equals("POST") ? cutAnswer(exchange) : Answer.wrongMethod("POST");
            }
            return routes.answer(method, path, () -> body(exchange));
        } catch (PanelRoutes.TooLarge _) {
            return Answer.error(413, "the body must not be larger than " + BODY_BYTES_MAX + " bytes");
        } catch (RuntimeException e) {
            // The outermost catch of a request: a part that fails under the hand must not look like a lost process.
            LOG.error("a request to the panel failed", e);
            return Answer.error(500, "the door's parts failed: see the log");
        }
    }

    private static Answer cutAnswer(HttpExchange exchange) throws IOException {
        body(exchange);
        return Answer.json(202, Map.of("power", "cut"));
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(BODY_BYTES_MAX + 1);
        if (body.length > BODY_BYTES_MAX) {
            throw new PanelRoutes.TooLarge();
        }
        return body;
    }
}
