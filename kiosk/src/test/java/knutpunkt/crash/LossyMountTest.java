package knutpunkt.crash;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import knutpunkt.crash.LossyDisk.Syncs;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk as programs have it, through the kernel. */
class LossyMountTest {
    private static final int COMMITS = 60;
    private static final int CUTS = 6;
    private static final Duration WAITED = Duration.ofMillis(500);

    @TempDir
    Path folder;

    @BeforeEach
    void thisMachineMountsDisks() {
        assertThat(LossyMount.hindrance()).as("what keeps this machine from it").isEmpty();
    }

    @Test
    void filesAreWrittenReadCutShortAndRemovedAsOnAnyDisk() throws IOException {
        try (var mount = LossyMount.at(folder.resolve("disk"), Syncs.DONE)) {
            byte[] bytes = new byte[700_000];
            new Random(1).nextBytes(bytes);
            Path file = mount.folder().resolve("åäö");

            Files.write(file, bytes);
            assertThat(Files.readAllBytes(file)).isEqualTo(bytes);

            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(10).force(true);
                assertThat(channel.write(ByteBuffer.wrap(new byte[] {7}), 20)).isEqualTo(1);
            }
            assertThat(Files.readAllBytes(file))
                    .hasSize(21)
                    .startsWith(bytes[0])
                    .endsWith(0, 0, 7);

            Files.delete(file);
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void foldersAreMadeListedRenamedAndRemovedAsOnAnyDisk() throws IOException {
        try (var mount = LossyMount.at(folder.resolve("disk"), Syncs.DONE)) {
            Path many = Files.createDirectories(mount.folder().resolve("a/many"));
            List<String> names = IntStream.range(0, 500)
                    .mapToObj("a-file-with-a-rather-long-name-%04d"::formatted)
                    .toList();
            for (String name : names) {
                Files.createFile(many.resolve(name));
            }
            try (Stream<Path> listed = Files.list(many)) {
                assertThat(listed.map(path -> path.getFileName().toString()))
                        .containsExactlyInAnyOrderElementsOf(names);
            }
            assertThatThrownBy(() -> Files.delete(many)).isInstanceOf(DirectoryNotEmptyException.class);

            Files.writeString(many.resolve(names.get(0)), "new");
            Files.move(many.resolve(names.get(0)), many.resolve(names.get(1)), ATOMIC_MOVE, REPLACE_EXISTING);
            Files.move(many, mount.folder().resolve("moved"), ATOMIC_MOVE);

            assertThat(mount.folder().resolve("moved").resolve(names.get(1))).hasContent("new");
            assertThat(many).doesNotExist();
        }
    }

    @Test
    void rightsAndTimesAreKept() throws IOException {
        try (var mount = LossyMount.at(folder.resolve("disk"), Syncs.DONE)) {
            Path file = Files.createFile(mount.folder().resolve("file"));
            var time = FileTime.from(Instant.parse("2026-03-29T01:00:00Z"));

            Files.setLastModifiedTime(file, time);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

            assertThat(Files.getLastModifiedTime(file)).isEqualTo(time);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aFileThatWasForcedSurvivesACutOnceItsFolderWasToo() throws Exception {
        try (var mount = LossyMount.at(folder.resolve("disk"), Syncs.DONE)) {
            Path file = mount.folder().resolve("file");
            Files.writeString(file, "synced", StandardOpenOption.CREATE, StandardOpenOption.SYNC);
            try (var itself = FileChannel.open(mount.folder())) {
                itself.force(true);
            }

            for (int seed = 0; seed < CUTS; seed++) {
                PowerCut.cut(List.of(mount), List.of(), new Random(seed));
                assertThat(file).hasContent("synced");
            }
        }
    }

    @Test
    void whatProgramsWroteRenamedOrCutShortAndDidNotSyncIsGoneAfterSomeCuts() throws Exception {
        var found = new HashSet<String>();
        for (int seed = 0; seed < 3 * CUTS; seed++) {
            try (var mount = LossyMount.at(folder.resolve("disk"), Syncs.DONE)) {
                Path written = Files.writeString(mount.folder().resolve("written"), "old");
                Path renamed = Files.writeString(mount.folder().resolve("renamed"), "old");
                Path cutShort = Files.writeString(mount.folder().resolve("cut-short"), "old");
                mount.settle();
                Files.writeString(written, "new", StandardOpenOption.WRITE);
                Files.writeString(cutShort, "", StandardOpenOption.TRUNCATE_EXISTING);
                Path to = Files.move(renamed, mount.folder().resolve("to"), ATOMIC_MOVE);

                PowerCut.cut(List.of(mount), List.of(), new Random(seed));

                found.add("written " + Files.readString(written).charAt(0));
                found.add("cut short " + Files.readString(cutShort).isEmpty());
                found.add("renamed " + Files.exists(to));
                assertThat(Files.exists(renamed)).isNotEqualTo(Files.exists(to));
            }
        }

        assertThat(found)
                .containsExactlyInAnyOrder(
                        "written o", "written n", "cut short true", "cut short false", "renamed true", "renamed false");
    }

    @Test
    void ofAMappedFileWhatWasForcedSurvivesAndTheRestIsLost() throws Exception {
        try (var mount = LossyMount.at(folder.resolve("disk"), Syncs.DONE)) {
            Path file = Files.createFile(mount.folder().resolve("mapped"));
            mount.settle();
            Process process = java(MapsAFile.class, file);
            try (var output = process.inputReader(StandardCharsets.UTF_8)) {
                assertThat(output.readLine()).isEqualTo("written");
                PowerCut.cut(List.of(mount), List.of(process.toHandle()), new Random(1));
            } finally {
                process.destroyForcibly();
            }

            assertThat(Files.readAllBytes(file)).hasSize(MapsAFile.BYTES).containsOnly(MapsAFile.FORCED);
        }
    }

    @Test
    void whoIsOnItWaitsFromTheCutOnAndNeverSeesAFailure() throws Exception {
        try (var mount = LossyMount.at(folder.resolve("disk"), Syncs.DONE)) {
            Process process = java(CommitsForever.class, mount.folder().resolve("kept.db"));
            try (var output = process.inputReader(StandardCharsets.UTF_8)) {
                assertThat(output.readLine()).isEqualTo("1");

                mount.powerOff();

                Awaitility.await("the process waits, and commits nothing more")
                        .during(WAITED)
                        .atMost(WAITED.multipliedBy(4))
                        .until(() -> process.isAlive() && unread(output) == 0);
                PowerCut.cut(List.of(mount), List.of(process.toHandle()), new Random(1));
                assertThat(process.isAlive()).isFalse();
            }
        }
    }

    /** How many lines have come since, which are read by this. */
    private static long unread(BufferedReader output) throws IOException {
        long lines = 0;
        while (output.ready()) {
            String _ = output.readLine();
            lines++;
        }
        return lines;
    }

    @Test
    void whatSqliteCommittedIsThereAfterEveryCut() throws Exception {
        try (var mount = LossyMount.at(folder.resolve("disk"), Syncs.DONE)) {
            for (int seed = 0; seed < CUTS; seed++) {
                long told = commitsUntilThePowerGoes(mount, seed);

                assertThat(lossOf(mount, told, seed)).as("after cut %d", seed).isEmpty();
            }
        }
    }

    @Test
    void withSyncsRemovedALossOfWhatSqliteCommittedIsFound() throws Exception {
        var found = new ArrayList<String>();
        for (int seed = 0; seed < CUTS && found.isEmpty(); seed++) {
            try (var mount = LossyMount.at(folder.resolve("disk"), Syncs.REMOVED)) {
                long told = commitsUntilThePowerGoes(mount, seed);
                lossOf(mount, told, seed).ifPresent(found::add);
            }
        }

        assertThat(found).as("losses within %d cuts", CUTS).isNotEmpty();
    }

    @Test
    void nothingIsLeftMountedWhenItIsClosed() throws IOException {
        var mount = LossyMount.at(folder.resolve("disk"), Syncs.DONE);
        assertThat(Files.readString(Path.of("/proc/self/mounts")))
                .contains(mount.folder().toString());

        mount.close();

        assertThat(Files.readString(Path.of("/proc/self/mounts")))
                .doesNotContain(mount.folder().toString());
    }

    @Test
    void aMountThatADeadProcessLeftIsEndedByTheNext() throws Exception {
        Path left = folder.resolve("left");
        Process process = java(MountsAndDies.class, left);
        assertThat(process.waitFor()).isZero();
        assertThat(Files.readString(Path.of("/proc/self/mounts"))).contains(left.toString());

        LossyMount.at(folder.resolve("disk"), Syncs.DONE).close();

        assertThat(Files.readString(Path.of("/proc/self/mounts"))).doesNotContain(left.toString());
    }

    /** Lets a process commit for a while and cuts its power; gives the number it said last. */
    private static long commitsUntilThePowerGoes(LossyMount mount, long seed) throws Exception {
        Process process = java(CommitsForever.class, mount.folder().resolve("kept.db"));
        try (var output = process.inputReader(StandardCharsets.UTF_8)) {
            int commits = COMMITS + new Random(seed).nextInt(COMMITS);
            for (int i = 0; i < commits; i++) {
                assertThat(output.readLine())
                        .as("the process goes on committing")
                        .isNotNull();
            }
            PowerCut.cut(List.of(mount), List.of(process.toHandle()), new Random(seed));
            return output.lines().mapToLong(Long::parseLong).max().orElse(0);
        } finally {
            process.destroyForcibly();
        }
    }

    /** What is missing of what the process said was committed, in words; empty when nothing is. */
    private Optional<String> lossOf(LossyMount mount, long told, long seed) {
        Path copy = folder.resolve("after-cut-" + seed);
        mount.copyTo(copy);
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + copy.resolve("kept.db"));
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select count(*), max(number), (select integrity_check from pragma_integrity_check) from"
                                + " kept")) {
            String verdict = rows.getString(3);
            long newest = rows.getLong(2);
            boolean isWhole = verdict.equals("ok") && newest >= told && rows.getLong(1) == newest;
            return isWhole
                    ? Optional.empty()
                    : Optional.of("told " + told + ", found " + newest + ", integrity " + verdict);
        } catch (SQLException e) {
            return Optional.of("told " + told + ", unreadable: " + e.getMessage());
        }
    }

    private static Process java(Class<?> program, Path argument) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        program.getName(),
                        argument.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
