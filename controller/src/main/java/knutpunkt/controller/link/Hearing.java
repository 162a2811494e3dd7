package knutpunkt.controller.link;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import knutpunkt.wire.message.Challenge;
import knutpunkt.wire.session.Patience;

/**
 * Whether the service is heard over this connection, by answers that could not have been given before we asked: a broker
 * that answers every ping may have lost our subscriptions, or the service may be at another one. A connection over which
 * nothing is heard for too long is given up for the next. It also keeps what is echoed to show that it is
 * new. May be used from
 * any thread.
 */
final class Hearing {
    /** Six heartbeats, each of which the service answers. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** However long the service is away. */
    static final Duration PATIENCE_MAX = Duration.ofMinutes(10);

    /**
     * How long a nonce is echoed: two heartbeats, so that one lost lease is nothing. Whoever heard none for longer says so,
     * rather than what would look like a message that came late.
     */
    static final Duration ECHOED = Duration.ofSeconds(10);

    private final LongSupplier nanoClock;
    private final Consumer<String> renew;
    private final Patience patience;
    private long number = Connection.NONE;
    private Optional<Heard> newest = Optional.empty();

    private record Heard(Challenge nonce, long atNanos) {}

    /** Says to {@code renew} why a connection is given up. */
    Hearing(LongSupplier nanoClock, RandomGenerator random, Consumer<String> renew) {
        this.nanoClock = nanoClock;
        this.renew = renew;
        this.patience = new Patience(PATIENCE, PATIENCE_MAX, random, nanoClock.getAsLong());
    }

    /** The service answered what we asked a moment ago. */
    void heard() {
        patience.heard(nanoClock.getAsLong());
    }

    /** The same, with a nonce. */
    synchronized void heard(Challenge nonce) {
        heard();
        newest = Optional.of(new Heard(nonce, nanoClock.getAsLong()));
    }

    /** What is repeated now over the connection of this number, so that it is known to be new. */
    synchronized Challenge echo(long current) {
        if (current != number) {
            return Challenge.NONE;
        }
        long now = nanoClock.getAsLong();
        return newest.filter(heard -> now - heard.atNanos() <= ECHOED.toNanos())
                .map(Heard::nonce)
                .orElse(Challenge.NONE);
    }

    /** Looks at the connection of this number. To be called several times a second, before anything is said over it. */
    void look(long current) {
        long now = nanoClock.getAsLong();
        if (isNew(current)) {
            patience.connected(now);
        }
        if (current != Connection.NONE && patience.isOver(now)) {
            renew.accept("the service was not heard for too long, though the broker answers");
        }
    }

    private synchronized boolean isNew(long current) {
        if (current == number) {
            return false;
        }
        number = current;
        newest = Optional.empty();
        return true;
    }
}
