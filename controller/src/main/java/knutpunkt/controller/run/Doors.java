package knutpunkt.controller.run;

import java.util.List;
import java.util.Optional;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PointId;
import knutpunkt.wire.message.DoorState;

/** All doors of one controller. May be used from any thread once made. */
public final class Doors implements AutoCloseable {
    private final List<DoorLoop> loops;

    /** Doors and points must each have ids of their own. */
    public Doors(List<DoorLoop> loops) {
        this.loops = List.copyOf(loops);
        requireDistinct(
                "door", loops.stream().map(DoorLoop::id).map(DoorId::text).toList());
        requireDistinct(
                "point",
                loops.stream()
                        .flatMap(loop -> loop.points().stream())
                        .map(PointId::text)
                        .toList());
    }

    private static void requireDistinct(String kind, List<String> ids) {
        if (ids.stream().distinct().count() != ids.size()) {
            throw new IllegalArgumentException("each " + kind + " must have an id of its own, not " + ids);
        }
    }

    public List<DoorLoop> all() {
        return loops;
    }

    public Optional<DoorLoop> door(DoorId id) {
        return loops.stream().filter(loop -> loop.id().equals(id)).findFirst();
    }

    public List<DoorState> states() {
        return loops.stream().map(DoorLoop::state).toList();
    }

    public long signalsDropped() {
        return loops.stream().mapToLong(DoorLoop::signalsDropped).sum();
    }

    public void start() {
        loops.forEach(DoorLoop::start);
    }

    @Override
    public void close() {
        loops.forEach(DoorLoop::close);
    }
}
