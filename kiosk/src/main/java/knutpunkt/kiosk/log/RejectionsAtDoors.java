package knutpunkt.kiosk.log;

import java.util.List;
import java.util.Set;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.wire.record.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Raises an alarm when a controller has recorded that it did not let a message through which an honest service and a
 * broker that only carries would not have brought. A controller records the first of each kind in each of its runs.
 */
public final class RejectionsAtDoors implements Derived {
    /** An answer that came too late, or at a moment when too much waited: that happens to honest ones. */
    private static final Set<String> MAY_BE_HONEST = Set.of("REPLAYED", "NOT_HANDLED");

    /** Here nothing is answered twice or late, because whoever asked has given up by then. */
    private static final String COMMANDS = "commands";

    private static final Logger LOG = LoggerFactory.getLogger(RejectionsAtDoors.class);

    @Override
    public void apply(Transaction transaction, List<LoggedEvent> events) {
        for (LoggedEvent each : events) {
            if (each.event() instanceof Event.MessageRejected(String channel, String reason)
                    && (!MAY_BE_HONEST.contains(reason) || channel.equals(COMMANDS))) {
                String detail = "it did not let a message through: " + reason + " on [" + channel + "]";
                if (Alarms.raise(
                        transaction, Alarms.Kind.MESSAGES_REJECTED, each.controller(), "", detail, each.receivedAt())) {
                    LOG.warn("controller [{}]: {}: {}", each.controller(), Alarms.Kind.MESSAGES_REJECTED, detail);
                }
            }
        }
    }
}
