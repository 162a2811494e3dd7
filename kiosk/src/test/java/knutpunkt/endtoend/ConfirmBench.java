package knutpunkt.endtoend;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import knutpunkt.bench.Distribution;
import knutpunkt.endtoend.RunningSite.Broker;
import knutpunkt.endtoend.RunningSite.Somebody;

/**
 * From the request that blocks a badge until the API says that both doors decide by it: commit, signed change over TLS at
 * QoS 1, commit at the controller, signed receipt, commit. The end is found by asking every millisecond, which adds that and
 * what one answer takes.
 */
final class ConfirmBench {
    private static final int WARM_UP = 100;
    private static final int RUNS = 500;
    private static final Pattern CHANGE = Pattern.compile("\"change\":\"([^\"]+)\"");

    private final HttpClient http = HttpClient.newHttpClient();
    private final String api;
    private final String token;

    private ConfirmBench(RunningSite site) {
        this.api = site.wall() + "api/v1/";
        this.token = RunningSite.read(site.data().resolve("api-token")).strip();
    }

    public static void main(String[] arguments) throws Exception {
        Distribution.printHead();
        for (Broker broker : Broker.values()) {
            Path folder = Files.createTempDirectory("knutpunkt-bench");
            try (var site = RunningSite.started(folder, broker)) {
                Somebody guard = site.enrolled("Väktare", "0F00E1B2C3", "square", "office");
                var bench = new ConfirmBench(site);
                bench.measure(guard, new Distribution("warm-up", WARM_UP), WARM_UP);
                var distribution = new Distribution("block over the API to confirmed at the door, " + broker, RUNS);
                bench.measure(guard, distribution, RUNS);
                distribution.print();
            }
        }
    }

    private void measure(Somebody who, Distribution into, int runs) throws Exception {
        for (int run = 0; run < runs; run++) {
            String action = run % 2 == 0 ? "block" : "unblock";
            long start = System.nanoTime();
            String answer = send("POST", "badges/" + who.badgeId() + "/" + action);
            Matcher change = CHANGE.matcher(answer);
            if (!change.find()) {
                throw new IllegalStateException("a block answers with its change: " + answer);
            }
            String path = "changes/" + change.group(1);
            while (!isConfirmed(send("GET", path))) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            into.add(System.nanoTime() - start);
        }
    }

    private static boolean isConfirmed(String answer) {
        return answer.contains("\"confirmed\"") && !answer.contains("\"sent\"") && !answer.contains("\"waiting\"");
    }

    private String send(String method, String path) throws Exception {
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(URI.create(api + path))
                        .header("Authorization", "Bearer " + token)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(path + " answered " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }
}
