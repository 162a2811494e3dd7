package knutpunkt.kiosk.broker;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import knutpunkt.wire.certificates.ClientRefused;

/**
 * The first thing a new socket meets behind TLS: closes it when there are too many, when it does not begin as MQTT
 * does, or when it does not come to the point in time, and then steps aside. Without it the broker would speak HTTP to
 * whoever asks, with bodies of any size, and would collect the bytes of a protocol it does not know for as long as they
 * came.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a channel's own failure to write or close ends in its being closed
final class Doorstep extends ChannelInboundHandlerAdapter {
    private static final int CONNECT = 0x10;

    /** From the TCP connection to the end of the MQTT one's first packet. */
    private static final int ARRIVAL_SECONDS_MAX = 10;

    private final Arrivals arrivals;
    private final Refusals refusals;

    Doorstep(Arrivals arrivals, Refusals refusals) {
        this.arrivals = arrivals;
        this.refusals = refusals;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        Optional<Refusal> refused = arrivals.enter(context.channel());
        if (refused.isPresent()) {
            refusals.note(Refusals.NOBODY, refused.get());
            context.close();
            return;
        }
        var alarm =
                context.executor().schedule(() -> showOut(context.channel()), ARRIVAL_SECONDS_MAX, TimeUnit.SECONDS);
        context.channel().closeFuture().addListener(_ -> alarm.cancel(false));
    }

    private void showOut(Channel channel) {
        if (!ClientGate.hasLetIn(channel)) {
            refusals.note(Identity.of(channel).orElse(Refusals.NOBODY), Refusal.TOO_SLOW);
            channel.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes && !bytes.isReadable()) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof ByteBuf bytes && bytes.getUnsignedByte(bytes.readerIndex()) == CONNECT) {
            context.fireChannelRead(message);
            context.pipeline().remove(this);
        } else {
            ReferenceCountUtil.release(message);
            refusals.note(Identity.of(context.channel()).orElse(Refusals.NOBODY), Refusal.NOT_MQTT);
            context.close();
        }
    }

    /** The broker's own handler would log every one. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (!(event instanceof SslHandshakeCompletionEvent handshake) || handshake.isSuccess()) {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!isJudged(cause)) {
            refusals.note(Refusals.NOBODY, Refusal.NO_TLS);
        }
        context.close();
    }

    /** Whether the client's certificate was refused, which is noted where it is looked at. */
    private static boolean isJudged(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ClientRefused) {
                return true;
            }
        }
        return false;
    }
}
