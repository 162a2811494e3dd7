package knutpunkt.kiosk.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import knutpunkt.kiosk.ExampleSite;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.web.ContractClient.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever comes is answered as documented, is never our failure, and leaves no half write: after a refusal every row is
 * as it was. To replay a failure, put its seed alone into {@link #seeds}.
 */
class GarbageTest {
    private static final List<String> PATHS = List.of(
            "/partners", "/people", "/badges", "/badges/learn", "/grants", "/badges/%s/block", "/badges/%s/unblock");

    @TempDir
    private Path folder;

    private RunningSite site;
    private Garbage garbage;
    private String badge;

    static LongStream seeds() {
        return LongStream.range(0, 4).map(i -> 20_261_122 + i);
    }

    @BeforeEach
    void open() {
        site = RunningSite.open(folder);
        var example = new ExampleSite(site);
        String partner = example.partner("Polisen");
        String person = example.person(partner, "Maja Öberg");
        badge = example.badge(person, "K-0042", "0A1B2C3D4E");
        garbage = new Garbage(List.of(partner, person, badge, example.grant(person, "square")));
    }

    @AfterEach
    void close() {
        site.close();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void garbageIsRefusedWholeOrTakenWhole(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 150; i++) {
            String path = PATHS.get(random.nextInt(PATHS.size())).formatted(random.nextBoolean() ? badge : "b-none");
            byte[] body = garbage.body(random, path);
            List<String> before = site.dump();

            Reply reply = site.client()
                    .send(
                            "POST",
                            path,
                            Optional.of(body),
                            Map.of("Authorization", "Bearer " + site.token()),
                            "application/json");

            assertThat(reply.status())
                    .as("seed %d step %d: %s %s", seed, i, path, new String(body, StandardCharsets.UTF_8))
                    .isNotEqualTo(500);
            if (reply.status() >= 400) {
                assertThat(site.dump()).as("seed %d step %d", seed, i).isEqualTo(before);
            }
        }
        proveTheListByARestart();
    }

    /** The start makes the list from the tables and compares it with the change log: they would differ after half a write. */
    private void proveTheListByARestart() {
        String digest = site.accessList().digest().hex();
        site.close();
        site = RunningSite.open(folder);
        assertThat(site.accessList().digest().hex()).isEqualTo(digest);
    }
}
