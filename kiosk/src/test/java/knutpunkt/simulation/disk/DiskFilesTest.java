package knutpunkt.simulation.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import knutpunkt.settings.BadStart;
import knutpunkt.settings.HeldFolder;
import knutpunkt.simulation.disk.Operation.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Java's files on a simulated disk, and what is left of them when the power is cut. */
class DiskFilesTest {
    private static final int MANY = 200;

    private final Instant now = Instant.parse("2026-06-15T10:00:00Z");
    private final SimulatedDisk disk = SimulatedDisk.make(1, DiskTime.standingAt(now));
    private final Path file = disk.root().resolve("note");

    @AfterEach
    void close() {
        disk.close();
    }

    private void cutAndStart(long seed) {
        disk.cut(new Random(seed));
        disk.start();
    }

    private static void writeSynced(Path path, String text) throws IOException {
        try (var channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
    }

    private static void syncFolder(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** What different cuts leave after the same was done on a fresh disk. */
    private static Set<String> outcomes(What what) {
        var found = new HashSet<String>();
        for (int seed = 0; seed < MANY; seed++) {
            try (var each = SimulatedDisk.make(seed)) {
                what.run(each.root().resolve("note"), each);
                each.cut(new Random(seed));
                each.start();
                found.add(contentOf(each.root()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found;
    }

    private interface What {
        void run(Path file, SimulatedDisk disk) throws IOException;
    }

    private static String contentOf(Path folder) throws IOException {
        var content = new ArrayList<String>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path each : files.toList()) {
                content.add(each.getFileName() + "=" + Files.readString(each, StandardCharsets.ISO_8859_1));
            }
        }
        return String.join(",", content);
    }

    @Test
    void whatFilesOfThisSystemDoTheseDo() throws IOException {
        Path folder = Files.createDirectories(disk.root().resolve("a/b"));
        Files.writeString(folder.resolve("one"), "some text");
        Files.writeString(folder.resolve("one"), ", and more", StandardOpenOption.APPEND);
        Files.move(folder.resolve("one"), folder.resolve("two"), StandardCopyOption.ATOMIC_MOVE);
        Files.copy(folder.resolve("two"), file);

        assertThat(folder.resolve("one")).doesNotExist();
        assertThat(folder.resolve("two")).hasContent("some text, and more").hasSize(19);
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(FileTime.from(now));
        try (Stream<Path> all = Files.walk(disk.root())) {
            assertThat(all)
                    .containsExactlyInAnyOrder(
                            disk.root(), disk.root().resolve("a"), folder, folder.resolve("two"), file);
        }
        assertThatThrownBy(() -> Files.createFile(file)).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> Files.delete(folder)).isInstanceOf(DirectoryNotEmptyException.class);
        assertThatThrownBy(() -> Files.readString(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> Files.writeString(disk.root().resolve("c/d"), "x"))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(Files.deleteIfExists(file)).isTrue();
        assertThat(Files.deleteIfExists(file)).isFalse();
    }

    @Test
    void ofAFileCutOffBeforeASyncNothingComesBack() {
        assertThat(outcomes((path, _) -> {
                    Files.writeString(path, "x".repeat(3 * StoredFile.SECTOR));
                    Files.newByteChannel(path, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                            .close();
                }))
                .containsExactlyInAnyOrder("", "note=");
    }

    @Test
    void permissionsAreThoseAskedFor() throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
    }

    @Test
    void aHeldFolderIsHeldByOneUntilItsProcessIsGone() {
        Path folder = disk.root().resolve("data");
        var held = HeldFolder.hold(folder);
        assertThatThrownBy(() -> HeldFolder.hold(folder))
                .isInstanceOf(BadStart.class)
                .hasMessageContaining("in use");
        held.close();
        HeldFolder.hold(folder);

        disk.kill();
        disk.start();

        HeldFolder.hold(folder).close();
    }

    @Test
    void whatWasSyncedIsWholeAfterEveryCut() {
        assertThat(outcomes((file, each) -> {
                    writeSynced(file, "kept");
                    syncFolder(each.root());
                }))
                .containsExactly("note=kept");
    }

    @Test
    void whatWasNotSyncedIsThereOrNotOrInParts() {
        Set<String> found = outcomes((file, each) -> {
            writeSynced(file, "a".repeat(10_000));
            syncFolder(each.root());
            Files.writeString(file, "b".repeat(10_000), StandardOpenOption.WRITE);
        });

        assertThat(found).contains("note=" + "a".repeat(10_000), "note=" + "b".repeat(10_000));
        assertThat(found).anyMatch(each -> each.matches("note=a{4096}b{4096}a{1808}"));
        assertThat(found).anyMatch(each -> each.matches("note=(a{4096}|b{4096})*a{1,4095}b+.*"));
        assertThat(found).hasSizeGreaterThan(20);
    }

    @Test
    void aNameIsSureOnlyWhenItsFolderIsSynced() {
        assertThat(outcomes((file, _) -> writeSynced(file, "kept"))).containsExactlyInAnyOrder("", "note=kept");
    }

    @Test
    void namesAreKeptInTheOrderTheyWereMade() {
        Set<String> found = outcomes((file, each) -> {
            writeSynced(file, "1");
            syncFolder(each.root());
            writeSynced(file.resolveSibling("fresh"), "2");
            Files.move(file.resolveSibling("fresh"), file, StandardCopyOption.ATOMIC_MOVE);
            writeSynced(file.resolveSibling("other"), "3");
        });

        assertThat(found).containsExactlyInAnyOrder("note=1", "fresh=2,note=1", "note=2", "note=2,other=3");
    }

    @Test
    void aDeletedFileMayBeBack() {
        assertThat(outcomes((file, each) -> {
                    writeSynced(file, "kept");
                    syncFolder(each.root());
                    Files.delete(file);
                }))
                .containsExactlyInAnyOrder("", "note=kept");
    }

    @Test
    void aDiskThatLiesKeepsNothingForSure() {
        assertThat(outcomes((file, each) -> {
                    each.faults().syncsLie(true);
                    writeSynced(file, "kept");
                    syncFolder(each.root());
                }))
                .contains("", "note=kept", "note=");
    }

    @Test
    void aFullDiskSaysSoAndTakesWhatFits() throws IOException {
        disk.faults().capacity(2L * StoredFile.SECTOR);
        Files.writeString(file, "x".repeat(StoredFile.SECTOR));

        assertThatIOException()
                .isThrownBy(() -> Files.writeString(disk.root().resolve("more"), "x".repeat(StoredFile.SECTOR + 1)))
                .withMessageContaining("No space left");

        Files.writeString(file, "y".repeat(2 * StoredFile.SECTOR));
        Files.delete(disk.root().resolve("more"));
        assertThat(file).hasSize(2L * StoredFile.SECTOR);
    }

    @Test
    void aSpoiltSectorIsReadAgainOnceItIsWrittenWhole() throws IOException {
        Files.writeString(file, "x".repeat(3 * StoredFile.SECTOR));
        disk.faults().spoil("note", 1);
        assertThatIOException().isThrownBy(() -> Files.readString(file)).withMessageContaining("sector [1]");

        Files.writeString(file, "y".repeat(3 * StoredFile.SECTOR));

        assertThat(file).hasContent("y".repeat(3 * StoredFile.SECTOR));
    }

    @Test
    void aSlowSyncTakesTimeThatIsTold() throws IOException {
        var passed = new ArrayList<Duration>();
        var time = new DiskTime() {
            @Override
            public Instant now() {
                return now;
            }

            @Override
            public void pass(Duration duration) {
                passed.add(duration);
            }
        };
        try (var slow = SimulatedDisk.make(1, time)) {
            slow.faults().syncsTake(Duration.ofMillis(500));
            writeSynced(slow.root().resolve("note"), "kept");
        }

        assertThat(passed).containsExactly(Duration.ofMillis(500));
    }

    @Test
    void everyOperationIsToldBeforeItIsDone() throws IOException {
        List<Operation> told = new ArrayList<>();
        disk.beforeEach(told::add);

        writeSynced(file, "kept");
        Files.move(file, disk.root().resolve("moved"));
        syncFolder(disk.root());

        assertThat(told)
                .containsExactly(
                        new Operation(Kind.CREATE, "note", 0, 0),
                        new Operation(Kind.WRITE, "note", 0, 4),
                        new Operation(Kind.SYNC, "note", 0, 0),
                        new Operation(Kind.RENAME, "note", 0, 0),
                        new Operation(Kind.SYNC_FOLDER, "", 0, 0));
    }

    @Test
    void whatWasOpenWhenThePowerWentFailsForGood() throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            disk.settle();
            cutAndStart(1);

            assertThatIOException().isThrownBy(() -> channel.write(ByteBuffer.allocate(4)));
            assertThatIOException().isThrownBy(() -> channel.force(true));
        }
        assertThat(file).isEmptyFile();
    }
}
