package knutpunkt.kiosk.admin;

import static java.util.Objects.requireNonNull;

import io.helidon.http.sse.SseEvent;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.sse.SseSink;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import knutpunkt.kiosk.web.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every open admin page listens to: that something changed, and that whoever looks at it may not any more. Each
 * commit wakes it, so a closed session, a lower role or a closed account ends the page at once; it looks every second all
 * the same, for sessions that run out. A stream carries no data of its own.
 */
final class AliveStream implements HttpService, AutoCloseable {
    /** How many pages may be open at once. */
    static final int PAGES_MAX = 100;

    private static final Duration LOOK = Duration.ofSeconds(1);

    /** After one was told: what is committed meanwhile is told as one. */
    private static final Duration REST = Duration.ofMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger(AliveStream.class);

    private final SignIn signIn;
    private final List<Semaphore> pages = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    AliveStream(SignIn signIn) {
        this.signIn = requireNonNull(signIn, "signIn");
    }

    /** Takes note of a commit. Never blocks; from any thread. */
    void changed() {
        pages.forEach(Semaphore::release);
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get(AdminRoutes.ROOT + "/alive", this::stream);
    }

    private void stream(ServerRequest request, ServerResponse response) throws InterruptedException {
        Optional<Secret> session = Cookies.session(request);
        Optional<Actor> actor = session.flatMap(signIn::stillWhose).map(Account::actor);
        Semaphore news = join();
        try (SseSink sink = response.sink(SseSink.TYPE)) {
            // The page may have been made before something that this stream is too late to hear of, for another role
            // even.
            String event = actor.filter(now -> isSeenBy(request, now)).isPresent() ? "changed" : "out";
            while (!closed) {
                sink.emit(SseEvent.builder().name(event).data("").build());
                if (event.equals("out")) {
                    return;
                }
                if (event.equals("changed")) {
                    TimeUnit.NANOSECONDS.sleep(REST.toNanos());
                }
                event = next(news, session.orElseThrow(), actor.orElseThrow());
            }
        } catch (UncheckedIOException e) {
            LOG.debug("a page was closed", e);
        } finally {
            pages.remove(news);
        }
    }

    private static boolean isSeenBy(ServerRequest request, Actor actor) {
        return request.query().first("as").asOptional().equals(Optional.of(actor.sight()));
    }

    private synchronized Semaphore join() {
        if (closed || pages.size() >= PAGES_MAX) {
            throw Problem.unavailable("at most " + PAGES_MAX + " admin pages may be open at once");
        }
        var news = new Semaphore(0);
        pages.add(news);
        return news;
    }

    /** The next event: a role that is another one now ends the page, as it shows what the old one could do. */
    private String next(Semaphore news, Secret session, Actor actor) throws InterruptedException {
        boolean changed = news.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        // Drained before looking who it is now: what is committed after that is news again.
        changed |= news.drainPermits() > 0;
        Optional<Actor> now = signIn.stillWhose(session).map(Account::actor);
        if (!now.equals(Optional.of(actor))) {
            return "out";
        }
        return changed ? "changed" : "alive";
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        changed();
    }
}
