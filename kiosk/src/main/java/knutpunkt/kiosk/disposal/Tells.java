package knutpunkt.kiosk.disposal;

import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** What a record tells of, by its kind: it says how long it is kept. */
enum Tells {
    /** What people did, or what a door did because of them; and every kind nobody has said anything else of. */
    OF_PEOPLE,
    /** Faults and the machines' own course. */
    OF_MACHINES,
    /** What explains the log itself, and names nobody: without it nobody could prove what is missing. Kept for ever. */
    OF_THE_LOG;

    private static final Set<String> MACHINES = Set.of(
            "started",
            "lease-low",
            "storage-changed",
            "part-health",
            "contact-suspect",
            "held",
            "list-applied",
            "lease-changed",
            "clock-changed",
            "command-handled",
            "message-rejected");
    private static final Set<String> LOG = Set.of("gap", "records-lost", "restored", "disposed");
    private static final String NIGHT = "checked-out";

    static Tells of(String kind) {
        if (LOG.contains(kind)) {
            return OF_THE_LOG;
        }
        return MACHINES.contains(kind) ? OF_MACHINES : OF_PEOPLE;
    }

    /**
     * In the order in which they are to go: the night's check-outs last. There is one a day, so a step would reach over more than
     * a year of them; who sums up what went before has then done so already, step by step.
     */
    static List<String> inOrder(List<String> kinds) {
        return kinds.stream().sorted(Comparator.comparing(NIGHT::equals)).toList();
    }
}
