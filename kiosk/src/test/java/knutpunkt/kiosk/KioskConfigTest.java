package knutpunkt.kiosk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.KioskConfig.Broker;
import knutpunkt.kiosk.confirming.Rhythm;
import knutpunkt.kiosk.disposal.Retention;
import knutpunkt.kiosk.mail.MailServer;
import knutpunkt.kiosk.presence.PresenceRules;
import knutpunkt.settings.BadStart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KioskConfigTest {
    private static final String HEAD = "site: demo\ndata: data\nhttp: {port: 8080}\n";

    @TempDir
    Path folder;

    @Test
    void aBrokerInsideListensOnLoopbackUnlessToldOtherwise() throws Exception {
        KioskConfig config = read("mqtt: {embedded: {port: 8883}}\n");

        assertThat(config.broker()).isEqualTo(new Broker.Embedded("127.0.0.1", 8883));
        assertThat(config.data()).isEqualTo(folder.resolve("data"));
        assertThat(config.brokerNames()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, ssl://127.0.0.1:8883",
        "0.0.0.0, ssl://localhost:8883",
        "'::', ssl://localhost:8883",
        "192.168.1.5, ssl://192.168.1.5:8883",
        "'fd00::5', ssl://[fd00::5]:8883"
    })
    void theServiceReachesItsOwnBrokerWhereThatListens(String address, String reached) {
        assertThat(new Broker.Embedded(address, 8883).reached()).isEqualTo(URI.create(reached));
    }

    @Test
    void theBrokersCertificateIsGoodForAllThatControllersReachItBy() throws Exception {
        assertThat(read("mqtt:\n  embedded: {address: 192.168.1.5, port: 8883}\n  names: gate.local, 10.0.0.5\n")
                        .certified())
                .containsExactly("gate.local", "10.0.0.5", "192.168.1.5");
        assertThat(read("mqtt:\n  embedded: {address: 0.0.0.0, port: 8883}\n  names: 10.0.0.5\n")
                        .certified())
                .containsExactly("10.0.0.5");
        assertThat(read("mqtt: {outside: ssl://broker.local:8883}\n").certified())
                .containsExactly("broker.local");
    }

    @Test
    void thereMayBeSeveralBrokersOutsideAndTheCertificateIsGoodForAll() throws Exception {
        var config = read("mqtt: {outside: [ssl://one.local:8883, ssl://two.local:8884]}\n");

        assertThat(config.broker())
                .isEqualTo(new Broker.Outside(
                        List.of(URI.create("ssl://one.local:8883"), URI.create("ssl://two.local:8884"))));
        assertThat(config.certified()).containsExactly("one.local", "two.local");
    }

    @ParameterizedTest
    @CsvSource({
        "'[]', must be one value or a list of 1 to 4",
        "'[ssl://a:1, ssl://a:1]', must not say the same twice",
        "'[ssl://a:1, tcp://b:1]', must be ssl://host:port",
        "'[ssl://a:1, ssl://a:2, ssl://a:3, ssl://a:4, ssl://a:5]', must be one value or a list of 1 to 4"
    })
    void aListOfBrokersThatCannotBeIsRefused(String outside, String why) {
        assertThatThrownBy(() -> read("mqtt: {outside: " + outside + "}\n"))
                .isInstanceOf(BadStart.class)
                .hasMessageContaining("[mqtt.outside]")
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a_b", "http://gate", "gate/local", "å.local", "'gate,,@'"})
    void whatIsNoHostIsRefusedByName(String name) {
        assertThatThrownBy(() -> read("mqtt:\n  embedded: {port: 8883}\n  names: " + name + "\n"))
                .isInstanceOf(BadStart.class)
                .hasMessageContaining("names")
                .hasMessageContaining("must be a host name or an address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqtt: {}\n", "mqtt: {embedded: {port: 1}, outside: ssl://b:1}\n"})
    void thereIsOneBrokerAndNotTwo(String mqtt) {
        assertThatThrownBy(() -> read(mqtt)).hasMessageContaining("and not both");
    }

    @Test
    void theWallPairsItselfOnlyWhereThatIsSaid() throws Exception {
        String broker = "mqtt: {embedded: {port: 8883}}\n";

        assertThat(read(broker).wallPairsItself()).isFalse();
        assertThat(read(broker + "wall: {pairs-itself: no}\n").wallPairsItself())
                .isFalse();
        assertThat(read(broker + "wall: {pairs-itself: yes}\n").wallPairsItself())
                .isTrue();
        assertThatThrownBy(() -> read(broker + "wall: {pairs-itself: perhaps}\n"))
                .isInstanceOf(BadStart.class)
                .hasMessageContaining("[perhaps] must be yes or no");
    }

    private KioskConfig read(String mqtt) throws IOException {
        return KioskConfig.read(Files.writeString(folder.resolve("kiosk.yaml"), HEAD + mqtt));
    }

    private void assertRefused(String setting, String why) {
        assertThatThrownBy(() -> read("mqtt: {embedded: {port: 1}}\n" + setting + "\n"))
                .isInstanceOf(BadStart.class)
                .hasMessageContaining("line 5")
                .hasMessageContaining(why);
    }

    @Test
    void partnersAreAskedEveryWeekAndSuspendedAfterAMonthUnlessToldOtherwise() throws Exception {
        String broker = "mqtt: {embedded: {port: 8883}}\n";

        assertThat(read(broker).stillRight())
                .isEqualTo(new Rhythm(Duration.ofDays(7), Optional.of(Duration.ofDays(30))));
        assertThat(read(broker + "still-right: {ask-every: P14D, suspend-after: P60D}\n")
                        .stillRight())
                .isEqualTo(new Rhythm(Duration.ofDays(14), Optional.of(Duration.ofDays(60))));
        assertThat(read(broker + "still-right: {suspend-after: off}\n").stillRight())
                .isEqualTo(new Rhythm(Duration.ofDays(7), Optional.empty()));
    }

    @Test
    void whenPeopleStopCountingIsSaidOrHasItsDefault() throws IOException {
        String broker = "mqtt: {embedded: {port: 1}}\n";

        assertThat(read(broker).presence()).isEqualTo(PresenceRules.DEFAULT);
        assertThat(read(broker + "presence: {check-out-at: \"04:30\", just-seen: PT2H, too-long: PT16H}\n")
                        .presence())
                .isEqualTo(
                        new PresenceRules(Optional.of(LocalTime.of(4, 30)), Duration.ofHours(2), Duration.ofHours(16)));
        assertThat(read(broker + "presence: {check-out-at: off}\n").presence().checkOutAt())
                .isEmpty();
        assertThatThrownBy(() -> read(broker + "presence: {check-out-at: five}\n"))
                .hasMessageContaining("[presence.check-out-at]")
                .hasMessageContaining("05:00");
        assertThatThrownBy(() -> read(broker + "presence: {too-long: PT24H}\n"))
                .hasMessageContaining("[presence.too-long]")
                .hasMessageContaining("PT24H");
    }

    @ParameterizedTest
    @CsvSource({
        "'{suspend-after: P13D}', must leave 7 days for a warning",
        "'{suspend-after: never}', must be a duration such as P7D",
        "'{ask-every: PT1H}', must be P1D to P366D",
        "'{ask-every: P30D}', must leave 7 days for a warning",
        "'{sometimes: P1D}', is not known here"
    })
    void aRhythmThatLeavesNoTimeForAWarningIsRefused(String rhythm, String why) {
        assertRefused("still-right: " + rhythm, why);
    }

    @Test
    void nothingIsForgottenUnlessADecisionIsTold() throws Exception {
        String broker = "mqtt: {embedded: {port: 8883}}\n";

        assertThat(read(broker).retention())
                .isEqualTo(new Retention(Optional.empty(), Duration.ofDays(14), Duration.ofDays(90)));
        assertThat(read(broker + "disposal: {decision: N123-0456/26, people: P10D, machines: P60D}\n")
                        .told()
                        .retention())
                .isEqualTo(new Retention(Optional.of("N123-0456/26"), Duration.ofDays(10), Duration.ofDays(60)));
    }

    @ParameterizedTest
    @CsvSource({
        "'{people: P1D}', '[disposal.people]: people [PT24H] must be P2D to P3660D'",
        "'{machines: P4000D}', '[disposal.machines]: machines [PT96000H] must be P2D to P3660D'",
        "'{people: soon}', must be a duration such as P7D",
        "'{decision: \" \"}', '[disposal.decision]: a decision''s number must be 1 to 64 characters'",
        "'{never: P7D}', is not known here"
    })
    void aRetentionThatCannotBeMeantIsRefused(String disposal, String why) {
        assertRefused("disposal: " + disposal, why);
    }

    @Test
    void lettersAreSentOnlyWhereAMailServerIsTold() throws Exception {
        String broker = "mqtt: {embedded: {port: 8883}}\n";
        Files.writeString(folder.resolve("mail-password"), "s3cret\n");

        assertThat(read(broker).mail()).isEmpty();
        assertThat(read(broker
                                + "mail: {host: localhost, port: 25, from: k@torget.se, tls: none, pages: 'http://k:1/'}")
                        .mail())
                .hasValue(new MailConfig(
                        new MailServer("localhost", 25, "k@torget.se", MailServer.Tls.NONE, Optional.empty()),
                        URI.create("http://k:1/")));
        MailConfig all = read(broker + """
                        mail:
                          host: mail.city.se
                          port: 587
                          from: knutpunkt@city.se
                          tls: starttls
                          user: knutpunkt
                          password-file: mail-password
                          pages: https://torget.city.se
                        """).mail().orElseThrow();
        assertThat(all.server().login()).hasValue(new MailServer.Login("knutpunkt", "s3cret"));
        assertThat(all.toString()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource({
        "'{host: m, port: 25, from: k@x.se}', '[mail.pages] is missing'",
        "'{host: m, port: 25, from: nobody, pages: \"https://k\"}', must be an e-mail address",
        "'{host: m, port: 25, from: k@x.se, pages: torget}', must be the address of the pages",
        "'{host: m, port: 25, from: k@x.se, user: u, pages: \"https://k\"}', 'must both be there, or neither'",
        "'{host: m, port: 25, from: k@x.se, tls: some, pages: \"https://k\"}', 'must be none, starttls or whole'",
        "'{host: m, port: 25, from: k@x.se, password-file: nowhere, pages: \"https://k\"}', must be a file"
    })
    void aMailServerThatIsHalfToldIsRefused(String mail, String why) {
        assertThatThrownBy(() -> read("mqtt: {embedded: {port: 1}}\nmail: " + mail + "\n"))
                .isInstanceOf(BadStart.class)
                .hasMessageContaining(why);
    }

    @Test
    void aKeyThatIsNotKnownIsRefusedWithItsLine() {
        assertThatThrownBy(() -> read("mqtt: {embedded: {port: 1}}\nbroker: x\n"))
                .hasMessage("kiosk.yaml line 5: the key [broker] is not known here");
    }
}
