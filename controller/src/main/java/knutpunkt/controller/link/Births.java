package knutpunkt.controller.link;

import java.util.concurrent.atomic.AtomicBoolean;
import knutpunkt.access.AccessList;
import knutpunkt.controller.journal.Journal;
import knutpunkt.controller.list.AccessListStore;
import knutpunkt.controller.list.ClockKeeper;
import knutpunkt.controller.run.Doors;
import knutpunkt.wire.message.ControllerState;
import knutpunkt.wire.session.NotDelivered;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says that the controller is there and how its doors are: at each connection, and again when something changed. */
final class Births {
    private static final Logger LOG = LoggerFactory.getLogger(Births.class);

    private final Identity self;
    private final Journal journal;
    private final AccessListStore lists;
    private final ClockKeeper clock;
    private final Doors doors;
    private final Challenges challenges;
    private final Connection connection;
    private final Outbox outbox;
    private final AtomicBoolean stale = new AtomicBoolean();

    private long born = Connection.NONE; // the connection of the last birth; only one thread touches it

    Births(Identity self, Link.Parts parts, Challenges challenges, Connection connection, Outbox outbox) {
        this.self = self;
        this.journal = parts.journal();
        this.lists = parts.lists();
        this.clock = parts.clock();
        this.doors = parts.doors();
        this.challenges = challenges;
        this.connection = connection;
        this.outbox = outbox;
    }

    /** Something of what a birth says is no longer so. From any thread, at once. */
    void changed() {
        stale.set(true);
    }

    /** Sends a birth if one is due. Called no more often than births may be sent. */
    void publish() {
        long number = connection.number();
        boolean due = stale.getAndSet(false) || number != born;
        if (number == Connection.NONE || !due) {
            return;
        }
        try {
            outbox.send(online(number));
            born = number;
        } catch (NotDelivered e) {
            LOG.debug("a birth was not delivered, and is tried again: {}", e.reason());
            stale.set(true);
        }
    }

    /** Says goodbye, so that nobody needs to wait for the will. */
    void farewell() {
        long number = connection.number();
        if (number == Connection.NONE) {
            return;
        }
        try {
            outbox.send(new ControllerState.Offline(self.boot(), number));
        } catch (NotDelivered e) {
            LOG.info("the goodbye was not delivered; the silence will tell: {}", e.reason());
        }
    }

    private ControllerState.Online online(long number) {
        AccessList list = lists.current();
        return new ControllerState.Online(
                self.boot(),
                number,
                self.uptimeMillis(),
                self.version(),
                journal.head(),
                list.revision(),
                list.digest(),
                clock.trust(),
                doors.states(),
                challenges.newest());
    }
}
