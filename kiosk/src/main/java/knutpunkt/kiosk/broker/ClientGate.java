package knutpunkt.kiosk.broker;

import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.SESSION_EXPIRY_INTERVAL;
import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.TOPIC_ALIAS;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttReasonCodes;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import knutpunkt.wire.broker.AccessRules;
import knutpunkt.wire.broker.BrokerLimits;
import knutpunkt.wire.certificates.SiteKeys;

/**
 * Stands between one client and the broker and lets through exactly what the access rules allow, no faster than the
 * limits say: of a client that is too fast nothing more is read until it has paid. It closes the connection when it fails
 * itself: the broker's own interceptors would let the packet pass instead. Only its channel's thread touches it.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a channel's own failure to write or close ends in its being closed
final class ClientGate extends ChannelInboundHandlerAdapter {
    /** More filters than a client of ours has channels; a longer list is no client of ours. */
    private static final int FILTERS_MAX = 32;

    private final AccessRules rules;
    private final Arrivals arrivals;
    private final Connected connected;
    private final Function<Channel, Optional<Refusal>> keys;
    private final Refusals refusals;
    private final LongSupplier nanoClock;
    private final Budget packets;
    private final Budget bytes;
    private String client = Refusals.NOBODY;
    private Stage stage = Stage.NEW;

    /** Runs while the client takes nothing of what waits for it. */
    private Optional<Future<?>> stuck = Optional.empty();

    private enum Stage {
        NEW,
        CONNECTED,
        /** Told to go; what it still sends is not looked at. */
        LEFT
    }

    /**
     * A gate for one client.
     *
     * @param keys why a channel's certificate does not count any more; empty while it does
     */
    ClientGate(
            AccessRules rules,
            Arrivals arrivals,
            Connected connected,
            Function<Channel, Optional<Refusal>> keys,
            Refusals refusals,
            LongSupplier nanoClock) {
        this.rules = rules;
        this.arrivals = arrivals;
        this.connected = connected;
        this.keys = keys;
        this.refusals = refusals;
        this.nanoClock = nanoClock;
        long now = nanoClock.getAsLong();
        this.packets = new Budget(BrokerLimits.PACKETS_PER_SECOND, BrokerLimits.SAVED_UP, now);
        this.bytes = new Budget(BrokerLimits.BYTES_PER_SECOND, BrokerLimits.SAVED_UP, now);
    }

    /** Whether the client of a channel has said who it is and was let in. To be asked on the channel's own thread. */
    static boolean hasLetIn(Channel channel) {
        ClientGate gate = channel.pipeline().get(ClientGate.class);
        return gate != null && gate.stage == Stage.CONNECTED;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object packet) {
        boolean passed = false;
        try {
            if (packet instanceof MqttMessage message) {
                passed = pass(context, message);
                pay(context, message);
            }
        } finally {
            if (!passed) {
                ReferenceCountUtil.release(packet);
            }
        }
        if (passed) {
            context.fireChannelRead(packet);
        }
    }

    /** The service talks with all controllers at once, so it is not limited; what it may do it could do by itself. */
    private void pay(ChannelHandlerContext context, MqttMessage message) {
        if (stage != Stage.CONNECTED || client.equals(SiteKeys.SERVICE) || message.fixedHeader() == null) {
            return;
        }
        long now = nanoClock.getAsLong();
        packets.use(1, now);
        bytes.use(message.fixedHeader().remainingLength(), now);
        if (context.channel().config().isAutoRead() && overdrawn() > 0) {
            refusals.slowed(client);
            context.channel().config().setAutoRead(false);
            readAgainWhenPaid(context);
        }
    }

    /** Packets that had been read together with the one that was too many come after it, so it is asked again. */
    private void readAgainWhenPaid(ChannelHandlerContext context) {
        long nanos = overdrawn();
        if (nanos > 0) {
            context.executor().schedule(() -> readAgainWhenPaid(context), nanos, TimeUnit.NANOSECONDS);
        } else {
            context.channel().config().setAutoRead(true);
        }
    }

    private long overdrawn() {
        long now = nanoClock.getAsLong();
        return Math.max(packets.overdrawn(now), bytes.overdrawn(now));
    }

    /** Whoever takes nothing for a whole keep-alive loses its place, and what waits for it the memory. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        stuck.ifPresent(alarm -> alarm.cancel(false));
        stuck = context.channel().isWritable()
                ? Optional.empty()
                : Optional.of(context.executor()
                        .schedule(
                                () -> {
                                    refusals.note(client, Refusal.TAKES_NOTHING);
                                    context.close();
                                },
                                BrokerLimits.KEEP_ALIVE.toSeconds(),
                                TimeUnit.SECONDS));
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stuck.ifPresent(alarm -> alarm.cancel(false));
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        refusals.note(client, Refusal.MALFORMED);
        context.close();
    }

    private boolean pass(ChannelHandlerContext context, MqttMessage message) {
        if (stage == Stage.LEFT) {
            return false;
        }
        if (message.decoderResult().isFailure()) {
            return leave(context, Refusal.MALFORMED, MqttReasonCodes.Disconnect.MALFORMED_PACKET);
        }
        if (stage == Stage.NEW) {
            return message instanceof MqttConnectMessage connect
                    ? connect(context, connect)
                    : leave(context, Refusal.UNEXPECTED_PACKET, MqttReasonCodes.Disconnect.PROTOCOL_ERROR);
        }
        return switch (message.fixedHeader().messageType()) {
            case PUBLISH -> publish(context, (MqttPublishMessage) message);
            case SUBSCRIBE -> subscribe(context, (MqttSubscribeMessage) message);
            case DISCONNECT -> disconnect(context, message);
            case PUBACK, UNSUBSCRIBE, PINGREQ -> true;
            // Quality of service 2 is not ours, and the rest is for a server to send.
            case CONNECT, CONNACK, PUBREC, PUBREL, PUBCOMP, SUBACK, UNSUBACK, PINGRESP, AUTH ->
                leave(context, Refusal.UNEXPECTED_PACKET, MqttReasonCodes.Disconnect.PROTOCOL_ERROR);
        };
    }

    private boolean connect(ChannelHandlerContext context, MqttConnectMessage connect) {
        Optional<String> name = Identity.of(context.channel()).filter(this::isKnown);
        client = name.orElse(Refusals.NOBODY);
        Optional<Admission.Refused> refused =
                name.isEmpty() ? Optional.of(Admission.UNKNOWN) : Admission.check(rules, client, connect);
        if (refused.isPresent()) {
            return turnAway(context, refused.get());
        }
        // In this order: keys that change between the two find it among those who are connected.
        connected.add(client, context.channel());
        Optional<Refusal> takenBack = keys.apply(context.channel());
        if (takenBack.isPresent()) {
            return turnAway(context, new Admission.Refused(takenBack.get(), Admission.UNKNOWN.code()));
        }
        stage = Stage.CONNECTED;
        arrivals.letIn(context.channel());
        return true;
    }

    private boolean turnAway(ChannelHandlerContext context, Admission.Refused refused) {
        refusals.note(client, refused.why());
        stage = Stage.LEFT;
        context.writeAndFlush(Replies.noConnection(refused.code())).addListener(ChannelFutureListener.CLOSE);
        return false;
    }

    /** Whether the rules have anything for it at all. */
    private boolean isKnown(String name) {
        return !rules.filters(name).isEmpty();
    }

    private boolean publish(ChannelHandlerContext context, MqttPublishMessage publish) {
        if (publish.fixedHeader().qosLevel().value() > MqttQoS.AT_LEAST_ONCE.value()
                || publish.variableHeader().properties().getProperty(TOPIC_ALIAS.value()) != null) {
            return leave(context, Refusal.UNEXPECTED_PACKET, MqttReasonCodes.Disconnect.PROTOCOL_ERROR);
        }
        String topic = publish.variableHeader().topicName();
        if (!rules.mayPublish(client, topic)) {
            return decline(context, publish, Refusal.FOREIGN_TOPIC);
        }
        if (publish.fixedHeader().isRetain() && !rules.mayRetain(topic)) {
            return decline(context, publish, Refusal.RETAINED);
        }
        return true;
    }

    /** Tells the client where the quality of service has an answer at all; the connection stays. */
    private boolean decline(ChannelHandlerContext context, MqttPublishMessage publish, Refusal why) {
        refusals.note(client, why);
        if (publish.fixedHeader().qosLevel() == MqttQoS.AT_LEAST_ONCE) {
            context.writeAndFlush(Replies.notTaken(publish));
        }
        return false;
    }

    /** One filter that is not the client's own refuses them all: whoever asks for it is not one of ours. */
    private boolean subscribe(ChannelHandlerContext context, MqttSubscribeMessage subscribe) {
        List<MqttTopicSubscription> wanted = subscribe.payload().topicSubscriptions();
        if (wanted.isEmpty() || wanted.size() > FILTERS_MAX) {
            return leave(context, Refusal.UNEXPECTED_PACKET, MqttReasonCodes.Disconnect.PROTOCOL_ERROR);
        }
        if (wanted.stream().allMatch(each -> rules.maySubscribe(client, each.topicFilter()))) {
            return true;
        }
        refusals.note(client, Refusal.FOREIGN_FILTER);
        context.writeAndFlush(Replies.noneGiven(subscribe));
        return false;
    }

    /** The broker drops the will at every goodbye; a goodbye with a reason must leave it, so it becomes a cut. */
    private boolean disconnect(ChannelHandlerContext context, MqttMessage message) {
        if (!(message.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header)) {
            return true;
        }
        if (header.reasonCode() != MqttReasonCodes.Disconnect.NORMAL_DISCONNECT.byteValue()) {
            context.close();
            return false;
        }
        MqttProperties.MqttProperty<?> expiry = header.properties().getProperty(SESSION_EXPIRY_INTERVAL.value());
        if (expiry != null && !Admission.isShort(expiry)) {
            return leave(context, Refusal.LONG_SESSION, MqttReasonCodes.Disconnect.PROTOCOL_ERROR);
        }
        return true;
    }

    private boolean leave(ChannelHandlerContext context, Refusal why, MqttReasonCodes.Disconnect code) {
        refusals.note(client, why);
        if (stage == Stage.CONNECTED) {
            context.writeAndFlush(Replies.goodbye(code)).addListener(ChannelFutureListener.CLOSE);
        } else {
            context.close();
        }
        stage = Stage.LEFT;
        return false;
    }
}
