package knutpunkt.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The wall's stream as a browser's socket gets it, each state with the time it arrived. */
final class WallEvents implements AutoCloseable {
    private static final Pattern TOTAL = Pattern.compile("\"total\":(\\d+)");
    private static final long PATIENCE_SECONDS = 10;

    private final HttpClient http = HttpClient.newHttpClient();
    private final BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();

    /** A state's number of people, and when it was there. */
    record Arrived(int total, long nanos) {}

    private WallEvents() {}

    static WallEvents open(String wall) throws IOException, InterruptedException {
        var events = new WallEvents();
        HttpResponse<Stream<String>> response = events.http.send(
                HttpRequest.newBuilder(URI.create(wall + "wall/stream"))
                        .header("Accept", "text/event-stream")
                        .build(),
                HttpResponse.BodyHandlers.ofLines());
        Thread.ofPlatform().daemon().name("wall-events").start(() -> events.read(response.body()));
        return events;
    }

    private void read(Stream<String> lines) {
        try {
            lines.forEach(this::read);
        } catch (UncheckedIOException _) {
            // Closed.
        }
    }

    private void read(String line) {
        long now = System.nanoTime();
        Matcher total = TOTAL.matcher(line);
        if (line.startsWith("data:") && total.find()) {
            arrived.add(new Arrived(Integer.parseInt(total.group(1)), now));
        }
    }

    /** When the first state with so many people came, of those not yet asked for. */
    long awaitTotal(int total) throws InterruptedException {
        while (true) {
            Arrived next = arrived.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new IllegalStateException("no state with " + total + " people came");
            }
            if (next.total() == total) {
                return next.nanos();
            }
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
