package knutpunkt.controller.link;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import knutpunkt.access.Revision;
import knutpunkt.controller.journal.Journal;
import knutpunkt.controller.list.AccessListStore;
import knutpunkt.controller.list.ClockKeeper;
import knutpunkt.controller.list.LeaseKeeper;
import knutpunkt.controller.run.Doors;
import knutpunkt.wire.Channel;
import knutpunkt.wire.message.Heartbeat;
import knutpunkt.wire.message.LeaseRenewal;
import knutpunkt.wire.session.NotDelivered;
import knutpunkt.wire.session.Rejection;
import knutpunkt.wire.session.Rejections;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says every few seconds that the controller lives and how it is, and takes the renewed lease for an answer. Used by one
 * thread; keeping what must outlive a power cut may be another's.
 */
final class Heartbeats {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);

    private final Identity self;
    private final Journal journal;
    private final AccessListStore lists;
    private final LeaseKeeper lease;
    private final ClockKeeper clock;
    private final Doors doors;
    private final OwnHealth health;
    private final Challenges challenges;
    private final Rejections rejections;
    private final Outbox outbox;
    private final Connection connection;
    private final Hearing hearing;
    private final Duration every;
    private final Consumer<Revision> listBehind;

    private long greeted = Connection.NONE;
    private long lastBeatNanos;

    /**
     * Tells {@code listBehind} which revision is current when that turns out to be another than ours; {@link Revision#NONE}
     * when the service does not know what we have.
     */
    Heartbeats(
            Identity self,
            Link.Parts parts,
            Challenges challenges,
            Rejections rejections,
            Connection connection,
            Hearing hearing,
            Outbox outbox,
            LinkTimes times,
            Consumer<Revision> listBehind) {
        this.self = self;
        this.journal = parts.journal();
        this.lists = parts.lists();
        this.lease = parts.lease();
        this.clock = parts.clock();
        this.doors = parts.doors();
        this.health = new OwnHealth(parts, self.uptimeNanos());
        this.challenges = challenges;
        this.rejections = rejections;
        this.connection = connection;
        this.hearing = hearing;
        this.outbox = outbox;
        this.every = times.heartbeat();
        this.listBehind = listBehind;
        this.lastBeatNanos = self.uptimeNanos().getAsLong();
    }

    /** The first beat of a connection comes at once: the lease need not wait. */
    void beatIfDue() {
        long now = self.uptimeNanos().getAsLong();
        long number = connection.number();
        hearing.look(number);
        if (number == greeted && now - lastBeatNanos < every.toNanos()) {
            return;
        }
        greeted = number;
        lastBeatNanos = now;
        if (number != Connection.NONE) {
            send();
        }
        health.record();
    }

    /** Writes down what must outlive a power cut, and looks after the journal, as far as that is due. */
    void keep() {
        try {
            lease.keep(false);
            clock.keep(false);
        } finally {
            journal.lookAfter(); // Also on a disk that is too full for the list's file: this is what makes room.
        }
    }

    void renewal(LeaseRenewal renewal) {
        if (!challenges.isLive(renewal.challenge())) {
            rejections.rejected(Channel.LEASE, Rejection.REPLAYED, "a lease for a challenge that is not live");
            return;
        }
        renewal.nonce().ifPresentOrElse(hearing::heard, hearing::heard);
        Revision ours = lists.current().revision();
        if (!renewal.revision().equals(ours) || ours.equals(Revision.NONE)) {
            LOG.debug("the lease is for revision {}, and ours is {}", renewal.revision(), ours);
            listBehind.accept(renewal.revision());
            return;
        }
        lease.renewed();
        health.record();
    }

    private void send() {
        try {
            outbox.send(new Heartbeat(
                    self.boot(),
                    self.uptimeMillis(),
                    challenges.next(),
                    lists.current().revision(),
                    journal.pending(),
                    rejections.total(),
                    doors.signalsDropped(),
                    Optional.of(health.now()),
                    Optional.of(hearing.echo(greeted))));
        } catch (NotDelivered e) {
            LOG.debug("a heartbeat was not delivered: {}", e.reason());
        }
    }
}
