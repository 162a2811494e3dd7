package knutpunkt.simulation.model;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What the service has commanded, and what came of it (I7): once, at that door, while its challenge lives. */
final class Commands {
    /** A challenge lives 15 s, then a door has 2 s; and a turn may be late. */
    private static final long COUNTS_NANOS = Duration.ofSeconds(18).toNanos();

    private final Map<String, Issued> issued = new HashMap<>();
    private final Set<String> spoilt = new HashSet<>();
    private final Set<String> used = new HashSet<>();
    private final Map<String, String> recorded = new HashMap<>();
    private final Objections objections;

    private record Issued(String door, long atNanos) {}

    Commands(Objections objections) {
        this.objections = objections;
    }

    void issued(String command, String door, long nowNanos) {
        issued.put(command, new Issued(door, nowNanos));
    }

    void spoilt(String command) {
        spoilt.add(command);
    }

    /** Whether one may have released this door now; it is used up by that. */
    boolean explains(String door, long nowNanos) {
        for (Map.Entry<String, Issued> each : issued.entrySet()) {
            boolean counts = each.getValue().door().equals(door)
                    && nowNanos - each.getValue().atNanos() <= COUNTS_NANOS;
            if (counts && !spoilt.contains(each.getKey()) && used.add(each.getKey())) {
                return true;
            }
        }
        return false;
    }

    /** A record, which may come again after a restore, tells that a door was released by this command. */
    void recorded(String command, String door, String place) {
        Issued one = issued.get(command);
        if (one == null || !one.door().equals(door)) {
            objections.object("door [%s] was released by command [%s], which nobody gave it", door, command);
        }
        if (spoilt.contains(command)) {
            objections.object("door [%s] was released by command [%s], which came as a kept one", door, command);
        }
        String before = recorded.putIfAbsent(command, place);
        if (before != null && !before.equals(place)) {
            objections.object("door [%s] was released twice by command [%s]", door, command);
        }
    }
}
