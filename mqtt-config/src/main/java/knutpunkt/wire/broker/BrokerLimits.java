package knutpunkt.wire.broker;

import java.time.Duration;
import java.util.Arrays;
import knutpunkt.wire.Channel;

/**
 * How much a site's broker takes on: one set for the broker inside the service and for Mosquitto. What only one of them
 * can be told says so.
 */
public final class BrokerLimits {
    /** Topic, signature and the packet's own bytes beside the largest payload, with room. */
    private static final int BESIDES_PAYLOAD = 8_192;

    /** The largest packet: of the channel with the largest payload. Whoever sends a larger one is cut off. */
    public static final int PACKET_BYTES =
            Arrays.stream(Channel.values()).mapToInt(Channel::bytesMax).max().orElseThrow() + BESIDES_PAYLOAD;

    /** The thousand controllers that the service takes, and those that come again before their earlier connection is missed. */
    public static final int CONNECTIONS = 1_200;

    /** Sent to a client and not acknowledged by it. */
    public static final int IN_FLIGHT = 20;

    /**
     * What waits for one client, in number and in bytes: for a service that is slower than all its controllers at once, and
     * so that a stuck one cannot eat a small machine's memory. Beyond it the newest is dropped, as its sender, who goes
     * by the answer of the other end and not by the broker's, sends it again.
     */
    public static final int QUEUED_MESSAGES = 10_000;

    public static final int QUEUED_BYTES = 16 * 1024 * 1024;

    /** What waits for all clients together: only the broker inside the service, whose memory it is, counts this. */
    public static final int QUEUED_BYTES_IN_ALL = 4 * QUEUED_BYTES;

    /** A connection that is dead without a word is missed after one and a half of this. */
    public static final Duration KEEP_ALIVE = Duration.ofSeconds(60);

    /**
     * How much a controller sends in the long run before it is slowed: ten times the 50 batches a second of one that catches
     * up, and more than 50 of the largest. Mosquitto has no such limit.
     */
    public static final int PACKETS_PER_SECOND = 500;

    public static final int BYTES_PER_SECOND = 16 * 1024 * 1024;

    /** How long a silent controller saves up what it may send; then it may send that at once. */
    public static final Duration SAVED_UP = Duration.ofSeconds(2);

    /**
     * How many connections one address has under way between TCP and the end of MQTT's first packet, and all addresses
     * together: enough for many controllers behind one address that come back at once, few enough that a flood of
     * handshakes holds up nobody who is inside. Mosquitto has no such limit.
     */
    public static final int ARRIVING_FROM_ONE_ADDRESS = 128;

    public static final int ARRIVING = 4 * ARRIVING_FROM_ONE_ADDRESS;

    /** How many connections an address begins in the long run; it saves up for all of a site to come at once. */
    public static final int ARRIVALS_PER_SECOND = 50;

    private BrokerLimits() {}
}
