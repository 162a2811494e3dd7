package knutpunkt.kiosk.wall;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.helidon.http.HeaderNames;
import io.helidon.http.sse.SseEvent;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.sse.SseSink;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import knutpunkt.kiosk.web.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The wall over HTTP: one page at the root, the few files it needs, and its stream. */
public final class WallRoutes implements HttpService {
    private static final Logger LOG = LoggerFactory.getLogger(WallRoutes.class);

    /** After a broken connection the browser tries again this soon. */
    private static final Duration RECONNECT = Duration.ofSeconds(1);

    private final WallStream stream;
    private final Map<String, Asset> assets = new LinkedHashMap<>();

    @SuppressWarnings("ArrayRecordComponent") // never compared, never altered
    private record Asset(String type, byte[] bytes) {}

    public WallRoutes(WallStream stream) {
        this.stream = requireNonNull(stream, "stream");
        WallWords swedish = WallWords.of("sv");
        String page = new String(resource("wall.html"), UTF_8);
        var icon = new Asset("image/svg+xml", resource("icon.svg"));
        assets.put("/", new Asset("text/html; charset=utf-8", swedish.into(page).getBytes(UTF_8)));
        assets.put("/wall/wall.css", new Asset("text/css; charset=utf-8", resource("wall.css")));
        assets.put("/wall/wall.js", new Asset("text/javascript; charset=utf-8", resource("wall.js")));
        assets.put("/wall/words.json", new Asset("application/json", WallWords.json(swedish, WallWords.of("en"))));
        assets.put("/wall/icon.svg", icon);
        assets.put("/favicon.ico", icon);
    }

    private static byte[] resource(String name) {
        try (InputStream in = WallRoutes.class.getResourceAsStream("/wall/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the jar must hold [/wall/" + name + "]");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("[/wall/" + name + "] cannot be read", e);
        }
    }

    @Override
    public void routing(HttpRules rules) {
        assets.forEach((path, asset) -> rules.get(path, (_, response) -> send(response, asset)));
        rules.get("/wall/stream", this::stream);
    }

    private static void send(ServerResponse response, Asset asset) {
        response.header(HeaderNames.CONTENT_TYPE, asset.type());
        response.send(asset.bytes());
    }

    private void stream(ServerRequest request, ServerResponse response) throws InterruptedException {
        Optional<Listener> place = stream.listen();
        if (place.isEmpty()) {
            throw Problem.unavailable("at most " + WallStream.LISTENERS_MAX + " walls may listen at once");
        }
        try (Listener listener = place.get();
                SseSink sink = response.sink(SseSink.TYPE)) {
            while (!listener.isEnded()) {
                Optional<String> state = listener.take(WallStream.BEAT.multipliedBy(2));
                if (state.isPresent()) {
                    sink.emit(SseEvent.builder()
                            .name("state")
                            .reconnectDelay(RECONNECT)
                            .data(state.get())
                            .build());
                }
            }
        } catch (UncheckedIOException e) {
            // The browser has gone; there is nobody left to tell.
            LOG.debug("a wall has gone", e);
        }
    }
}
