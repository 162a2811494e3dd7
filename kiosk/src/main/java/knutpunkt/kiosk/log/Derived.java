package knutpunkt.kiosk.log;

import java.util.List;
import knutpunkt.kiosk.database.Transaction;

/** Something that is worked out from the log and must never differ from it, so it is kept in the same transaction. */
public interface Derived {
    /**
     * Takes in events that were just added, in the order of their numbers. What it throws undoes the commit.
     *
     * @param events readable ones only; at least one
     */
    void apply(Transaction transaction, List<LoggedEvent> events);
}
