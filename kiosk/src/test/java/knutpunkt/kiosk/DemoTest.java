package knutpunkt.kiosk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.example.ExampleSite;
import knutpunkt.settings.BadStart;
import knutpunkt.settings.HeldFolder;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.broker.FreePort;
import knutpunkt.wire.certificates.ControllerKeys;
import knutpunkt.wire.certificates.SiteKeys;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoTest {
    @TempDir
    private Path folder;

    private Path data;
    private Path controller;

    @BeforeEach
    void name() {
        data = folder.resolve("data");
        controller = data.resolve("controller");
    }

    @Test
    void whatIsThereStaysAtTheNextStart() throws IOException {
        lay(false);
        String badges = Files.readString(controller.resolve("badges.json"));
        String token = Files.readString(data.resolve("api-token"));

        lay(false);

        assertThat(controller.resolve("badges.json")).hasContent(badges);
        assertThat(data.resolve("api-token")).hasContent(token);
    }

    @Test
    void freshEmptiesTheFolderOfAnEarlierDemonstration() throws IOException {
        lay(false);
        String badges = Files.readString(controller.resolve("badges.json"));
        Files.createDirectories(controller.resolve("data"));
        Files.writeString(controller.resolve("data/journal.db"), "of the site before");

        lay(true);

        assertThat(controller.resolve("data")).doesNotExist();
        assertThat(Files.readString(controller.resolve("badges.json"))).isNotEqualTo(badges);
        assertThat(isFilled()).isTrue();
    }

    @Test
    void freshMakesAFolderThatIsMissingOrEmpty() throws IOException {
        Files.createDirectory(data);

        lay(true);

        assertThat(isFilled()).isTrue();
    }

    @Test
    void freshLeavesWhatALinkPointsTo() throws IOException {
        lay(false);
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(other.resolve("file"), "of somebody else");
        Files.createSymbolicLink(data.resolve("link"), other);

        lay(true);

        assertThat(data.resolve("link")).doesNotExist();
        assertThat(other.resolve("file")).hasContent("of somebody else");
    }

    @Test
    void freshIsRefusedWhileTheFolderIsHeld() {
        lay(false);

        try (HeldFolder _ = HeldFolder.hold(data)) {
            assertThatThrownBy(() -> lay(true))
                    .isInstanceOf(BadStart.class)
                    .hasMessageContaining("is in use by another process");
        }

        assertThat(isFilled()).isTrue();
    }

    @Test
    void freshIsRefusedForAFolderWithoutADemonstrationsConfiguration() throws IOException {
        Files.createDirectory(data);
        Files.writeString(data.resolve("letter"), "dear");

        assertThatThrownBy(() -> lay(true))
                .isInstanceOf(BadStart.class)
                .hasMessage("--fresh empties [" + data
                        + "], and that is no demonstration's folder: name another with --data");

        assertThat(data.toFile().list()).containsExactly("letter");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "site: demo\n",
                "# Written by the demonstration\nsite: square\n",
                "# The door.\n# Written by the demonstration\nsite: demo\n"
            })
    void aConfigurationOfSomebodyElseIsNeitherEmptiedNorWrittenOver(String config) throws IOException {
        Files.createDirectory(data);
        Files.writeString(data.resolve("kiosk.yaml"), config);

        for (boolean fresh : new boolean[] {true, false}) {
            assertThatThrownBy(() -> lay(fresh))
                    .isInstanceOf(BadStart.class)
                    .hasMessage("[" + data.resolve("kiosk.yaml")
                            + "] is not of a demonstration: name another folder with --data");
        }

        assertThat(data.toFile().list()).containsExactly("kiosk.yaml");
        assertThat(Files.readString(data.resolve("kiosk.yaml"))).isEqualTo(config);
    }

    @Test
    void aFolderIsNotEmptiedForAPortThatIsInUse() throws IOException {
        lay(false);
        Files.writeString(data.resolve("letter"), "dear");

        try (var taken = new ServerSocket(0)) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> new Demo(data, port, FreePort.next(), FreePort.next())
                            .lay(true, InstantSource.system(), System::nanoTime, new SecureRandom()))
                    .isInstanceOf(BadStart.class)
                    .hasMessageStartingWith("--http-port [" + port + "] ")
                    .hasMessageEndingWith(": choose another");
        }

        assertThat(data.resolve("letter")).exists();
    }

    @Test
    void twoOptionsWithOnePortAreRefused() {
        assertThatThrownBy(() -> new Demo(data, 8080, 8883, 8080))
                .isInstanceOf(BadStart.class)
                .hasMessage("--panel-port [8080] is --http-port too: choose another");
    }

    @Test
    void aSetUpWhoseBadgesCannotBeWrittenLeavesTheSiteEmptyAndTheNextOneFillsIt() throws IOException {
        Path inTheWay = Files.createDirectories(controller.resolve("badges.json/in-the-way"));
        assertThatThrownBy(() -> lay(false)).isInstanceOf(BadStart.class);
        assertThat(data.resolve(Site.DATABASE)).doesNotExist();
        Files.delete(inTheWay);
        Files.delete(controller.resolve("badges.json"));

        lay(false);

        assertThat(isFilled()).isTrue();
        assertThat(Files.readString(controller.resolve("badges.json"))).contains("Polisen 6");
        assertThat(data.toFile().list())
                .containsExactlyInAnyOrder("api-token", "controller", "in-use", "keys", "kiosk.yaml", "site.db");
    }

    @Test
    void keysOfASetUpThatWasCutShortAreMadeAnew() throws IOException {
        Path half = Files.createDirectories(controller.resolve("keys.new"));
        Files.writeString(half.resolve("ca.pem"), "half");

        lay(false);

        assertThat(half).doesNotExist();
        SiteKeys keys = SiteKeys.openOrCreate(
                data.resolve("keys"), new SiteId("demo"), InstantSource.system(), new SecureRandom());
        assertThat(ControllerKeys.open(controller.resolve("keys")).id()).isEqualTo(ExampleSite.CONTROLLER);
        assertThat(keys.pinned("c1")).hasSize(1);
    }

    private void lay(boolean fresh) {
        new Demo(data, FreePort.next(), FreePort.next(), FreePort.next())
                .lay(fresh, InstantSource.system(), System::nanoTime, new SecureRandom());
    }

    private boolean isFilled() {
        try (Database database = Database.open(data.resolve(Site.DATABASE))) {
            return ExampleSite.isIn(database);
        }
    }
}
