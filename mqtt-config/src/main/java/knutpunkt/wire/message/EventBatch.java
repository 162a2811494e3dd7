package knutpunkt.wire.message;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import java.util.List;
import knutpunkt.wire.Channel;
import knutpunkt.wire.Hash;
import knutpunkt.wire.record.ChainHead;
import knutpunkt.wire.record.JournalRecord;

/**
 * Journal records in order, from one on. Batches may overlap: whoever commits them skips what it has.
 *
 * @param previous the hash of the record before the first of these
 * @param records at least one, consecutive, each following the one before
 * @param head the newest record the journal had when this was signed
 */
@JsonClassDescription("Records of the controller's journal, in order and chained by their hashes. Batches may "
        + "overlap; the service skips what it has.")
public record EventBatch(Hash previous, List<JournalRecord> records, ChainHead head) implements Message {
    /** How many records one batch may hold. */
    public static final int RECORDS_MAX = 200;

    public EventBatch {
        requireNonNull(previous, "previous");
        requireNonNull(head, "head");
        records = List.copyOf(records);
        if (records.isEmpty() || records.size() > RECORDS_MAX) {
            throw new IllegalArgumentException(
                    "a batch has 1 to " + RECORDS_MAX + " records, not [" + records.size() + "]");
        }
    }

    @Override
    public Channel channel() {
        return Channel.EVENTS;
    }
}
