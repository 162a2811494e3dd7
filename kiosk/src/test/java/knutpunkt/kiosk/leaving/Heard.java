package knutpunkt.kiosk.leaving;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.admin.Surfer;

/** A stream of events of a running site, line by line, as somebody hears it who stays on the line. */
final class Heard implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private volatile boolean closed;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private Heard(RunningSite site, String path, String cookie) {
        HttpRequest request = HttpRequest.newBuilder(site.address().resolve(path))
                .header("Accept", "text/event-stream")
                .header("Cookie", cookie)
                .build();
        Thread.ofVirtual().start(() -> listen(request));
    }

    /** What a screen shows. */
    static Heard wall(RunningSite site) {
        return new Heard(site, "/wall/stream", "none=none");
    }

    /** What an open admin page of this session hears. */
    static Heard page(RunningSite site, String session) {
        try (var surfer = new Surfer(site.address())) {
            surfer.cookie("knutpunkt-session", session);
            return new Heard(
                    site, "/admin/alive?as=" + surfer.get("/admin").signedInAs(), "knutpunkt-session=" + session);
        }
    }

    private void listen(HttpRequest request) {
        try (var reader = new BufferedReader(new InputStreamReader(
                client.send(request, HttpResponse.BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.isBlank()) {
                    lines.add(line);
                }
            }
        } catch (IOException e) {
            if (!closed) {
                throw new UncheckedIOException(e);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** What came last; empty before anything did. */
    String newest() {
        return lines.isEmpty() ? "" : lines.getLast();
    }

    boolean has(String line) {
        return lines.contains(line);
    }

    @Override
    public void close() {
        closed = true;
        client.shutdownNow();
    }
}
