package knutpunkt.kiosk.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import knutpunkt.kiosk.ExampleSite;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.admin.Staff;
import knutpunkt.kiosk.admin.Surfer;
import knutpunkt.kiosk.admin.Surfer.Seen;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever bytes are given, the answer is a page, a preview writes nothing, and a yes adds exactly the rows that the preview
 * had or none. The seed of a run is its name: it makes the same bytes again.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImportGarbageTest {
    private static final int TRIES = 25;
    private static final List<String> CELLS = List.of(
            "Namn",
            "Alias",
            "Sista dag",
            "Organisation",
            "Grupp",
            "Visning",
            "Name",
            "Last day",
            "Kim Berg",
            "Åsa Öberg",
            "2027-06-30",
            "2027-06-30",
            "2026-11-22",
            "Polisen",
            "Dold",
            "",
            "\"",
            "\"Ek, Bo\"",
            "\"två\nrader\"",
            "<b>",
            "\u202E",
            "🦊",
            "=1+1",
            "x".repeat(300));

    private RunningSite site;
    private Surfer browser;
    private Importer admin;

    @BeforeAll
    void open(@TempDir Path folder) {
        site = RunningSite.open(folder);
        String police = new ExampleSite(site).partner("Polisen");
        browser = new Staff(site).partnerAdmin(police);
        admin = new Importer(browser);
    }

    @AfterAll
    void close() {
        browser.close();
        site.close();
    }

    static IntStream seeds() {
        return IntStream.range(0, Integer.getInteger("knutpunkt.import.seeds", 12));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whateverIsGivenTheAnswerIsAPageAndNothingIsHalfWritten(int seed) {
        var random = new Random(seed);
        for (int i = 0; i < TRIES; i++) {
            byte[] bytes = bytes(random);
            String what = "seed " + seed + " try " + i;
            List<String> before = site.dump();

            Seen seen = admin.lookAtFile(bytes);

            assertThat(seen.status()).as(what).isIn(200, 400);
            assertThat(seen.text())
                    .as(what)
                    .contains("<h1>Importera personer</h1>")
                    .contains("</html>");
            assertThat(site.dump()).as(what).isEqualTo(before);
            if (Importer.canBeConfirmed(seen)) {
                assertAllOrNone(what, seen, bytes, people());
            }
        }
    }

    private void assertAllOrNone(String what, Seen preview, byte[] bytes, long before) {
        int promised = preview.text().split("class=\"tag good\"", -1).length - 1;
        Seen done = browser.post(
                Importer.PATH + "/confirm", "file", Importer.encoded(bytes), "plan", Importer.plan(preview));
        if (promised == 0) {
            assertThat(done.status()).as(what).isEqualTo(400);
        } else {
            assertThat(done.status()).as(what).isEqualTo(200);
            assertThat(done.words()).as(what).contains("Personer: " + promised);
        }
        assertThat(people()).as(what).isEqualTo(before + promised);
    }

    private long people() {
        return site.database()
                .read(transaction ->
                        transaction.one("SELECT count(*) AS people FROM person", row -> row.number("people")))
                .orElseThrow();
    }

    private static byte[] bytes(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> {
                byte[] bytes = new byte[random.nextInt(3_000)];
                random.nextBytes(bytes);
                yield bytes;
            }
            case 1 -> {
                byte[] bytes = good(random).getBytes(UTF_8);
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                yield bytes;
            }
            case 2 -> table(random).getBytes(Charset.forName("windows-1252"));
            case 3 -> table(random).getBytes(UTF_8);
            default -> good(random).getBytes(UTF_8);
        };
    }

    /** Rows that could be added, with a separator that is now this and now that. */
    private static String good(Random random) {
        String separator = List.of(";", ",", "\t").get(random.nextInt(3));
        return IntStream.range(0, 1 + random.nextInt(5))
                .mapToObj(i -> "Kim " + random.nextInt(1_000_000) + separator + "2027-06-30")
                .collect(Collectors.joining("\r\n", "Namn" + separator + "Sista dag\r\n", "\r\n"));
    }

    private static String table(Random random) {
        var lines = new ArrayList<String>();
        for (int i = 0; i < 1 + random.nextInt(6); i++) {
            lines.add(IntStream.range(0, 1 + random.nextInt(14))
                    .mapToObj(_ -> CELLS.get(random.nextInt(CELLS.size())))
                    .collect(Collectors.joining(List.of(";", ",", "\t").get(random.nextInt(3)))));
        }
        return String.join("\n", lines);
    }
}
