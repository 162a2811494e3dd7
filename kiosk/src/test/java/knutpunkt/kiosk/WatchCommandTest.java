package knutpunkt.kiosk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import knutpunkt.settings.BadStart;
import knutpunkt.wire.Channel;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.certificates.SiteKeys;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchCommandTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private KioskConfig config;

    @BeforeEach
    void configure() throws IOException {
        config = KioskConfig.read(Files.writeString(folder.resolve("kiosk.yaml"), """
                site: demo
                data: data
                http:
                  port: 0
                mqtt:
                  outside: ssl://broker.example:8884
                """));
    }

    @Test
    void withoutOptionsItWatchesEverythingForADay() {
        WatchCommand command = of();

        assertThat(command.chosen().controller()).isEmpty();
        assertThat(command.chosen().filters(new SiteId("demo"))).hasSameSizeAs(Channel.values());
        assertThat(command.atMost()).isEqualTo(Duration.ofDays(1));
        assertThat(command.whole()).isFalse();
        assertThat(command.keysTo()).isEmpty();
    }

    @Test
    void everyOptionIsTaken() {
        WatchCommand command = of("--controller", "c1", "--channel", "events/ack", "--for", "PT10M", "--whole", "yes");

        assertThat(command.chosen().controller()).contains(new ControllerId("c1"));
        assertThat(command.chosen().filters(new SiteId("demo")))
                .containsExactly("knutpunkt/v1/demo/controllers/+/events/ack");
        assertThat(command.atMost()).isEqualTo(Duration.ofMinutes(10));
        assertThat(command.whole()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--channel everything",
                "--for 10",
                "--for PT0.5S",
                "--for P2D",
                "--for -PT1M",
                "--whole no",
                "--controller C1",
                "--controller c1 --keys-to keys"
            })
    void whatMakesNoSenseIsRefusedInOneSentence(String options) {
        assertThatThrownBy(() -> of(options.split(" ", -1)))
                .isInstanceOf(BadStart.class)
                .hasMessageContaining(options.split(" ", -1)[0]);
    }

    @Test
    void aSiteThatWasNeverStartedHasNothingToWatchAndGetsNoKeys() {
        assertThatThrownBy(() -> run(of())).isInstanceOf(BadStart.class).hasMessageContaining("there are no keys");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void keysGoWhereTheyAreWantedAndTheCommandNamesThemWhole() throws InterruptedException {
        makeKeys();
        Path to = folder.resolve("it's mine");

        assertThat(run(of("--keys-to", to.toString(), "--channel", "state"))).isZero();

        assertThat(said.toString(UTF_8))
                .isEqualTo(
                        ("mosquitto_sub -V 5 -h broker.example -p 8884 --cafile '%1$s/ca.pem' --cert '%1$s/watch.pem'"
                                        + " --key '%1$s/watch.key' -i watch -q 1 -F '%%I %%t %%P %%p'"
                                        + " -t knutpunkt/v1/demo/controllers/+/state%n")
                                .formatted(to.toString().replace("'", "'\\''")));
        assertThat(to).isDirectoryContaining("glob:**/watch.key");
    }

    @Test
    void theSitesOwnKeysAreNotWrittenOver() {
        makeKeys();
        Path own = folder.resolve("data/keys");

        assertThatThrownBy(() -> run(of("--keys-to", own.toString())))
                .isInstanceOf(BadStart.class)
                .hasMessageContaining("--keys-to");
    }

    private void makeKeys() {
        SiteKeys.openOrCreate(
                folder.resolve("data/keys"), new SiteId("demo"), InstantSource.system(), new SecureRandom());
    }

    private int run(WatchCommand command) throws InterruptedException {
        return command.run(config, new PrintStream(said, true, UTF_8), 80, InstantSource.system(), System::nanoTime);
    }

    private static WatchCommand of(String... options) {
        return WatchCommand.of(Arguments.of(options, 0));
    }
}
