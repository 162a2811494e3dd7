package knutpunkt.kiosk.broker;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what was turned away, and says each client's first of a kind. Safe for use by several threads. */
final class Refusals {
    /** Who is said when no certificate has said who it is. */
    static final String NOBODY = "nobody known";

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    /** More names than a site has clients; refusals of later ones are counted without a word. */
    private static final int SAID_MAX = 2_000;

    private final Map<Refusal, LongAdder> counts = new ConcurrentHashMap<>();
    private final Map<Said, Boolean> said = new ConcurrentHashMap<>();

    private final Set<String> slowed = ConcurrentHashMap.newKeySet();

    private record Said(String client, Refusal why) {}

    /** Notes one refusal. {@code client} is a name of ours or {@link #NOBODY}: never text that a stranger chose. */
    void note(String client, Refusal why) {
        counts.computeIfAbsent(why, _ -> new LongAdder()).increment();
        if (said.size() < SAID_MAX && said.putIfAbsent(new Said(client, why), true) == null) {
            LOG.warn("Refused [{}] from [{}]; the next ones like it are only counted", why, client);
        }
    }

    /** Says once of a client that it sends faster than it may and is slowed; nothing of it is refused. */
    void slowed(String client) {
        if (slowed.size() < SAID_MAX && slowed.add(client)) {
            LOG.warn("Slowed [{}], which sends faster than a controller does; it is not said again", client);
        }
    }

    /** How many since the start. */
    long count() {
        return counts.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** How many for one reason. */
    long count(Refusal why) {
        LongAdder count = counts.get(why);
        return count == null ? 0 : count.sum();
    }
}
