package knutpunkt.controller.link;

import java.time.Duration;
import java.util.function.LongSupplier;
import knutpunkt.access.ClockTrust;
import knutpunkt.access.Lease;
import knutpunkt.controller.journal.Journal;
import knutpunkt.controller.list.ClockKeeper;
import knutpunkt.controller.list.LeaseKeeper;
import knutpunkt.wire.message.Health;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.record.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the controller itself is, and a record of each change: of the lease and that little of it is left, of the clock, and
 * of the journal's disk. What cannot be recorded now is recorded later. Used by one thread.
 */
final class OwnHealth {
    /** A disk that is slow all the time must not be told of all the time: telling is a sync too. */
    static final Duration SLOW_TOLD_EVERY = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(OwnHealth.class);

    private final Journal journal;
    private final LeaseKeeper lease;
    private final ClockKeeper clock;
    private final LongSupplier uptimeNanos;

    private Lease toldLease = Lease.CURRENT;
    private boolean toldLow;
    private ClockTrust toldClock = ClockTrust.TRUSTED;
    private Storage toldStorage = Storage.ENOUGH;
    private long toldSlow;
    private long slowToldFromNanos;

    OwnHealth(Link.Parts parts, LongSupplier uptimeNanos) {
        this.journal = parts.journal();
        this.lease = parts.lease();
        this.clock = parts.clock();
        this.uptimeNanos = uptimeNanos;
        this.slowToldFromNanos = uptimeNanos.getAsLong();
    }

    Health now() {
        return new Health(journal.storage(), journal.syncTimes().slow(), lease.isLow());
    }

    /** Records what has changed. */
    void record() {
        lease();
        clock();
        storage();
    }

    private void lease() {
        Lease now = lease.state();
        boolean low = now == Lease.CURRENT && lease.isLow();
        if (now != toldLease || (toldLow && !low && now == Lease.CURRENT)) {
            journal.append(new Event.LeaseChanged(now));
            toldLease = now;
            toldLow = false;
            LOG.info("the lease is {} now", now);
        }
        if (low && !toldLow) {
            long left = lease.remaining().toMinutes();
            journal.append(new Event.LeaseLow(left));
            toldLow = true;
            LOG.warn("the lease lasts for {} more minutes only: the service does not renew it", left);
        }
    }

    private void clock() {
        ClockTrust now = clock.trust();
        if (now != toldClock) {
            journal.append(new Event.ClockChanged(now));
            toldClock = now;
            LOG.info("the clock is {} now", now);
        }
    }

    private void storage() {
        Storage now = journal.storage();
        long slow = journal.syncTimes().slow();
        long nowNanos = uptimeNanos.getAsLong();
        boolean slower = slow > toldSlow && nowNanos - slowToldFromNanos >= 0;
        if (now != toldStorage || slower) {
            journal.append(new Event.StorageChanged(now, slow, journal.leftOut()));
            toldStorage = now;
            toldSlow = slow;
            slowToldFromNanos = nowNanos + SLOW_TOLD_EVERY.toNanos();
            LOG.warn("the journal's disk is {} now; {} syncs were slow so far", now, slow);
        }
    }
}
