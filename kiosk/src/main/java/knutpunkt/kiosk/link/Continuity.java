package knutpunkt.kiosk.link;

import java.util.Optional;
import java.util.function.Consumer;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.log.Journals;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.message.EventAck.SendFrom;
import knutpunkt.wire.record.ChainHead;

/**
 * Sees to it that the log goes on with what a controller has, and tells of every gap. A disk that lost its newest
 * records, or wrote others in their place, hears so before it gives numbers away twice: it is asked for a record that it
 * cannot have. One that knows nothing of the journal before is asked for that one's next, at every heartbeat until the
 * gap is in the log: what it is told may be lost. And a log that lacks what it once acknowledged, because its database is
 * an older copy, asks for that again without waiting for the next record. Used by one thread.
 */
final class Continuity {
    /** A minute of heartbeats. Whoever has not told of the gap by then has forgotten its journal's beginning, and cannot. */
    private static final int ASKED_MAX = 12;

    private final ControllerId controller;
    private final Database database;
    private final Consumer<SendFrom> send;
    private final Consumer<String> lacking;
    private Optional<ChainHead> bornWith = Optional.empty();
    private boolean lacks;
    private Optional<JournalId> unsettled = Optional.empty();
    private int asked;

    /** Tells {@code lacking}, in words, when the log turns out to lack what it acknowledged. */
    Continuity(ControllerId controller, Database database, Consumer<SendFrom> send, Consumer<String> lacking) {
        this.controller = controller;
        this.database = database;
        this.send = send;
        this.lacking = lacking;
    }

    /** Its first birth of a connection. */
    void born(ChainHead theirs) {
        bornWith = Optional.of(theirs);
        unsettled = Optional.of(theirs.journal());
        asked = 0;
        database.read(transaction ->
                        Journals.head(transaction, theirs.journal()).flatMap(ours -> goesOn(ours, theirs)))
                .ifPresent(send);
        settle();
    }

    /**
     * One of its heartbeats.
     *
     * @param pending how many records it has that were never acknowledged
     */
    void beats(long pending) {
        bornWith.ifPresent(theirs -> askAgain(theirs, theirs.sequence() - pending));
        settle();
    }

    /**
     * Its head only grows, so it has had at least so many acknowledged. Asking twice does no harm:
     * what the log has by then is skipped.
     */
    private void askAgain(ChainHead theirs, long acknowledgedAtLeast) {
        ChainHead ours = database.read(transaction -> Journals.head(transaction, theirs.journal()))
                .orElse(ChainHead.empty(theirs.journal()));
        if (ours.sequence() >= acknowledgedAtLeast) {
            lacks = false;
            return;
        }
        if (!lacks) {
            lacking.accept("the log ends at record [" + ours.sequence() + "] of journal [" + theirs.journal()
                    + "] and has acknowledged [" + acknowledgedAtLeast + "]");
        }
        lacks = true;
        send.accept(next(ours));
    }

    private void settle() {
        if (unsettled.isEmpty()) {
            return;
        }
        JournalId theirs = unsettled.get();
        Optional<ChainHead> before = database.read(transaction -> untoldBefore(transaction, theirs));
        before.map(Continuity::next).ifPresent(send);
        asked++;
        if (before.isEmpty() || asked == ASKED_MAX) {
            unsettled = Optional.empty();
        }
    }

    private Optional<ChainHead> untoldBefore(Transaction transaction, JournalId theirs) {
        return Journals.head(transaction, theirs).isPresent()
                ? Journals.untoldBefore(transaction, controller, theirs)
                : Journals.newestOf(transaction, controller).flatMap(newest -> Journals.head(transaction, newest));
    }

    private static SendFrom next(ChainHead head) {
        return new SendFrom(head.journal(), head.sequence() + 1);
    }

    private static Optional<SendFrom> goesOn(ChainHead ours, ChainHead theirs) {
        if (ours.sequence() > theirs.sequence()) {
            return Optional.of(next(ours));
        }
        boolean another = ours.sequence() == theirs.sequence() && !ours.hash().equals(theirs.hash());
        return another ? Optional.of(new SendFrom(ours.journal(), ours.sequence() + 2)) : Optional.empty();
    }
}
