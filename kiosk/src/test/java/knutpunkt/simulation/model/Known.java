package knutpunkt.simulation.model;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What is known of each controller, and whose each door is. */
final class Known {
    private final Map<String, Controller> controllers = new HashMap<>();
    private final Map<String, Controller> byDoor = new HashMap<>();
    private final Set<String> checkIns = new HashSet<>();
    private final Map<String, Boot> boots = new HashMap<>();

    /** One controller; times are true ones since the beginning. */
    static final class Controller {
        /** Since when its storage holds what it holds. */
        long storageSinceNanos;

        int storagesLost;
        ListNumber inForce = ListNumber.NONE;

        /** The newest revision there was when it booted. */
        ListNumber newestAtBoot = ListNumber.NONE;

        boolean clockKnown;

        long heardNanos = Long.MIN_VALUE / 2;

        void heard(long nowNanos) {
            heardNanos = nowNanos;
        }
    }

    /** One run of a controller's program. */
    record Boot(Controller controller, long atNanos) {}

    /** A reader that opens nothing: there people turn around. */
    void checkIn(String door) {
        checkIns.add(door);
    }

    boolean isCheckIn(String door) {
        return checkIns.contains(door);
    }

    void door(String controller, String door) {
        byDoor.put(door, controllers.computeIfAbsent(controller, _ -> new Controller()));
    }

    Collection<Controller> controllers() {
        return controllers.values();
    }

    Controller controller(String name) {
        return controllers.get(name);
    }

    Controller ofDoor(String door) {
        return byDoor.get(door);
    }

    void booted(String controller, String boot, long nowNanos) {
        boots.put(boot, new Boot(controller(controller), nowNanos));
    }

    boolean knows(String boot) {
        return boots.containsKey(boot);
    }

    Boot boot(String boot) {
        return boots.get(boot);
    }
}
