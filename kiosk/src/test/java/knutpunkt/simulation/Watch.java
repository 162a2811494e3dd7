package knutpunkt.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import knutpunkt.access.AccessList;
import knutpunkt.access.Revision;
import knutpunkt.simulation.SimulatedController.Running;
import knutpunkt.simulation.SimulatedController.SimulatedDoor;
import knutpunkt.simulation.model.ListNumber;
import knutpunkt.simulation.model.Model;
import org.jspecify.annotations.Nullable;

/** Looks at everything after everything that happens, and tells the {@link Model} what is new. */
final class Watch {
    /** More records than one turn writes. */
    private static final int JOURNAL_END = 20;

    private final World world;
    private final Model model;
    private final SimulatedService service;
    private final List<SimulatedController> controllers;
    private final Map<SimulatedDoor, Long> releases = new HashMap<>();
    private final Map<SimulatedDoor, Long> exitsRefused = new HashMap<>();
    private final Map<SimulatedController, AccessList> lists = new HashMap<>();
    private final Map<SimulatedController, Running> runs = new HashMap<>();
    private final Set<SimulatedController> clocksRight = new HashSet<>();

    Watch(World world, SimulatedService service, List<SimulatedController> controllers) {
        this.world = world;
        this.model = world.model();
        this.service = service;
        this.controllers = List.copyOf(controllers);
    }

    /** Everything, then what was objected to. */
    void look() {
        for (SimulatedController controller : controllers) {
            controller.lastRun().ifPresent(run -> look(controller, run));
        }
        if (service.isRunning() && service.hasLogGrown()) {
            log();
        }
        model.check();
    }

    private void look(SimulatedController controller, Running run) {
        String name = controller.id().text();
        List<SimulatedDoor> doors = controller.doors();
        for (SimulatedDoor door : doors) {
            look(door, run);
        }
        if (!run.machine().isOn()) {
            return;
        }
        boolean right = run.machine().isClockSet();
        if (right ? clocksRight.add(controller) : clocksRight.remove(controller)) {
            model.clock(name, right);
        }
        AccessList now = run.lists().current();
        if (!isSame(runs.put(controller, run), run)) {
            lists.put(controller, now);
        }
        if (!isSame(lists.put(controller, now), now)) {
            model.inForce(name, number(now.revision()));
        }
    }

    /** Not an equal one: that may be of another run. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(@Nullable Object one, Object other) {
        return one == other;
    }

    private void look(SimulatedDoor door, Running run) {
        SimulatedParts parts = door.parts();
        String name = door.id().text();
        if (releases.getOrDefault(door, 0L) < parts.releases()) {
            releases.put(door, parts.releases());
            model.released(
                    name,
                    run.self().boot().text(),
                    run.machine().uptimeNanos() / 1_000_000,
                    world.timeline().nanos(),
                    run.newest(JOURNAL_END));
        }
        if (parts.isReleased()) {
            model.stillReleased(name, world.timeline().nanos());
        }
        if (exitsRefused.getOrDefault(door, 0L) < parts.exitsRefused()) {
            exitsRefused.put(door, parts.exitsRefused());
            model.exitRefused(name);
        }
    }

    /** What has come into the log, and who is present by it. */
    private void log() {
        model.logEndsWith(service.logEnd());
        service.log(
                model.logged(), one -> model.logged(one.controller().text(), one.journalRecord(), one.receivedAt()));
        model.present(service.present());
        model.evacuated(service.evacuated(), world.timeline().instant());
    }

    /** As the model knows it. */
    static ListNumber number(Revision revision) {
        return new ListNumber(revision.epoch(), revision.number());
    }

    /** The service says which list is in force there. */
    ListNumber confirmed(SimulatedController controller) {
        Optional<ListNumber> now =
                service.isRunning() ? service.confirmed(controller.id()).map(Watch::number) : Optional.empty();
        now.ifPresent(revision -> model.confirmed(controller.id().text(), revision));
        return now.orElse(ListNumber.NONE);
    }
}
