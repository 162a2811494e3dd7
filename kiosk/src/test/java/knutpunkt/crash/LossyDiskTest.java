package knutpunkt.crash;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import knutpunkt.crash.LossyDisk.Node;
import knutpunkt.crash.LossyDisk.Syncs;
import org.junit.jupiter.api.Test;

/** The disk by itself, without a kernel: what a cut may take, and what it may not. */
class LossyDiskTest {
    private static final int SEEDS = 200;
    private static final byte[] OLD = filled('o');
    private static final byte[] NEW = filled('n');

    /** Does something to a disk. */
    private interface Story {
        void tell(LossyDisk disk) throws Refusal;
    }

    @Test
    void whatWasSyncedIsThereAfterEveryCut() throws Refusal {
        Set<String> found = outcomes(Syncs.DONE, LossyDiskTest::writeAndSync, LossyDiskTest::content);

        assertThat(found).containsExactly(text(OLD));
    }

    @Test
    void whatWasNotSyncedIsKeptLostOrTornDependingOnTheSeed() throws Refusal {
        Set<String> found = outcomes(
                Syncs.DONE,
                disk -> {
                    writeAndSync(disk);
                    disk.write(file(disk), 0, NEW);
                },
                LossyDiskTest::content);

        assertThat(found).contains(text(OLD), text(NEW));
        assertThat(found)
                .anySatisfy(content -> assertThat(content.substring(0, LossyFile.SECTOR_BYTES))
                        .as("one sector, torn")
                        .matches("n+o+"));
        assertThat(found).allSatisfy(content -> assertThat(content).hasSize(OLD.length));
    }

    @Test
    void aFileThatGrewUnsyncedHasAnySizeBetweenAndItsSyncedBeginning() throws Refusal {
        Set<String> found = outcomes(
                Syncs.DONE,
                disk -> {
                    writeAndSync(disk);
                    disk.write(file(disk), OLD.length, NEW);
                },
                LossyDiskTest::content);

        assertThat(found).contains(text(OLD), text(OLD) + text(NEW));
        assertThat(found).allSatisfy(content -> assertThat(content).startsWith(text(OLD)));
        assertThat(found).anySatisfy(content -> assertThat(content).endsWith("\0"));
    }

    @Test
    void aFileCutShortUnsyncedMayBeLongAgain() throws Refusal {
        Set<String> found = outcomes(
                Syncs.DONE,
                disk -> {
                    writeAndSync(disk);
                    disk.resize(file(disk), 0);
                },
                LossyDiskTest::content);

        assertThat(found).contains("", text(OLD));
    }

    @Test
    void withSyncsRemovedWhatWasSyncedIsLostForSomeSeed() throws Refusal {
        Set<String> found = outcomes(
                Syncs.REMOVED,
                disk -> {
                    disk.create(LossyDisk.ROOT, "file", false, 0644, 0, 0);
                    disk.settle();
                    disk.write(file(disk), 0, NEW);
                    disk.sync(file(disk));
                },
                LossyDiskTest::content);

        assertThat(found).contains("", text(NEW)).hasSizeGreaterThan(2);
    }

    @Test
    void aNameIsDurableOnceItsFolderWasSyncedAndNotByItsFilesSync() throws Refusal {
        Story made = disk -> {
            disk.create(LossyDisk.ROOT, "file", false, 0644, 0, 0);
            disk.sync(file(disk));
        };
        Story synced = disk -> {
            made.tell(disk);
            disk.sync(LossyDisk.ROOT);
        };

        assertThat(outcomes(Syncs.DONE, made, LossyDiskTest::names)).containsExactlyInAnyOrder("", "file");
        assertThat(outcomes(Syncs.DONE, synced, LossyDiskTest::names)).containsExactly("file");
    }

    @Test
    void aRenameIsKeptWholeOrNotAtAll() throws Refusal {
        Set<String> found = outcomes(
                Syncs.DONE,
                disk -> {
                    writeAndSync(disk);
                    disk.create(LossyDisk.ROOT, "beside", false, 0644, 0, 0);
                    disk.sync(LossyDisk.ROOT);
                    disk.rename(LossyDisk.ROOT, "beside", LossyDisk.ROOT, "file", true);
                },
                disk -> names(disk) + " " + content(disk).length());

        assertThat(found).containsExactlyInAnyOrder("beside,file " + OLD.length, "file 0");
    }

    @Test
    void changesOfNamesAreLostFromTheNewestOn() throws Refusal {
        Set<String> found = outcomes(
                Syncs.DONE,
                disk -> {
                    writeAndSync(disk);
                    disk.create(LossyDisk.ROOT, "a", false, 0644, 0, 0);
                    disk.remove(LossyDisk.ROOT, "file", false);
                    disk.create(LossyDisk.ROOT, "b", false, 0644, 0, 0);
                },
                LossyDiskTest::names);

        assertThat(found).containsExactlyInAnyOrder("file", "a,file", "a", "a,b");
    }

    @Test
    void twoCutsOfOneSeedKeepTheSame() throws Refusal {
        for (long seed = 0; seed < SEEDS; seed++) {
            assertThat(afterCut(Syncs.DONE, LossyDiskTest::manyThings, seed, LossyDiskTest::whole))
                    .isEqualTo(afterCut(Syncs.DONE, LossyDiskTest::manyThings, seed, LossyDiskTest::whole));
        }
        assertThat(outcomes(Syncs.DONE, LossyDiskTest::manyThings, LossyDiskTest::whole))
                .hasSizeGreaterThan(SEEDS / 2);
    }

    @Test
    void afterACutTheDiskIsWrittenAndSyncedAsBefore() throws Refusal {
        var disk = new LossyDisk(Syncs.DONE, 0, 0);
        writeAndSync(disk);
        disk.write(file(disk), 0, NEW);
        disk.cut(new Random(1));

        disk.write(file(disk), 0, NEW);
        disk.sync(file(disk));
        disk.cut(new Random(2));

        assertThat(content(disk)).isEqualTo(text(NEW));
    }

    @Test
    void aFolderIsRemovedOnlyWhenItIsEmpty() throws Refusal {
        var disk = new LossyDisk(Syncs.DONE, 0, 0);
        Node folder = disk.create(LossyDisk.ROOT, "folder", true, 0755, 0, 0);
        disk.create(folder.id(), "file", false, 0644, 0, 0);

        assertThatThrownBy(() -> disk.remove(LossyDisk.ROOT, "folder", true)).isInstanceOf(Refusal.class);
        disk.remove(folder.id(), "file", false);
        disk.remove(LossyDisk.ROOT, "folder", true);

        assertThat(names(disk)).isEmpty();
    }

    private static void writeAndSync(LossyDisk disk) throws Refusal {
        disk.create(LossyDisk.ROOT, "file", false, 0644, 0, 0);
        disk.sync(LossyDisk.ROOT);
        disk.write(file(disk), 0, OLD);
        disk.sync(file(disk));
    }

    private static void manyThings(LossyDisk disk) throws Refusal {
        writeAndSync(disk);
        for (int i = 0; i < 8; i++) {
            Node other = disk.create(LossyDisk.ROOT, "other-" + i, false, 0644, 0, 0);
            disk.write(other.id(), 100L * i, NEW);
        }
        disk.write(file(disk), 700, NEW);
    }

    /** All that may be found after a cut, over many seeds. */
    private static Set<String> outcomes(Syncs syncs, Story story, Function<LossyDisk, String> look) throws Refusal {
        var found = new HashSet<String>();
        for (long seed = 0; seed < SEEDS; seed++) {
            found.add(afterCut(syncs, story, seed, look));
        }
        return found;
    }

    private static String afterCut(Syncs syncs, Story story, long seed, Function<LossyDisk, String> look)
            throws Refusal {
        var disk = new LossyDisk(syncs, 0, 0);
        story.tell(disk);
        disk.cut(new Random(seed));
        return look.apply(disk);
    }

    private static long file(LossyDisk disk) throws Refusal {
        return disk.find(LossyDisk.ROOT, "file").id();
    }

    private static String content(LossyDisk disk) {
        return everything(disk).getOrDefault("file", "");
    }

    private static String names(LossyDisk disk) {
        return String.join(",", everything(disk).keySet());
    }

    private static String whole(LossyDisk disk) {
        return everything(disk).toString();
    }

    private static Map<String, String> everything(LossyDisk disk) {
        var content = new TreeMap<String, String>();
        try {
            for (var entry : disk.list(LossyDisk.ROOT).entrySet()) {
                Node node = entry.getValue();
                content.put(entry.getKey(), text(disk.read(node.id(), 0, (int) node.size())));
            }
        } catch (Refusal e) {
            throw new IllegalStateException("what a folder lists is there", e);
        }
        return content;
    }

    private static byte[] filled(char letter) {
        byte[] bytes = new byte[3 * LossyFile.SECTOR_BYTES];
        Arrays.fill(bytes, (byte) letter);
        return bytes;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, US_ASCII);
    }
}
