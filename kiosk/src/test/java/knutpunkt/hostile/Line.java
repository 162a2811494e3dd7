package knutpunkt.hostile;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * One client's connection, and the one behind it in the client's name. What the client sends goes on as it is; what the real
 * broker sends is shown to whoever decides what the client gets. Used on the broker's one thread.
 */
final class Line {
    /** What our clients allow at most before they have acknowledged some. */
    private static final int IN_FLIGHT_MAX = 10;

    private static final int PACKET_ID_MAX = 0xFFFF;
    private static final String SIGNATURE = "jws";
    private static final int USER_PROPERTY = MqttProperties.MqttPropertyType.USER_PROPERTY.value();

    private final String client;
    private final Channel front;
    private final Owner owner;
    private final Deque<Object> beforeBack = new ArrayDeque<>();
    private final Deque<Parcel> waiting = new ArrayDeque<>();
    private Channel back;
    private boolean isReached;
    private int inFlight;
    private int lastId;

    /** Who decides. */
    interface Owner {
        void arrived(Parcel parcel);

        void subscribed(Line line);

        void ended(Line line);
    }

    Line(String client, Channel front, Owner owner) {
        this.client = client;
        this.front = front;
        this.owner = owner;
        this.back = front;
    }

    String client() {
        return client;
    }

    /** The real broker is reached: what the client has said meanwhile goes there. */
    void reached(Channel broker) {
        back = broker;
        isReached = true;
        if (!front.isActive()) {
            end(back);
        }
        beforeBack.forEach(message -> send(back, message));
        beforeBack.clear();
    }

    void end() {
        end(front);
    }

    private static void end(Channel channel) {
        var _ = channel.close();
    }

    /** Netty releases what cannot be sent any more; then the line has ended, which is told elsewhere. */
    private static void send(Channel channel, Object message) {
        var _ = channel.writeAndFlush(message);
    }

    /** In order, and never more at a time than the client takes. */
    void hand(Parcel parcel) {
        waiting.addLast(parcel);
        handMore();
    }

    private void handMore() {
        while (!waiting.isEmpty() && (waiting.getFirst().qos() == 0 || inFlight < IN_FLIGHT_MAX)) {
            send(front, publish(waiting.removeFirst()));
        }
    }

    private MqttPublishMessage publish(Parcel parcel) {
        var properties = new MqttProperties();
        parcel.signatures().forEach(signature -> properties.add(new MqttProperties.UserProperty(SIGNATURE, signature)));
        var message = MqttMessageBuilders.publish()
                .topicName(parcel.topic())
                .qos(MqttQoS.valueOf(parcel.qos()))
                .retained(parcel.retained())
                .properties(properties)
                .payload(Unpooled.wrappedBuffer(parcel.payload()));
        if (parcel.qos() > 0) {
            inFlight++;
            lastId = lastId % PACKET_ID_MAX + 1;
            message.messageId(lastId);
        }
        return message.build();
    }

    /** What the client says. */
    final class Front extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object read) {
            if (!(read instanceof MqttMessage message)
                    || message.decoderResult().isFailure()) {
                ReferenceCountUtil.release(read);
                end();
            } else if (message.fixedHeader().messageType() == MqttMessageType.PUBACK) {
                inFlight--;
                handMore();
            } else if (!isReached) {
                beforeBack.addLast(message);
            } else {
                send(back, message);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            beforeBack.forEach(ReferenceCountUtil::release);
            beforeBack.clear();
            end(back);
            owner.ended(Line.this);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            end();
        }
    }

    /** What the real broker says. */
    final class Back extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object read) {
            if (read instanceof MqttPublishMessage message) {
                taken(context, message);
            } else if (read instanceof MqttMessage message
                    && message.decoderResult().isSuccess()) {
                boolean subscribed = message.fixedHeader().messageType() == MqttMessageType.SUBACK;
                send(front, message);
                if (subscribed) {
                    owner.subscribed(Line.this);
                }
            } else {
                ReferenceCountUtil.release(read);
                end();
            }
        }

        /** The real broker need not know what becomes of it. */
        private void taken(ChannelHandlerContext context, MqttPublishMessage message) {
            try {
                int qos = message.fixedHeader().qosLevel().value();
                if (qos > 0) {
                    send(
                            context.channel(),
                            MqttMessageBuilders.pubAck()
                                    .packetId(message.variableHeader().packetId())
                                    .reasonCode((byte) 0)
                                    .properties(MqttProperties.NO_PROPERTIES)
                                    .build());
                }
                List<String> signatures = message.variableHeader().properties().getProperties(USER_PROPERTY).stream()
                        .map(property -> (MqttProperties.StringPair) property.value())
                        .filter(pair -> pair.key.equals(SIGNATURE))
                        .map(pair -> pair.value)
                        .toList();
                owner.arrived(new Parcel(
                        client,
                        message.variableHeader().topicName(),
                        ByteBufUtil.getBytes(message.payload()),
                        signatures,
                        qos,
                        message.fixedHeader().isRetain(),
                        Duration.ZERO));
            } finally {
                message.release();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            var _ = front.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            end();
        }
    }
}
