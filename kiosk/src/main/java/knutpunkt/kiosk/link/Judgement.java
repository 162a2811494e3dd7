package knutpunkt.kiosk.link;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.log.Alarms;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.message.AccessWant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What to make of a list that one controller has, and the alarm when it should not have it. Used by one thread. */
final class Judgement {
    private static final Logger LOG = LoggerFactory.getLogger(Judgement.class);

    private final ControllerId controller;
    private final Database database;
    private final ChangeSource changes;
    private final Seals seals;
    private final Recovery recovery;
    private final InstantSource clock;

    /** What to make of a list that a controller has and this service does not know. */
    enum Strange {
        NO,
        /** A fault at the controller: replaced whole. */
        REPLACED,
        /** Nothing that is sent would be taken: nothing is until there is a newer list. */
        AHEAD,
        /** It may be one that was made after the backup, but nothing proves it: nothing is sent. */
        UNPROVED,
        /** This service made it and has forgotten it: first it is handed over. */
        LOST
    }

    Judgement(ControllerId controller, SiteLink.Parts parts) {
        this.controller = controller;
        this.database = parts.database();
        this.changes = parts.changes();
        this.seals = parts.seals();
        this.recovery = parts.recovery();
        this.clock = parts.clock();
    }

    /**
     * Of a list that a controller asks upon.
     *
     * @param known whether it is what this service has under that revision
     */
    Strange of(AccessWant asked, boolean known) {
        Revision theirs = asked.revision();
        if (known || theirs.equals(Revision.NONE)) {
            return Strange.NO;
        }
        if (seals.isOurs(theirs, asked.digest(), asked.seal())) {
            return recovery.hasTaken(theirs, asked.digest()) ? Strange.NO : Strange.LOST;
        }
        return ofUnproved(theirs);
    }

    /** Of a list that is not known and that no seal is shown of. */
    Strange ofUnproved(Revision theirs) {
        if (isSinceBackup(theirs)) {
            return Strange.UNPROVED;
        }
        return changes.current().revision().isAfter(theirs) ? Strange.REPLACED : Strange.AHEAD;
    }

    private boolean isSinceBackup(Revision theirs) {
        return recovery.last().filter(theirs::isAfter).isPresent();
    }

    /** Tells the site's people, once for a revision. */
    void alarm(Strange strange, Revision theirs) {
        Revision newest = changes.current().revision();
        Alarms.Kind kind = theirs.isAfter(newest) || isSinceBackup(theirs)
                ? Alarms.Kind.REVISION_AHEAD
                : Alarms.Kind.REVISION_DIFFERS;
        String detail = "it has revision [" + theirs + "], the newest here is [" + newest + "], and " + why(strange);
        boolean first = database.write(transaction -> Alarms.raise(
                transaction,
                kind,
                controller,
                theirs.toString(),
                detail,
                clock.instant().truncatedTo(ChronoUnit.MILLIS)));
        if (first) {
            LOG.error("controller [{}]: {}: {}", controller, kind, detail);
        }
    }

    private String why(Strange strange) {
        return switch (strange) {
            case NO -> throw new IllegalStateException("a list that is known is no reason for an alarm");
            case REPLACED -> "its list is not the one this service made: it gets ours in its place";
            case AHEAD -> "nothing proves that this service made its list: it gets no other before a newer one is made";
            case UNPROVED ->
                "nothing proves that this service made its list: it gets no other until it is emptied by hand";
            case LOST ->
                recovery.explains(controller)
                        ? "what it handed over is not the list that it showed the seal of"
                        : "this service made its list and has forgotten it, as one does that runs on an older copy of its"
                                + " data: stop it and run the command restore";
        };
    }
}
