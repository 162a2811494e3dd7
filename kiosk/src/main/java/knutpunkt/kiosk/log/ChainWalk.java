package knutpunkt.kiosk.log;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.wire.record.ChainHead;
import knutpunkt.wire.record.Content;
import knutpunkt.wire.record.JournalRecord;

/**
 * A journal of the log, followed from its first record to its newest, page by page. What stays in memory is a bit for each
 * record: whether its content is gone. Used once.
 */
final class ChainWalk {
    private static final int PAGE = 500;

    private final Journals.Known known;
    private final BitSet unaccounted = new BitSet();
    private long forgotten;
    private ChainHead head;
    private Optional<LogProof.Bad> bad = Optional.empty();

    ChainWalk(Journals.Known known) {
        this.known = known;
        this.head = ChainHead.empty(known.head().journal());
    }

    /** Reads all of it, up to the first that is bad; hands over each record that is not. */
    void walk(Transaction transaction, Consumer<JournalRecord> to) {
        List<Records.Stored> page = page(transaction);
        while (!page.isEmpty() && bad.isEmpty()) {
            for (Records.Stored stored : page) {
                Optional<String> fault = faultOf(stored);
                if (fault.isPresent()) {
                    bad = Optional.of(new LogProof.Bad(head.sequence() + 1, fault.get()));
                    return;
                }
                JournalRecord next = stored.whole().orElseThrow();
                if (next.content() instanceof Content.Disposed) {
                    unaccounted.set(Math.toIntExact(stored.sequence()));
                    forgotten++;
                }
                head = new ChainHead(head.journal(), stored.sequence(), next.hash());
                to.accept(next);
            }
            page = page(transaction);
        }
        if (!head.equals(known.head())) {
            bad = Optional.of(new LogProof.Bad(head.sequence() + 1, "the newest records are missing"));
        }
    }

    private List<Records.Stored> page(Transaction transaction) {
        return Records.stored(transaction, head.journal(), head.sequence(), PAGE);
    }

    private Optional<String> faultOf(Records.Stored stored) {
        if (stored.sequence() != head.sequence() + 1) {
            return Optional.of("the record is missing");
        }
        if (stored.sequence() > known.head().sequence()) {
            return Optional.of("it comes after the newest record the journal is said to have");
        }
        if (stored.sequence() == Integer.MAX_VALUE) {
            return Optional.of("more records than can be followed");
        }
        if (!stored.controller().equals(known.controller().text())) {
            return Optional.of("it is said to be of controller [" + stored.controller() + "]");
        }
        if (stored.whole().isEmpty()) {
            return Optional.of(stored.fault());
        }
        JournalRecord next = stored.whole().get();
        if (!next.follows(head.hash())) {
            return Optional.of("the record is not the one that was signed");
        }
        return next.content().hash().hex().equals(stored.contentHash())
                ? Optional.empty()
                : Optional.of("the hash beside its content is another one");
    }

    Journals.Known known() {
        return known;
    }

    /** The newest record that was reached. */
    ChainHead head() {
        return head;
    }

    Optional<LogProof.Bad> bad() {
        return bad;
    }

    /** How many of the records that were reached have no content. */
    long forgotten() {
        return forgotten;
    }

    /**
     * Takes a disposal's word that a record was forgotten; answers whether it is not so. Beyond a bad record nothing is
     * known.
     */
    Optional<LogProof.Bad> account(long sequence) {
        if (sequence > head.sequence()) {
            return bad.isPresent()
                    ? Optional.empty()
                    : Optional.of(new LogProof.Bad(sequence, "it was told as forgotten and is not there"));
        }
        if (!unaccounted.get(Math.toIntExact(sequence))) {
            return Optional.of(
                    new LogProof.Bad(sequence, "it was told as forgotten, twice or while its content is there"));
        }
        unaccounted.clear(Math.toIntExact(sequence));
        return Optional.empty();
    }

    /** The first record without content that no disposal has told of yet. */
    Optional<LogProof.Bad> unaccounted() {
        int first = unaccounted.nextSetBit(0);
        return first < 0
                ? Optional.empty()
                : Optional.of(new LogProof.Bad(first, "its content is gone and no disposal tells of it"));
    }
}
