package knutpunkt.kiosk.log;

import java.util.List;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.wire.PersonId;

/**
 * Something that was worked out from records and must still hold once what they said is forgotten. It is asked in the
 * transaction that forgets, just before: the records are still whole, and what it throws undoes the disposal.
 */
public interface BeforeDisposal {
    /**
     * Makes what is worked out need these records no longer. When this returns, nothing it keeps may tell of anybody what
     * only these records told: a copy of a record is forgotten here, and what must stay true of the present stays as a
     * state, such as <em>on site since</em>.
     *
     * @param going records of any kind and journal, in the order of their numbers, readable or not; at least one, and at
     *     most 500. Their rows stay, with header and hashes; so whatever refers to a row still may
     */
    void keep(Transaction transaction, List<Records.Logged> going);

    /**
     * The same where only one person's records go, and others' of the same time stay. Who works something out by time cannot
     * draw a line under all of it then.
     *
     * @param going as in {@link #keep}, all of this person
     */
    default void keepOf(Transaction transaction, PersonId person, List<Records.Logged> going) {
        keep(transaction, going);
    }
}
