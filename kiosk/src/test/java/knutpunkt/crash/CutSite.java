package knutpunkt.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import knutpunkt.crash.LossyDisk.Syncs;
import knutpunkt.endtoend.Program;
import knutpunkt.endtoend.RunningSite;
import knutpunkt.endtoend.RunningSite.Broker;
import knutpunkt.files.Folders;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.DatabaseUnusable;
import knutpunkt.kiosk.log.LogProof;
import org.awaitility.Awaitility;

/** A running site whose parts have their data on disks that forget, and lose their power when the test says so. */
final class CutSite implements AutoCloseable {
    /** What has a power of its own. */
    enum Part {
        CONTROLLER,
        /** With the broker in it, where that is embedded. */
        SERVICE,
        /** Mosquitto. */
        BROKER
    }

    private static final Duration LOOKED_EVERY = Duration.ofMillis(300);
    private static final int TOLD_OF_OUTPUT = 3_000;

    private final Path folder;
    private final RunningSite site;
    private final LossyMount controllerDisk;
    private final LossyMount serviceDisk;
    private final LossyMount brokerDisk;
    private final EnumSet<Part> parts;

    private CutSite(Path folder, Broker broker, Syncs syncs) throws InterruptedException {
        this.folder = folder;
        this.site = RunningSite.laidOut(folder.resolve("site"), broker);
        this.controllerDisk = LossyMount.at(folder.resolve("controller-disk"), syncs);
        this.serviceDisk = LossyMount.at(folder.resolve("service-disk"), syncs);
        this.brokerDisk = LossyMount.at(folder.resolve("broker-disk"), syncs);
        this.parts = broker == Broker.MOSQUITTO ? EnumSet.allOf(Part.class) : EnumSet.of(Part.CONTROLLER, Part.SERVICE);
    }

    /** Everything runs, the doors have a list, and whatever was written until now stays. */
    static CutSite started(Path folder, Broker broker, Syncs syncs) throws InterruptedException, IOException {
        Files.createDirectories(folder.resolve("site"));
        var cut = new CutSite(folder, broker, syncs);
        try {
            cut.moveToTheDisks();
            cut.site.startAll();
            return cut;
        } catch (IOException | RuntimeException | AssertionError e) {
            cut.close();
            throw e;
        }
    }

    private void moveToTheDisks() throws IOException {
        for (String each : List.of("keys", "api-token", "site.db")) {
            copy(site.data().resolve(each), serviceDisk.folder().resolve(each));
        }
        change(site.kioskConfig(), "data: .\n", "data: " + serviceDisk.folder() + "\n");
        change(site.controllerConfig(), "data: data\n", "data: " + controllerDisk.folder() + "\n");
        if (parts.contains(Part.BROKER)) {
            // Ours keeps nothing; a city's own broker may.
            change(
                    folder.resolve("site/mosquitto/mosquitto.conf"),
                    "persistence false\n",
                    "persistence true\npersistence_location " + brokerDisk.folder() + "/\nautosave_interval 1\n");
        }
        settle();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path each : paths.toList()) {
                Files.copy(each, to.resolve(from.relativize(each).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void change(Path file, String what, String to) throws IOException {
        String text = Files.readString(file);
        if (!text.contains(what)) {
            throw new IllegalStateException("[" + file + "] must have the line [" + what.strip() + "]");
        }
        Files.writeString(file, text.replace(what, to));
    }

    RunningSite site() {
        return site;
    }

    /** The parts that can be cut, each by itself. */
    Set<Part> parts() {
        return parts;
    }

    /** Whatever has been written until now stays. */
    void settle() {
        disks().forEach(LossyMount::settle);
    }

    private List<LossyMount> disks() {
        return List.of(controllerDisk, serviceDisk, brokerDisk);
    }

    /**
     * The power of these parts goes, all at once, and their disks keep what the chance given leaves. Half of the brokers
     * come back with nothing at all, as one that was replaced: nobody relies on what a broker keeps.
     */
    void cut(Set<Part> which, RandomGenerator random) throws InterruptedException {
        List<LossyMount> disks = which.stream().map(this::disk).toList();
        List<ProcessHandle> processes = new ArrayList<>();
        for (Part part : which) {
            ProcessHandle.of(program(part).pid()).ifPresent(processes::add);
        }
        PowerCut.cut(disks, processes, random);
        if (which.contains(Part.BROKER) && random.nextBoolean()) {
            brokerDisk.empty();
        }
    }

    private LossyMount disk(Part part) {
        return switch (part) {
            case CONTROLLER -> controllerDisk;
            case SERVICE -> serviceDisk;
            case BROKER -> brokerDisk;
        };
    }

    private Program program(Part part) {
        return switch (part) {
            case CONTROLLER -> site.controller();
            case SERVICE -> site.service();
            case BROKER -> site.mosquitto();
        };
    }

    /** Starts it and does not wait. */
    void start(Part part) {
        switch (part) {
            case CONTROLLER -> site.startController();
            case SERVICE -> site.startServiceWithoutWaiting();
            case BROKER -> site.startBroker();
        }
    }

    /**
     * Whether it works.
     *
     * @throws IllegalStateException when it ended instead of starting
     */
    boolean isUp(Part part) {
        if (!program(part).isAlive()) {
            throw new IllegalStateException(
                    part + " does not start again:\n" + end(program(part).output()));
        }
        return switch (part) {
            case CONTROLLER -> site.panel().isUp();
            case SERVICE -> site.api().isUp();
            case BROKER -> true;
        };
    }

    private static String end(String output) {
        return output.substring(Math.max(0, output.length() - TOLD_OF_OUTPUT));
    }

    void awaitUp(Part part) {
        Awaitility.await(part + " is there again").atMost(RunningSite.PATIENCE).until(() -> isUp(part));
    }

    /** What the disk of a part that has no power holds, against what people saw; empty when all is well. */
    List<String> lossesAt(Part part, Witness witness) {
        return switch (part) {
            case CONTROLLER -> ofController(witness);
            case SERVICE -> ofService(witness);
            case BROKER -> List.of();
        };
    }

    private List<String> ofController(Witness witness) {
        try {
            return Checker.ofController(witness.taps(), witness.blocks(), Disks.ofController(look(Part.CONTROLLER)));
        } catch (SQLException | IllegalArgumentException e) {
            return List.of("the controller's disk cannot be read: " + e.getMessage());
        }
    }

    private List<String> ofService(Witness witness) {
        try {
            Path look = look(Part.SERVICE);
            // What it acknowledged until its power went; the controller may write down no more than that.
            long acknowledged = Disks.ofController(look(Part.CONTROLLER)).acknowledged();
            var losses = new ArrayList<>(
                    Checker.ofService(witness.blocked(), acknowledged, Disks.ofService(look, RunningSite.CONTROLLER)));
            losses.addAll(brokenChains(look));
            return losses;
        } catch (SQLException | IllegalArgumentException e) {
            return List.of("the service's disk or the controller's cannot be read: " + e.getMessage());
        }
    }

    /** Waits until all has been delivered, stops everything, and compares both ends with what people saw. */
    List<String> lossesInTheEnd(Witness witness) throws InterruptedException, SQLException {
        parts.forEach(this::awaitUp);
        site.awaitDoorsConfirmed();
        Awaitility.await("all that the door kept is in the log")
                .atMost(RunningSite.PATIENCE)
                .pollInterval(LOOKED_EVERY)
                .until(() -> newest(Disks.ofController(look(Part.CONTROLLER)).records())
                        <= newest(Disks.ofService(look(Part.SERVICE), RunningSite.CONTROLLER)
                                .records()));
        for (Part part : parts) {
            int _ = program(part).stop();
        }
        var losses = new ArrayList<>(lossesAt(Part.CONTROLLER, witness));
        losses.addAll(lossesAt(Part.SERVICE, witness));
        losses.addAll(Checker.ofAll(
                witness.taps(),
                witness.blocks(),
                Disks.ofController(look(Part.CONTROLLER)),
                Disks.ofService(look(Part.SERVICE), RunningSite.CONTROLLER)));
        return losses;
    }

    private static long newest(List<Kept> records) {
        return records.stream().mapToLong(Kept::sequence).max().orElse(0);
    }

    private static List<String> brokenChains(Path serviceCopy) {
        try (var database = Database.open(serviceCopy.resolve("site.db"))) {
            LogProof.Result proof = database.read(LogProof::of);
            return proof.isWhole() ? List.of() : List.of("the log does not verify: " + proof);
        } catch (DatabaseUnusable e) {
            return List.of("the service's database cannot be opened: " + e.getMessage());
        }
    }

    /** A copy of what is on the disk of that part now. */
    private Path look(Part part) {
        Path copy = folder.resolve("look-at-" + part);
        Folders.delete(copy);
        disk(part).copyTo(copy);
        return copy;
    }

    @Override
    public void close() throws InterruptedException {
        try {
            site.close();
        } finally {
            disks().forEach(LossyMount::close);
        }
    }
}
