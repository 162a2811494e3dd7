package knutpunkt.kiosk.broker;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.mqtt.MqttReasonCodes;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The newest connection of each client. Safe for use by several threads. */
@SuppressWarnings("FutureReturnValueIgnored") // a channel's own failure to write or close ends in its being closed
final class Connected {
    private final Map<String, Channel> channels = new ConcurrentHashMap<>();

    void add(String client, Channel channel) {
        channels.put(client, channel);
        channel.closeFuture().addListener(_ -> channels.remove(client, channel));
    }

    /** Tells the client and cuts it off, so that its will is sent; nothing happens when it is not there. */
    void cut(String client) {
        Channel channel = channels.get(client);
        if (channel != null) {
            cut(channel);
        }
    }

    /** Cuts everybody off whose connection is not to last; hears who and why. */
    void cutWhere(Function<Channel, Optional<Refusal>> why, BiConsumer<String, Refusal> listener) {
        channels.forEach((client, channel) -> why.apply(channel).ifPresent(refusal -> {
            listener.accept(client, refusal);
            cut(channel);
        }));
    }

    private static void cut(Channel channel) {
        channel.writeAndFlush(Replies.goodbye(MqttReasonCodes.Disconnect.ADMINISTRATIVE_ACTION))
                .addListener(ChannelFutureListener.CLOSE);
    }
}
