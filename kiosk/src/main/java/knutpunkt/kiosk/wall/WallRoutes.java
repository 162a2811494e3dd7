package knutpunkt.kiosk.wall;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
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
import java.util.Set;
import java.util.function.Function;
import knutpunkt.kiosk.occupancy.OccupancyPicture.Palette;
import knutpunkt.kiosk.screens.ScreenCookie;
import knutpunkt.kiosk.screens.Screens;
import knutpunkt.kiosk.web.Body;
import knutpunkt.kiosk.web.Problem;
import knutpunkt.kiosk.words.Languages;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The wall over HTTP: one page at the root, the few files it needs, how it is paired, its picture and its stream. */
final class WallRoutes implements HttpService {
    private static final Logger LOG = LoggerFactory.getLogger(WallRoutes.class);

    /** After a broken connection the browser tries again this soon. */
    private static final Duration RECONNECT = Duration.ofSeconds(1);

    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";
    private static final String PICTURE = "image/svg+xml";

    private final WallStream stream;
    private final WallPictures pictures;
    private final Screens screens;
    private final ScreenCookie cookie;
    private final Languages languages;
    private final Map<String, Asset> assets = new LinkedHashMap<>();

    @SuppressWarnings("ArrayRecordComponent") // never compared, never altered
    private record Asset(String type, byte[] bytes) {}

    WallRoutes(WallStream stream, WallPictures pictures, Screens screens, ScreenCookie cookie, Languages languages) {
        this.stream = requireNonNull(stream, "stream");
        this.pictures = requireNonNull(pictures, "pictures");
        this.screens = requireNonNull(screens, "screens");
        this.cookie = requireNonNull(cookie, "cookie");
        this.languages = requireNonNull(languages, "languages");
        String page = new String(resource("wall/wall.html"), UTF_8);
        var icon = new Asset(PICTURE, resource("wall/icon.svg"));
        assets.put(
                "/",
                new Asset(
                        "text/html; charset=utf-8",
                        WallPage.filled(page, languages.first()).getBytes(UTF_8)));
        for (String script : new String[] {"wall", "big", "draw", "pages", "picture", "stream", "words"}) {
            assets.put("/wall/" + script + ".js", new Asset(SCRIPT, resource("wall/" + script + ".js")));
        }
        assets.put("/wall/wall.css", new Asset(STYLE, resource("wall/wall.css")));
        assets.put(
                "/wall/words.json", new Asset("application/json", WallPage.json(languages.speaking(WallPage.PREFIX))));
        assets.put("/wall/icon.svg", icon);
        assets.put("/favicon.ico", icon);
    }

    private static byte[] resource(String name) {
        try (InputStream in = WallRoutes.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the jar must hold [/" + name + "]");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("[/" + name + "] cannot be read", e);
        }
    }

    @Override
    public void routing(HttpRules rules) {
        assets.forEach((path, asset) -> rules.get(path, (_, response) -> send(response, asset)));
        rules.post("/wall/pair", this::pair);
        rules.get("/wall/stream", this::stream);
        rules.get(
                "/wall/occupancy.svg",
                (request, response) -> picture(request, response, PICTURE, WallPictures.Picture::svg));
        rules.get(
                "/wall/occupancy.txt",
                (request, response) ->
                        picture(request, response, "text/plain; charset=utf-8", WallPictures.Picture::summary));
    }

    private static void send(ServerResponse response, Asset asset) {
        response.header(HeaderNames.CONTENT_TYPE, asset.type());
        response.send(asset.bytes());
    }

    /** A browser asks to be a screen. The body is JSON, which a page of another site cannot send here. */
    private void pair(ServerRequest request, ServerResponse response) {
        Body.of(request, Set.of());
        String secret = cookie.fresh();
        switch (screens.ask(ScreenCookie.visitor(request), ScreenCookie.proof(secret))) {
            case PAIRED, WAITING -> ScreenCookie.secret(request).ifPresent(own -> ScreenCookie.give(response, own));
            case ADMITTED -> ScreenCookie.give(response, secret);
            case TOO_MANY ->
                throw Problem.unavailable("at most " + Screens.WAITING_MAX + " screens may wait to be paired at once");
        }
        response.status(Status.NO_CONTENT_204).send();
    }

    private void picture(
            ServerRequest request,
            ServerResponse response,
            String type,
            Function<WallPictures.Picture, String> content) {
        var words = request.query()
                .first("language")
                .asOptional()
                .flatMap(languages::of)
                .orElse(languages.first());
        boolean isDark = request.query()
                .first("theme")
                .asOptional()
                .filter("dark"::equals)
                .isPresent();
        String text = pictures.picture(
                        ScreenCookie.visitor(request), words, isDark ? Palette.WALL_DARK : Palette.WALL_LIGHT)
                .map(content)
                .orElseThrow(() -> Problem.notFound("picture", "is not for this screen"));
        response.header(HeaderNames.CONTENT_TYPE, type);
        response.send(text.getBytes(UTF_8));
    }

    private void stream(ServerRequest request, ServerResponse response) throws InterruptedException {
        Optional<Listener> place = stream.listen(ScreenCookie.visitor(request));
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
