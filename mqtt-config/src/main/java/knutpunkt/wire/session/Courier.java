package knutpunkt.wire.session;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import knutpunkt.loop.Loops;
import knutpunkt.loop.Threads;
import knutpunkt.wire.Channel;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.certificates.ControllerKeys;
import knutpunkt.wire.certificates.SiteKeys;
import knutpunkt.wire.message.ControllerState;
import knutpunkt.wire.message.Message;
import knutpunkt.wire.message.MessageCodec;
import knutpunkt.wire.signature.Signer;
import knutpunkt.wire.signature.Verifier;

/**
 * The signed exchange of messages at one end: what is sent is encoded and signed; what arrives reaches the mailbox only
 * if it is for this end, within its channel's size, signed by the one who may send it, and well formed. Everything else
 * is counted. Safe for use by several threads.
 */
public final class Courier implements AutoCloseable {
    /** A command or lease that could not be delivered at once is worth nothing later. */
    private static final Duration FLEETING = Duration.ofSeconds(15);

    private final End end;
    private final SiteId site;
    private final Signer signer;
    private final Delivery delivery;
    private final Transport transport;

    private Courier(End end, SiteId site, Signer signer, Delivery delivery, Function<Inbox, Transport> connect) {
        this.end = end;
        this.site = site;
        this.signer = signer;
        this.delivery = delivery;
        this.transport = connect.apply(delivery);
    }

    /**
     * A courier over any transport: the factories below are what the applications use.
     *
     * @param connect opens the transport for {@link End#subscriptions}; called once, before this returns
     */
    public static Courier open(
            End end,
            SiteId site,
            Signer signer,
            Verifier verifier,
            Mailbox mailbox,
            Rejections rejections,
            Allowances allowances,
            Loops loops,
            Function<Inbox, Transport> connect) {
        var gate = new Gate(end, site, verifier, allowances);
        var delivery = new Delivery(end.sender(), gate, mailbox, rejections, loops);
        var courier = new Courier(end, site, signer, delivery, connect);
        delivery.start();
        return courier;
    }

    /**
     * A controller's.
     *
     * @param brokers the first of them that works is used
     * @param will what the broker says for it when the connection of this number breaks
     * @param random spreads the attempts to connect
     * @param nanoClock monotonic; it measures how much the service says
     */
    public static Courier forController(
            ControllerKeys keys,
            List<URI> brokers,
            LongFunction<ControllerState.Offline> will,
            Mailbox mailbox,
            Rejections rejections,
            RandomGenerator random,
            LongSupplier nanoClock) {
        return forController(keys, brokers, true, will, mailbox, rejections, random, nanoClock);
    }

    /** The same, where the bench can turn TCP_NODELAY off. */
    public static Courier forController(
            ControllerKeys keys,
            List<URI> brokers,
            boolean noDelay,
            LongFunction<ControllerState.Offline> will,
            Mailbox mailbox,
            Rejections rejections,
            RandomGenerator random,
            LongSupplier nanoClock) {
        requireNonNull(will, "will");
        var end = new End.Controller(keys.id());
        var signer = new Signer(end.sender(), keys.site(), keys::signingKey);
        var verifier =
                new Verifier(keys.site(), sender -> sender.equals(SiteKeys.SERVICE) ? keys.serviceKeys() : List.of());
        var settings = new SessionSettings(
                end.sender(),
                brokers,
                brokers.stream().allMatch(Courier::secure) ? Optional.of(keys::tls) : Optional.empty(),
                end.subscriptions(keys.site()),
                SessionSettings.KEEP_ALIVE,
                noDelay);
        var state = new Topic(keys.site(), keys.id(), Channel.STATE);
        LongFunction<Outgoing> signedWill = number -> outgoing(signer, state, will.apply(number));
        return open(
                end,
                keys.site(),
                signer,
                verifier,
                mailbox,
                rejections,
                new Allowances(nanoClock),
                Threads.THREADS,
                inbox -> MqttSession.open(settings, signedWill, random, new LettingIn(keys, inbox)));
    }

    /** The service's, at one broker: it has one for each that its controllers may be at. */
    public static Courier forService(
            SiteKeys keys,
            URI broker,
            Mailbox mailbox,
            Rejections rejections,
            RandomGenerator random,
            LongSupplier nanoClock) {
        return forService(keys, broker, true, mailbox, rejections, random, new Allowances(nanoClock));
    }

    /** The same, where the bench can turn TCP_NODELAY off, and a test allows each sender less. */
    public static Courier forService(
            SiteKeys keys,
            URI broker,
            boolean noDelay,
            Mailbox mailbox,
            Rejections rejections,
            RandomGenerator random,
            Allowances allowances) {
        var end = new End.Service();
        var settings = new SessionSettings(
                end.sender(),
                broker,
                secure(broker) ? Optional.of(keys::tls) : Optional.empty(),
                end.subscriptions(keys.site()),
                SessionSettings.KEEP_ALIVE,
                noDelay);
        return open(
                end,
                keys.site(),
                new Signer(end.sender(), keys.site(), keys::signingKey),
                new Verifier(keys.site(), keys::pinned),
                mailbox,
                rejections,
                allowances,
                Threads.THREADS,
                inbox -> MqttSession.open(settings, random, inbox));
    }

    private static boolean secure(URI broker) {
        return "ssl".equals(broker.getScheme());
    }

    /**
     * Sends a message, and returns once the broker has it. Blocks for at most 10 s.
     *
     * @throws NotDelivered when the broker may not have it: whoever must deliver it tries again
     * @throws IllegalArgumentException when this end may not send this here, or it is larger than its channel allows
     */
    public void send(Topic topic, Message message) {
        if (!topic.site().equals(site) || !end.sends(topic) || message.channel() != topic.channel()) {
            throw new IllegalArgumentException("[" + end.sender() + "] of site [" + site + "] does not send "
                    + message.channel() + " to [" + topic + "]");
        }
        transport.publish(outgoing(signer, topic, message));
    }

    private static Outgoing outgoing(Signer signer, Topic topic, Message message) {
        byte[] payload = MessageCodec.encode(message);
        Channel channel = topic.channel();
        return new Outgoing(
                topic.text(),
                payload,
                Optional.of(signer.sign(topic.text(), payload)),
                channel.qos(),
                channel.retained(),
                expiry(channel));
    }

    /** After which the broker drops what it could not deliver; empty where it may come late. */
    public static Optional<Duration> expiry(Channel channel) {
        return switch (channel) {
            case COMMANDS, LEASE -> Optional.of(FLEETING);
            case STATE,
                    HEARTBEAT,
                    EVENTS,
                    EVENTS_ACK,
                    ACCESS_WANT,
                    ACCESS_UPDATE,
                    ACCESS_RECEIPT,
                    ACCESS_RECALL,
                    ACCESS_HELD,
                    COMMANDS_RESULT,
                    KEYS_WANT,
                    KEYS_UPDATE -> Optional.empty();
        };
    }

    /** Whether it is connected and subscribed at this moment. */
    public boolean isConnected() {
        return transport.isConnected();
    }

    /** Gives the connection up that there is, and dials anew, the next broker first: {@link Transport#renew}. */
    public void renew(String reason) {
        transport.renew(reason);
    }

    /** Disconnects without a will, delivers what had arrived, and ends its loop. Not from within the mailbox. */
    @Override
    public void close() {
        transport.close();
        delivery.close();
    }
}
