package knutpunkt.controller.panel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import knutpunkt.controller.run.LastOutcome;
import knutpunkt.hardware.BadgeRead;
import knutpunkt.hardware.BadgeReader;
import knutpunkt.hardware.ReaderHealth;
import knutpunkt.hardware.ReaderSignal;
import knutpunkt.hardware.simulated.SimulatedDoor;
import knutpunkt.hardware.simulated.SimulatedReader;
import knutpunkt.wire.DoorId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The panel over real HTTP, at a simulated door whose readers show what each test wants. */
class PanelTest {
    private static final String BADGE = "0F00A1B2C3";
    private static final String SECURED = doorJson("secured", "closed", "none");

    private final SimulatedDoor street = new SimulatedDoor(List.of("entry"), System::nanoTime, _ -> {});
    private final CountDownLatch cut = new CountDownLatch(1);
    private final AtomicInteger presses = new AtomicInteger();
    private BadgeReader entry;
    private volatile ReaderSignal shown = ReaderSignal.GRANTED;
    private volatile BadgeRead heard;
    private volatile LastOutcome lastOutcome = LastOutcome.NONE;
    private Panel panel;

    @BeforeEach
    void start() throws IOException {
        street.exitButton().onPress(presses::incrementAndGet);
        entry = street.reader("entry");
        entry.start(new BadgeReader.Listener() {
            @Override
            public void read(BadgeRead read) {
                heard = read;
                lastOutcome = shown == ReaderSignal.GRANTED ? LastOutcome.GRANTED : LastOutcome.REFUSED;
                entry.show(shown);
            }

            @Override
            public void health(ReaderHealth health) {}
        });
        Map<Side, Optional<SimulatedReader>> readers =
                Map.of(Side.ENTRY, Optional.of(street.reader("entry")), Side.EXIT, Optional.empty());
        var streetPanel = new PanelDoor(new DoorId("street"), "Torget & <gården>", street, readers, () -> lastOutcome);
        var yard = new PanelDoor(
                new DoorId("yard"),
                "Gården",
                new SimulatedDoor(List.of(), System::nanoTime, _ -> {}),
                Map.of(),
                () -> LastOutcome.NONE);
        var badges = ExampleBadge.parse("[{\"badge\":\"0F00A1B2C3\",\"label\":\"Polisen 2\"}]");
        panel = Panel.start(0, List.of(streetPanel, yard), badges, System::nanoTime, cut::countDown);
    }

    @AfterEach
    void stop() {
        panel.close();
        street.strike().close();
    }

    @Test
    void badgesAreOfferedByLabel() throws IOException {
        var answer = get("/badges");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("[{\"badge\":\"0F00A1B2C3\",\"label\":\"Polisen 2\"}]");
        assertThat(answer.header("Content-Type")).hasValue("application/json; charset=utf-8");
    }

    @Test
    void aDoorIsShownAsItIs() throws IOException {
        street.strike().release();
        street.open();

        var answer = get("/doors/street");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(doorJson("released", "open", "none"));
    }

    @Test
    void allDoorsAreShown() throws IOException {
        assertThat(get("/doors").body())
                .isEqualTo("[" + SECURED + "," + SECURED.replace("\"street\"", "\"yard\"") + "]");
    }

    @Test
    void aTapIsReadWholeAndAnsweredAfterTheReaderShowsIt() throws IOException {
        var answer = tap(BADGE, "entry");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(doorJson("secured", "closed", "granted"));
        assertThat(heard.isSameBadge(BadgeRead.em4100(0x0F00A1B2C3L, 0))).isTrue();
    }

    @Test
    void aRefusedTapIsShownAsRefused() throws IOException {
        shown = ReaderSignal.REFUSED;

        assertThat(tap(BADGE.toLowerCase(java.util.Locale.ROOT), "entry").body())
                .isEqualTo(doorJson("secured", "closed", "refused"));
    }

    @Test
    void aReaderThatShowsNothingForTwoSecondsIsATimeout() throws IOException {
        shown = ReaderSignal.IDLE;
        long start = System.nanoTime();

        var answer = tap(BADGE, "entry");

        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.body()).isEqualTo("{\"error\":\"the reader showed nothing within 2 s\"}");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aRealReaderCannotBeTapped() throws IOException {
        var answer = tap(BADGE, "exit");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body()).contains("reader [exit] is a real one");
    }

    @Test
    void aReaderTheDoorDoesNotHaveIsRefused() throws IOException {
        var answer = post("/doors/yard/tap", "{\"badge\":\"" + BADGE + "\",\"reader\":\"entry\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("reader [entry] is not one of this door's");
    }

    @Test
    void theDoorIsPushedClosedAndLeftByTheButton() throws IOException {
        assertThat(post("/doors/street/open", "").body()).contains("\"contact\":\"open\"");
        assertThat(post("/doors/street/close", "").body()).contains("\"contact\":\"closed\"");
        assertThat(post("/doors/street/rex", "{}").status()).isEqualTo(200);
        assertThat(presses).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not json|the body must be JSON",
                "''|a JSON object",
                "[]|a JSON object",
                "{} trailing|the body must be JSON",
                "{\"badge\":\"0F00A1B2C3\",\"badge\":\"0F00A1B2C3\",\"reader\":\"entry\"}|the body must be JSON",
                "{\"reader\":\"entry\"}|badge must be ten hexadecimal digits",
                "{\"badge\":15,\"reader\":\"entry\"}|badge must be ten hexadecimal digits",
                "{\"badge\":null,\"reader\":\"entry\"}|badge must be ten hexadecimal digits",
                "{\"badge\":\"0F00A1B2C\",\"reader\":\"entry\"}|badge must be ten hexadecimal digits",
                "{\"badge\":\"0F00A1B2C3D\",\"reader\":\"entry\"}|badge must be ten hexadecimal digits",
                "{\"badge\":\"0F00A1B2CG\",\"reader\":\"entry\"}|badge must be ten hexadecimal digits",
                "{\"badge\":\"0F00A1B2C3\"}|reader must be entry or exit",
                "{\"badge\":\"0F00A1B2C3\",\"reader\":\"side\"}|reader must be entry or exit",
                "{\"badge\":\"0F00A1B2C3\",\"reader\":[]}|reader must be entry or exit"
            })
    void aBadTapIsRefusedByFieldAndRule(String body, String rule) throws IOException {
        var answer = post("/doors/street/tap", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).startsWith("{\"error\":\"").contains(rule).doesNotContain("0F00A1");
        assertThat(heard).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/doors/none", "/doors/none/open", "/doors/", "/nothing", "/doors/street/kick", "/badges/1"})
    void whatIsNotThereIsNotFound(String path) throws IOException {
        assertThat(post(path, "").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/doors,GET",
        "DELETE,/doors/street,GET",
        "POST,/badges,GET",
        "PUT,/,GET",
        "GET,/doors/street/tap,POST",
        "GET,/doors/street/open,POST",
        "GET,/power/cut,POST",
        "OPTIONS,/power/cut,POST"
    })
    void aWrongMethodIsToldTheRightOne(String method, String path, String allowed) throws IOException {
        var answer = RawHttp.ask(panel.port(), method, path, "");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).hasValue(allowed);
    }

    @Test
    void aBodyOfFourKilobytesIsTheLargest() throws IOException {
        assertThat(post("/doors/street/open", "x".repeat(4096)).status()).isEqualTo(200);
        assertThat(post("/doors/street/open", "x".repeat(4097)).status()).isEqualTo(413);
        assertThat(post("/power/cut", "x".repeat(4097)).status()).isEqualTo(413);
        assertThat(cut.getCount()).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.1:80", "localhost:8090", "[::1]:8090"})
    void aLoopbackNameMayAsk(String host) throws IOException {
        assertThat(RawHttp.ask(panel.port(), "GET", "/doors", "", "Host: " + host)
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"panel.example", "127.0.0.1.example", "localhost.example:80", "10.0.0.2", "localhost:x"})
    void aNamePointedHereFromElsewhereIsRefused(String host) throws IOException {
        var answer = RawHttp.ask(panel.port(), "GET", "/doors", "", "Host: " + host);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("Host must be");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: http://elsewhere.example",
                "Origin: null",
                "Origin: http://localhost:1",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site"
            })
    void aPageFromElsewhereCannotPost(String header) throws IOException {
        var answer = RawHttp.ask(panel.port(), "POST", "/doors/street/open", "", header);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(street.contact()).isEqualTo(knutpunkt.hardware.DoorContact.Position.CLOSED);
    }

    @Test
    void thePanelsOwnPageCanPost() throws IOException {
        String own = "http://127.0.0.1:" + panel.port();

        assertThat(RawHttp.ask(
                                panel.port(),
                                "POST",
                                "/doors/street/open",
                                "",
                                "Origin: " + own,
                                "Sec-Fetch-Site: same-origin")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void nothingIsSharedWithOtherOrigins() throws IOException {
        var answer = RawHttp.ask(panel.port(), "GET", "/doors", "", "Origin: http://elsewhere.example");

        assertThat(answer.headers()).noneMatch(header -> header.startsWith("Access-control"));
        assertThat(answer.header("Cross-Origin-Resource-Policy")).hasValue("same-origin");
    }

    @Test
    void thePowerIsCutAfterTheAnswer() throws Exception {
        assertThat(post("/power/cut", "").status()).isEqualTo(202);
        assertThat(cut.await(1, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void thePageNamesItsDoorsAndLoadsNothingFromElsewhere() throws IOException {
        var page = get("/");

        assertThat(page.body())
                .contains("data-door=\"street\"", "Torget &amp; &lt;gården&gt;", "data-door=\"yard\"")
                .doesNotContain("{id}", "{name}", "https:", "http:");
        assertThat(page.header("Content-Security-Policy").orElseThrow()).contains("default-src 'none'");
        assertThat(get("/panel.css").body()).doesNotContain("url(", "@import");
        assertThat(get("/panel.js").status()).isEqualTo(200);
        assertThat(get("/favicon.svg").header("Content-Type").orElseThrow()).startsWith("image/svg+xml");
    }

    @Test
    void aQuestionForHeadersOnlyGetsNoBody() throws IOException {
        var answer = RawHttp.ask(panel.port(), "HEAD", "/doors", "");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void aPortInUseIsTold() {
        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> Panel.start(panel.port(), List.of(), List.of(), System::nanoTime, () -> {}));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[{\"badge\":\"12\",\"label\":\"a\"}]",
                "[{\"badge\":\"0F00A1B2C3\"}]",
                "[{\"badge\":\"0F00A1B2C3\",\"label\":\"\"}]",
                "[null]",
                "0F00A1B2C3"
            })
    void aBadFileOfBadgesIsRefusedWithoutRepeatingIt(String json) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> ExampleBadge.parse(json))
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("0F00A1"));
    }

    private RawHttp get(String path) throws IOException {
        return RawHttp.ask(panel.port(), "GET", path, "");
    }

    private RawHttp post(String path, String body) throws IOException {
        return RawHttp.ask(panel.port(), "POST", path, body);
    }

    private RawHttp tap(String badge, String reader) throws IOException {
        return post("/doors/street/tap", "{\"badge\":\"" + badge + "\",\"reader\":\"" + reader + "\"}");
    }

    private static String doorJson(String strike, String contact, String outcome) {
        return "{\"door\":\"street\",\"strike\":\"" + strike + "\",\"contact\":\"" + contact + "\",\"lastOutcome\":\""
                + outcome + "\"}";
    }
}
