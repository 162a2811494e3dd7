package knutpunkt.kiosk.keys;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.doors.Plan;
import knutpunkt.kiosk.log.Alarms;
import knutpunkt.loop.Loop;
import knutpunkt.loop.Loops;
import knutpunkt.loop.Rest;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.certificates.KeyKind;
import knutpunkt.wire.certificates.SiteKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the site's keys in a loop of its own: sees what a command has changed, renews the service's own certificates,
 * takes a change one step further once everybody who must be ready for it is, and raises an alarm for a certificate that is
 * about to end.
 */
public final class KeyRounds implements AutoCloseable {
    /** A certificate is renewed at two thirds of its life: one that has less than this left could not be. */
    static final Duration ENDING = Duration.ofDays(30);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration DAILY = Duration.ofDays(1);

    /** What was signed by the key before and is still under way when the next one is used. */
    private static final Duration UNDER_WAY = Duration.ofMinutes(1);

    /** Between two looks at brokers that are not ready: each look makes a connection. */
    private static final Duration PROBE_EVERY = Duration.ofSeconds(10);

    private static final Duration END_WAIT = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(KeyRounds.class);

    private final SiteKeys keys;
    private final Database database;
    private final List<URI> brokers;
    private final Runnable changed;
    private final InstantSource clock;
    private final LongSupplier nanoClock;
    private final Loop loop;

    // Within turns only.
    private long dailyNanos;
    private long probeNanos;
    private Optional<Long> signingSinceNanos = Optional.empty();
    private boolean failing;
    private boolean untold;
    private final Map<KeyKind, String> told = new HashMap<>();

    /**
     * Rounds that are yet to begin.
     *
     * @param brokers all that controllers may be at
     * @param changed told after other keys came into force here, until it does not throw: whoever keeps connections looks
     *     at them anew
     */
    public KeyRounds(
            SiteKeys keys,
            Database database,
            List<URI> brokers,
            Runnable changed,
            InstantSource clock,
            LongSupplier nanoClock,
            Loops loops) {
        this.keys = requireNonNull(keys, "keys");
        this.database = requireNonNull(database, "database");
        this.brokers = List.copyOf(brokers);
        this.changed = requireNonNull(changed, "changed");
        this.clock = requireNonNull(clock, "clock");
        this.nanoClock = requireNonNull(nanoClock, "nanoClock");
        this.loop = loops.loop("keys", Loops.Weight.LIGHT, this::turn);
        this.dailyNanos = nanoClock.getAsLong();
        this.probeNanos = nanoClock.getAsLong();
    }

    /** Begins; to be closed. */
    public KeyRounds start() {
        loop.start();
        return this;
    }

    /** With the loop's one outermost catch: keys that cannot be read now may be a moment later. */
    private Rest turn() {
        try {
            look();
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                LOG.error("the site's keys could not be looked after, and it is tried again", e);
            }
            failing = true;
        }
        return Rest.firmly(LOOK_EVERY);
    }

    void look() {
        long now = nanoClock.getAsLong();
        if (keys.refresh()) {
            LOG.info("the site's keys have changed");
            untold = true;
        }
        if (untold) {
            changed.run();
            untold = false;
        }
        if (now - dailyNanos >= 0) {
            keys.renewOwn();
            raiseAlarms();
            dailyNanos = now + DAILY.toNanos();
        }
        for (KeyKind kind : KeyKind.values()) {
            advance(kind, now);
        }
    }

    private void advance(KeyKind kind, long now) {
        switch (keys.stage(kind)) {
            case STEADY -> told.remove(kind);
            case OFFERED -> {
                Hash trust = keys.trust().digest();
                if (everybody(
                                kind,
                                "has learnt of the next one",
                                held -> held.trust().equals(trust))
                        && (kind == KeyKind.SIGNING || brokersTakeTheNext(now))) {
                    keys.use(kind);
                    took(kind, "is used");
                }
            }
            case IN_USE -> {
                if (isOver(kind, now)) {
                    keys.end(kind);
                    signingSinceNanos = Optional.empty();
                    took(kind, "is the only one");
                }
            }
        }
    }

    private void took(KeyKind kind, String what) {
        LOG.info("the next [{}] {}", kind.word(), what);
        told.remove(kind);
    }

    private boolean isOver(KeyKind kind, long now) {
        return switch (kind) {
            case AUTHORITY -> {
                Optional<Hash> next = Optional.of(keys.authority());
                yield everybody(
                                kind,
                                "has a certificate of the next one",
                                held -> held.authority().equals(next))
                        && brokersShowTheNext(now);
            }
            case SIGNING -> {
                long since = signingSinceNanos.orElse(now);
                signingSinceNanos = Optional.of(since);
                yield now - since >= UNDER_WAY.toNanos();
            }
        };
    }

    /** Whether this is so of every controller that is enrolled; tells once of each set of those for whom it is not. */
    private boolean everybody(KeyKind kind, String what, Predicate<HeldKeys> ready) {
        List<ControllerId> enrolled = database.read(Plan::controllers).stream()
                .filter(controller -> keys.isEnrolled(controller.text()))
                .toList();
        Map<ControllerId, HeldKeys> held =
                database.read(HeldKeys::all).stream().collect(Collectors.toMap(HeldKeys::controller, each -> each));
        List<ControllerId> missing = enrolled.stream()
                .filter(controller ->
                        Optional.ofNullable(held.get(controller)).filter(ready).isEmpty())
                .toList();
        tell(kind, missing.isEmpty() ? "" : "controllers " + missing + ": waiting until each " + what);
        return missing.isEmpty();
    }

    private void tell(KeyKind kind, String what) {
        if (!what.isEmpty() && !what.equals(told.put(kind, what))) {
            LOG.info("the change of [{}] goes on later; {}", kind.word(), what);
        }
    }

    private boolean brokersTakeTheNext(long now) {
        return probed(
                now,
                "takes a certificate of the next one",
                broker -> BrokerProbe.meet(broker, keys.tlsOfNewest()).isPresent());
    }

    private boolean brokersShowTheNext(long now) {
        return probed(
                now,
                "shows a certificate of the next one",
                broker -> BrokerProbe.meet(broker, keys.tls())
                        .filter(keys::isOfUsed)
                        .isPresent());
    }

    private boolean probed(long now, String what, Predicate<URI> ready) {
        if (now - probeNanos < 0) {
            return false;
        }
        List<URI> missing = brokers.stream().filter(ready.negate()).toList();
        if (!missing.isEmpty()) {
            probeNanos = now + PROBE_EVERY.toNanos();
            tell(
                    KeyKind.AUTHORITY,
                    "brokers " + missing + ": waiting until each " + what
                            + "; one that reads files must be started anew");
        }
        return missing.isEmpty();
    }

    private void raiseAlarms() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        database.write(transaction -> {
            HeldKeys.all(transaction).stream()
                    .filter(held -> keys.isEnrolled(held.controller().text()))
                    .filter(held -> held.endsAt().isBefore(now.plus(ENDING)))
                    .forEach(held -> raise(transaction, held, now));
            return 0;
        });
    }

    private static void raise(Transaction transaction, HeldKeys held, Instant now) {
        String end = held.endsAt().toString();
        if (Alarms.raise(transaction, Alarms.Kind.CERTIFICATE_ENDING, held.controller(), "", end, now)) {
            LOG.warn(
                    "controller [{}]: {}: its certificate ends {} and was not renewed: once it has ended, only enrolling the"
                            + " controller again lets it in",
                    held.controller(),
                    Alarms.Kind.CERTIFICATE_ENDING,
                    end);
        }
    }

    /** Ends the loop; a look under way is let end. */
    @Override
    public void close() {
        loop.end();
        try {
            if (!loop.awaitEnd(END_WAIT)) {
                LOG.warn("the keys are still being looked after at the stop");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
