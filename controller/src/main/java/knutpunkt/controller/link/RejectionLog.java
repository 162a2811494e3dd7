package knutpunkt.controller.link;

import knutpunkt.controller.journal.Journal;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.session.Rejection;
import knutpunkt.wire.session.Rejections;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of the first message of each kind that was rejected since the start: one line in the log, one record. */
final class RejectionLog implements Rejections.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(RejectionLog.class);

    private final Journal journal;
    private final Worker records;

    /** Writes on {@code records}' thread: rejections are found on threads that must not wait for a disk. */
    RejectionLog(Journal journal, Worker records) {
        this.journal = journal;
        this.records = records;
    }

    @Override
    public void first(String channel, Rejection reason, String detail) {
        LOG.warn("a message on [{}] was rejected: {}, {}; more of the kind are only counted", channel, reason, detail);
        if (!records.offer(() -> journal.append(new Event.MessageRejected(channel, reason.name())))) {
            LOG.warn("no record was made of that rejection: too much waits to be written");
        }
    }
}
