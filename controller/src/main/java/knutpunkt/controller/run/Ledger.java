package knutpunkt.controller.run;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import knutpunkt.controller.journal.Journal;
import knutpunkt.controller.journal.JournalUnavailable;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.record.JournalRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One door's way to the journal. What cannot be kept now and nobody waits for, such as an opening, is kept as soon as the
 * journal works again; what is too much for that is counted, and the count is kept. For the loop's thread only.
 */
final class Ledger {
    static final int WAITING_MAX = 64;

    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
    private static final String PART = "journal";

    private final DoorId door;
    private final Journal journal;
    private final List<Event> waiting = new ArrayList<>();
    private boolean failing;
    private long failures;
    private long lost;

    Ledger(DoorId door, Journal journal) {
        this.door = door;
        this.journal = journal;
    }

    /** Keeps events in one transaction, or sets them by for later. */
    void keep(List<? extends Event> events) {
        try {
            append(events);
        } catch (JournalUnavailable e) {
            failed(e);
            for (Event event : events) {
                setBy(event);
            }
        }
    }

    /** Keeps an event that something waits for: its sequence, or nothing, and then it is not set by either. */
    OptionalLong keepFirst(Event event) {
        try {
            return OptionalLong.of(append(List.of(event)).getLast().header().sequence());
        } catch (JournalUnavailable e) {
            failed(e);
            return OptionalLong.empty();
        }
    }

    /** What is waited for is never one of the diagnostics that a full disk leaves out. */
    private List<JournalRecord> append(List<? extends Event> events) {
        var all = new ArrayList<Event>(waiting);
        if (failing) {
            all.add(new Event.PartHealth(door, PART, true, ""));
        }
        if (lost > 0) {
            all.add(new Event.RecordsLost(door, lost));
        }
        all.addAll(events);
        List<JournalRecord> made = journal.append(all);
        waiting.clear();
        failing = false;
        lost = 0;
        return made;
    }

    private void failed(JournalUnavailable e) {
        failures++;
        if (!failing) {
            LOG.error("door [{}]: the journal takes no records; entry is refused until it does", door, e);
            failing = true;
            setBy(new Event.PartHealth(door, PART, false, "it takes no records"));
        }
    }

    private void setBy(Event event) {
        if (waiting.size() < WAITING_MAX) {
            waiting.add(event);
        } else {
            lost++;
        }
    }

    /** Tries again what is set by. */
    void retry() {
        if (failing) {
            keep(List.of());
        }
    }

    boolean isFailing() {
        return failing;
    }

    long failures() {
        return failures;
    }
}
