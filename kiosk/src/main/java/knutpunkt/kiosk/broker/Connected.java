package knutpunkt.kiosk.broker;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.mqtt.MqttReasonCodes;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Everybody who is connected. Safe for use by several threads. */
@SuppressWarnings("FutureReturnValueIgnored") // a channel's own failure to write or close ends in its being closed
final class Connected {
    /** How long a client that is cut off has to take the word that says so. */
    private static final long GOODBYE_SECONDS = 1;

    /** By channel: of one name there may be two, the newer of which is yet to be refused or to take the other's place. */
    private final Map<Channel, String> clients = new ConcurrentHashMap<>();

    void add(String client, Channel channel) {
        clients.put(channel, client);
        channel.closeFuture().addListener(_ -> clients.remove(channel));
    }

    /** Tells the client and cuts it off, so that its will is sent; nothing happens when it is not there. */
    void cut(String name) {
        clients.forEach((channel, client) -> {
            if (client.equals(name)) {
                cut(channel);
            }
        });
    }

    /** Cuts everybody off whose connection is not to last; hears who and why. */
    void cutWhere(Function<Channel, Optional<Refusal>> why, BiConsumer<String, Refusal> listener) {
        clients.forEach((channel, client) -> why.apply(channel).ifPresent(refusal -> {
            listener.accept(client, refusal);
            cut(channel);
        }));
    }

    /** One that takes nothing does not take the goodbye either, nor that of TLS: then it ends behind both. */
    private static void cut(Channel channel) {
        channel.writeAndFlush(Replies.goodbye(MqttReasonCodes.Disconnect.ADMINISTRATIVE_ACTION))
                .addListener(ChannelFutureListener.CLOSE);
        channel.eventLoop().schedule(() -> closeAtOnce(channel), GOODBYE_SECONDS, TimeUnit.SECONDS);
    }

    private static void closeAtOnce(Channel channel) {
        ChannelHandlerContext outermost = channel.pipeline().firstContext();
        if (outermost != null) {
            outermost.close();
        }
    }
}
