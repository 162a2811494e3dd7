package knutpunkt.kiosk.wall;

import static java.util.Objects.requireNonNull;

import io.helidon.webserver.http.HttpService;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.screens.ScreenCookie;
import knutpunkt.kiosk.screens.Screens;
import knutpunkt.kiosk.words.Languages;

/** The whole of the wall: told of every commit, and closed before the server that its streams run over. */
public final class Wall implements AutoCloseable {
    private final WallStream stream;
    private final WallRoutes routes;

    private Wall(WallStream stream, WallRoutes routes) {
        this.stream = stream;
        this.routes = routes;
    }

    /**
     * Starts to tell.
     *
     * @param facts asked after every change and at every beat; may block, and may fail
     */
    public static Wall start(
            Database database,
            Screens screens,
            ScreenCookie cookie,
            Supplier<WallFacts> facts,
            InstantSource clock,
            LongSupplier nanoClock) {
        requireNonNull(facts, "facts");
        Supplier<WallMoment> source = () -> new WallMoment(facts.get(), screens.standings(clock.instant()));
        WallStream stream = WallStream.start(source, clock, nanoClock);
        database.listen(stream::changed);
        var pictures = new WallPictures(database, source, clock);
        return new Wall(stream, new WallRoutes(stream, pictures, screens, cookie, Languages.shipped()));
    }

    public HttpService routes() {
        return routes;
    }

    @Override
    public void close() {
        stream.close();
    }
}
