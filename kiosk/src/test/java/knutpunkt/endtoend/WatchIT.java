package knutpunkt.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import knutpunkt.endtoend.RunningSite.Broker;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a technician's commands print at a site of real processes. */
class WatchIT {
    private static final String BADGE = "0F00E1B2C3";
    private static final String TOKEN = "[1-9][0-9]*\\.[0-9a-f]{32}";

    @TempDir
    Path folder;

    @Test
    void watchShowsASiteAtWorkWithoutNamesAndTokensAndDisturbsNobody() throws Exception {
        try (var site = RunningSite.started(folder, Broker.EMBEDDED);
                var watch = Program.kiosk(
                        site.log("watch"),
                        "watch",
                        "--config",
                        site.kioskConfig().toString(),
                        "--whole",
                        "yes")) {
            awaitLine(watch, "-- watching at [ssl://");
            site.enrolled("Väktare", BADGE, "square");
            assertThat(site.panel().tap("square", BADGE, "entry")).isEqualTo("granted");

            awaitLine(watch, "from c1       state");
            awaitLine(watch, "from c1       heartbeat");
            awaitLine(watch, "to   c1       access/update");
            awaitLine(watch, "from c1       access/receipt");
            awaitLine(watch, "from c1       events");
            List<String> messages =
                    watch.output().lines().filter(line -> line.contains(" c1 ")).toList();
            assertThat(messages).allMatch(line -> line.contains("  verified  {"));
            assertThat(messages).anyMatch(line -> line.contains("\"token\":\"1.[hidden]\""));
            assertThat(watch.output()).doesNotContain("Väktare").doesNotContainPattern(TOKEN);
            assertThat(site.service().output()).doesNotContain("was rejected", "ended:");
            assertThat(site.controller().output()).doesNotContain("was rejected", "ended:");
        }
    }

    @Test
    void asyncapiPrintsTheDocumentThatIsCommitted() throws Exception {
        String committed = Files.readString(Program.TOP.resolve("docs/asyncapi.json"));
        Path written = folder.resolve("asyncapi.json");

        try (var printing = Program.kiosk(folder.resolve("printed"), "asyncapi");
                var writing = Program.kiosk(folder.resolve("said"), "asyncapi", "--to", written.toString())) {
            assertThat(printing.end()).isZero();
            assertThat(writing.end()).isZero();
            assertThat(printing.output()).isEqualTo(committed);
            assertThat(writing.output()).isEmpty();
            assertThat(Files.readString(written)).isEqualTo(committed);
        }
    }

    private static void awaitLine(Program program, String text) {
        Awaitility.await(text)
                .atMost(RunningSite.PATIENCE)
                .until(() -> program.output().contains(text));
    }
}
