package knutpunkt.kiosk.link;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.log.Alarms;
import knutpunkt.wire.BootId;
import knutpunkt.wire.Channel;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.message.Heartbeat;
import knutpunkt.wire.session.Rejection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Raises an alarm when messages in one controller's name are not let through here, or when it does not let many through
 * there: two honest ends and a broker that only carries give no reason for either. The first of each kind that a controller
 * refuses it says itself, in a record ({@link knutpunkt.kiosk.log.RejectionsAtDoors}). Used by one thread, but for
 * {@link #refused}.
 */
final class RejectionAlarms {
    /** Whoever sends forgeries all day is told of as often, and fills no disk. */
    static final Duration EACH_EVERY = Duration.ofMinutes(10);

    /**
     * So many within {@link #EACH_EVERY}. Honest answers that come too late are rejected as well, as replayed: after a
     * connection that broke they are a few. And so are states that a broker kept, or has as a will, from before the
     * controller changed its key: each connection brings them again.
     */
    static final long MANY = 20;

    private static final Logger LOG = LoggerFactory.getLogger(RejectionAlarms.class);

    private final ControllerId controller;
    private final Database database;
    private final InstantSource clock;
    private final LongSupplier nanoClock;

    /** The newest that was refused here and is not told of yet. */
    private final AtomicReference<Optional<String>> newest = new AtomicReference<>(Optional.empty());

    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong keptByTheKeyBefore = new AtomicLong();
    private long keptNanos;

    private Optional<Long> raisedNanos = Optional.empty();
    private Optional<BootId> boot = Optional.empty();
    private long counted;
    private long countedNanos;

    RejectionAlarms(ControllerId controller, Database database, InstantSource clock, LongSupplier nanoClock) {
        this.controller = controller;
        this.database = database;
        this.clock = clock;
        this.nanoClock = nanoClock;
        this.keptNanos = nanoClock.getAsLong();
    }

    /**
     * A message in its name was not let through here. Called by any thread; keeps nothing that the message said.
     *
     * @param retained published to be kept
     */
    void refused(Channel channel, Rejection reason, boolean retained) {
        refused.incrementAndGet();
        boolean mayBeOfTheKeyBefore = channel == Channel.STATE && retained && reason == Rejection.WRONG_SIGNATURE;
        if (!mayBeOfTheKeyBefore || keptByTheKeyBefore.incrementAndGet() >= MANY) {
            newest.set(Optional.of(reason + " on [" + channel.path() + "]"));
        }
    }

    /** Tells of what was refused here, if there is something and that may be told now. */
    void tick() {
        long now = nanoClock.getAsLong();
        if (now - keptNanos >= EACH_EVERY.toNanos()) {
            keptByTheKeyBefore.set(0);
            keptNanos = now;
        }
        Optional<String> last = requireNonNull(newest.get());
        last.filter(what -> raised(
                        "[" + refused.get() + "] messages in its name were not let through here, the last: " + what))
                .ifPresent(_ -> newest.compareAndSet(last, Optional.empty())); // what came meanwhile is told next
    }

    /** A heartbeat that is newer than the one before. */
    void heard(Heartbeat beat) {
        long now = nanoClock.getAsLong();
        if (!boot.equals(Optional.of(beat.boot()))) {
            boot = Optional.of(beat.boot());
            counted = 0;
            countedNanos = now;
        }
        boolean many = beat.messagesRejected() - counted >= MANY;
        boolean isTold =
                many && raised("it has not let [" + beat.messagesRejected() + "] messages through since its start");
        // Many that could not be told of yet are kept until they are.
        if (isTold || (!many && now - countedNanos >= EACH_EVERY.toNanos())) {
            counted = beat.messagesRejected();
            countedNanos = now;
        }
    }

    /** False when one was raised a short while ago. */
    private boolean raised(String detail) {
        long now = nanoClock.getAsLong();
        if (raisedNanos.filter(at -> now - at < EACH_EVERY.toNanos()).isPresent()) {
            return false;
        }
        Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        boolean isNew = database.write(
                transaction -> Alarms.raise(transaction, Alarms.Kind.MESSAGES_REJECTED, controller, "", detail, at));
        if (isNew) {
            LOG.warn("controller [{}]: {}: {}", controller, Alarms.Kind.MESSAGES_REJECTED, detail);
        }
        raisedNanos = Optional.of(now);
        return true;
    }
}
