package knutpunkt.wire.session;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * How much each sender may say, in messages and in bytes, asked before its signature is looked at, which is what costs.
 * Whoever says more is not heard for a moment, so that one cannot hold up all. Nothing is lost by it: both ends say again
 * what was not answered. Used by one courier's loop.
 */
public final class Allowances {
    /** More than a site has controllers; all beyond share with strangers. */
    static final int SENDERS_MAX = 1_024;

    private static final long NANOS = 1_000_000_000;

    private final Rate rate;
    private final LongSupplier nanoClock;
    private final Map<String, Allowance> known = new HashMap<>();
    private final Allowance strangers;

    /**
     * What one sender may say.
     *
     * @param messages in a second, for as long as it likes; as many more at once after it was quiet
     * @param bytes of payload likewise; at least a channel's largest message
     */
    public record Rate(int messages, int bytes) {
        /**
         * Four times what a controller says that catches up after a week: about 50 batches a second of up to 256 KiB. As
         * signatures go, one sender can take a fifth of one processor.
         */
        public static final Rate DEFAULT = new Rate(200, 48 << 20);

        public Rate {
            if (messages < 1 || bytes < 1) {
                throw new IllegalArgumentException(
                        "a rate of [" + messages + "] messages and [" + bytes + "] bytes must be at least one of each");
            }
        }
    }

    /** @param nanoClock monotonic */
    public Allowances(Rate rate, LongSupplier nanoClock) {
        this.rate = requireNonNull(rate, "rate");
        this.nanoClock = requireNonNull(nanoClock, "nanoClock");
        this.strangers = fresh();
    }

    /** The usual ones. */
    public Allowances(LongSupplier nanoClock) {
        this(Rate.DEFAULT, nanoClock);
    }

    /** Whether this may be looked at now. Names that are not {@code enrolled} have one allowance between them. */
    boolean allow(String sender, Predicate<String> enrolled, int bytes) {
        return of(sender, enrolled).take(bytes, nanoClock.getAsLong());
    }

    private Allowance of(String sender, Predicate<String> enrolled) {
        Allowance own = known.get(sender);
        if (own != null) {
            return own;
        }
        if (known.size() >= SENDERS_MAX || !enrolled.test(sender)) {
            return strangers;
        }
        var first = fresh();
        known.put(sender, first);
        return first;
    }

    private Allowance fresh() {
        return new Allowance(nanoClock.getAsLong());
    }

    /** Both kinds are kept as the time it takes to earn them, and at most a second's worth is saved up. */
    private final class Allowance {
        private long messageNanos = NANOS;
        private long byteNanos = NANOS;
        private long atNanos;

        Allowance(long nowNanos) {
            this.atNanos = nowNanos;
        }

        boolean take(int bytes, long nowNanos) {
            long passed = Math.clamp(nowNanos - atNanos, 0, NANOS);
            atNanos = nowNanos;
            messageNanos = Math.min(NANOS, messageNanos + passed);
            byteNanos = Math.min(NANOS, byteNanos + passed);
            long costOfOne = NANOS / rate.messages();
            long costOfBytes = bytes * NANOS / rate.bytes();
            if (messageNanos < costOfOne || byteNanos < costOfBytes) {
                return false;
            }
            messageNanos -= costOfOne;
            byteNanos -= costOfBytes;
            return true;
        }
    }
}
