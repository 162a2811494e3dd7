package knutpunkt.controller.journal;

import java.time.Duration;
import java.util.List;
import knutpunkt.wire.Hash;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.record.ChainHead;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.record.JournalRecord;
import knutpunkt.wire.record.Storage;

/**
 * The records of one controller, in the order they were written, chained by their hashes. Every method may be called
 * from any thread; appends are made one after the other. A reading never holds an append up.
 */
public interface Journal extends AutoCloseable {

    /**
     * Appends records, all or none, and returns once they would survive a power cut.
     *
     * @param events at least one
     * @return the records made of them, consecutive; none of {@link knutpunkt.wire.record.Diagnostics} while the disk is full
     * @throws JournalUnavailable if that cannot be had; nothing was appended, and the caller must refuse entry
     */
    List<JournalRecord> append(List<? extends Event> events);

    /**
     * Appends one record, like {@link #append(List)}.
     *
     * @throws JournalUnavailable also when it was left out as a diagnostic
     */
    default JournalRecord append(Event event) {
        List<JournalRecord> made = append(List.of(event));
        if (made.isEmpty()) {
            throw new JournalUnavailable("the disk is full, and this kind of record is left out then");
        }
        return made.getFirst();
    }

    /** The newest record and the journal's id. The id changes when a damaged journal had to be set aside. */
    ChainHead head();

    /** The sequence of the oldest record that is kept, or of the next one to come if none is. */
    long first();

    /**
     * Records in order, beginning with the first kept one whose sequence is higher than the one given.
     *
     * @param countMax at least 1; fewer come when there are no more
     * @throws JournalUnavailable if they cannot be read
     */
    List<JournalRecord> after(long sequence, int countMax);

    /**
     * The hash of a record: what the record after it follows.
     *
     * @param sequence from {@code first() - 1}, which may be forgotten but whose hash is not, to the head's
     * @throws IllegalArgumentException for any other
     * @throws JournalUnavailable if it cannot be read
     */
    Hash hashOf(long sequence);

    /**
     * Notes that the service has everything up to this sequence. Going backwards is ignored. It is kept with the next
     * append rather than at once, so a power cut may forget it: the service is then asked again, which does no harm.
     *
     * @throws IllegalArgumentException if the journal has no such record: the service knows more than this disk does
     */
    void acknowledged(long upTo);

    /**
     * Notes, durably, that the service has lost this record and what follows, though it once had them: they count as not
     * acknowledged, so that none of them is forgotten before it has been kept for its time once more.
     *
     * @throws IllegalArgumentException if the record is forgotten already, or was never made
     * @throws JournalUnavailable if that cannot be kept
     */
    void lostByService(long from);

    /**
     * Forgets what was acknowledged more than {@link #KEPT_AFTER_ACKNOWLEDGED} ago, and looks after the room on the disk,
     * as far as that is due. To be called a few times a second by one thread; an append never waits long for it.
     *
     * @throws JournalUnavailable if something could not be written; the next call tries again
     */
    void lookAfter();

    /** How the disk is. */
    Storage storage();

    /** How many diagnostics were left out for want of room, since it was opened. */
    long leftOut();

    /** The highest sequence the service is known to have; 0 for none. */
    long acknowledged();

    /** How many records the service is not known to have. */
    default long pending() {
        return head().sequence() - acknowledged();
    }

    /**
     * Has somebody told of every append, and of a journal begun anew, once it is to be seen here. Told on the appending
     * thread, so a listener must only wake whoever is to look. There is one; a second takes its place.
     */
    void onAppend(Runnable listener);

    /**
     * Sets this journal aside and begins another, whose first record is a gap: for when the service turns out to have
     * records that this disk has lost. Does nothing unless the head still has the id given.
     *
     * @param reason a few words for the gap record
     * @throws JournalUnavailable if a new one cannot be begun
     */
    void startAnew(JournalId lost, String reason);

    /** What making records durable has taken so far. */
    SyncTimes syncTimes();

    /** Keeps what was acknowledged and closes the files. No append is possible after that. */
    @Override
    void close();

    /** How long a record is kept after it was acknowledged, so that a restored service can ask for it again. */
    Duration KEPT_AFTER_ACKNOWLEDGED = Duration.ofDays(7);
}
