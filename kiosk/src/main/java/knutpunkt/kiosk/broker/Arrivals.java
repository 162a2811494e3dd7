package knutpunkt.kiosk.broker;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import knutpunkt.wire.broker.BrokerLimits;

/**
 * The sockets there are, and which of them have not said yet who they are: bounded for each address and in all, so that a flood
 * of connections takes neither the places nor the processor of those inside. Safe for use by several threads.
 */
final class Arrivals {
    /** All of a site's connections at once, and again after this many seconds of quiet. */
    private static final Duration SAVED_UP =
            Duration.ofSeconds(BrokerLimits.CONNECTIONS / BrokerLimits.ARRIVALS_PER_SECOND);

    /** Addresses that are remembered; while all of them are busy nobody from another comes in. */
    private static final int ADDRESSES_MAX = 4_096;

    private final LongSupplier nanoClock;
    private final Map<InetAddress, Origin> origins = new HashMap<>();
    private final Map<Channel, Origin> arriving = new HashMap<>();
    private int sockets;

    private static final class Origin {
        private final Budget arrivals;
        private int arriving;

        private Origin(long now) {
            this.arrivals = new Budget(BrokerLimits.ARRIVALS_PER_SECOND, SAVED_UP, now);
        }

        private boolean isForgettable(long now) {
            return arriving == 0 && arrivals.isFull(now);
        }
    }

    Arrivals(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Notes a new socket and its end; the answer is why it must be closed at once, if it must. */
    synchronized Optional<Refusal> enter(Channel channel) {
        sockets++;
        channel.closeFuture().addListener(_ -> leave(channel));
        if (sockets > BrokerLimits.CONNECTIONS) {
            return Optional.of(Refusal.TOO_MANY_SOCKETS);
        }
        if (!(channel.remoteAddress() instanceof InetSocketAddress address)) {
            return Optional.of(Refusal.TOO_MANY_ARRIVING); // gone before it was looked at
        }
        long now = nanoClock.getAsLong();
        if (origins.size() >= ADDRESSES_MAX) {
            origins.values().removeIf(origin -> origin.isForgettable(now));
        }
        Origin known = origins.get(address.getAddress());
        if (known == null && origins.size() >= ADDRESSES_MAX) {
            return Optional.of(Refusal.TOO_MANY_ARRIVING);
        }
        Origin origin = known == null ? new Origin(now) : known;
        origins.put(address.getAddress(), origin);
        if (arriving.size() >= BrokerLimits.ARRIVING
                || origin.arriving >= BrokerLimits.ARRIVING_FROM_ONE_ADDRESS
                || origin.arrivals.overdrawn(now) > 0) {
            return Optional.of(Refusal.TOO_MANY_ARRIVING);
        }
        origin.arrivals.use(1, now);
        origin.arriving++;
        arriving.put(channel, origin);
        return Optional.empty();
    }

    /** Its client has said who it is and was let in. */
    synchronized void letIn(Channel channel) {
        Origin origin = arriving.remove(channel);
        if (origin != null) {
            origin.arriving--;
        }
    }

    private synchronized void leave(Channel channel) {
        sockets--;
        letIn(channel);
    }
}
