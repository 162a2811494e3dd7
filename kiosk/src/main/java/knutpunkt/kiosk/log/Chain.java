package knutpunkt.kiosk.log;

import java.util.Optional;
import knutpunkt.wire.Hash;
import knutpunkt.wire.message.EventBatch;
import knutpunkt.wire.record.ChainHead;
import knutpunkt.wire.record.Header;
import knutpunkt.wire.record.JournalRecord;

/** Whether a batch hangs together, whatever the log already has. Pure. */
final class Chain {
    private Chain() {}

    /** The rule that it breaks; empty when its records are of one journal, consecutive, and each follows the one before. */
    static Optional<String> faultOf(EventBatch batch) {
        ChainHead head = batch.head();
        Hash previous = batch.previous();
        long expected = batch.records().getFirst().header().sequence();
        if ((expected == 1) != previous.equals(Hash.ZERO)) {
            return Optional.of("only the first record of a journal follows the zero hash");
        }
        for (JournalRecord next : batch.records()) {
            Header header = next.header();
            if (!header.journal().equals(head.journal())) {
                return Optional.of("the records and the head must be of one journal");
            }
            if (header.sequence() != expected) {
                return Optional.of("sequence [" + header.sequence() + "] must be [" + expected + "]");
            }
            if (!next.follows(previous)) {
                return Optional.of("record [" + expected + "] does not follow the one before it");
            }
            previous = next.hash();
            expected++;
        }
        long last = expected - 1;
        if (head.sequence() < last || (head.sequence() == last && !head.hash().equals(previous))) {
            return Optional.of("the head [" + head.sequence() + "] must be the last record [" + last + "] or after it");
        }
        return Optional.empty();
    }
}
