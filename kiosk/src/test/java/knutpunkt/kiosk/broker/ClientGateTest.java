package knutpunkt.kiosk.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.broker.AccessRules;
import knutpunkt.wire.broker.BrokerLimits;
import org.junit.jupiter.api.Test;

/** What the gate does by the clock; what it lets through is tried with real clients. */
class ClientGateTest {
    private static final long KEEP_ALIVE = BrokerLimits.KEEP_ALIVE.toSeconds();

    private final Refusals refusals = new Refusals();
    private final Connected connected = new Connected();
    private final EmbeddedChannel channel = new EmbeddedChannel(new ClientGate(
            new AccessRules(new SiteId("test")),
            new Arrivals(() -> 0),
            connected,
            _ -> Optional.empty(),
            refusals,
            () -> 0));

    @Test
    void whoTakesNothingForAWholeKeepAliveIsCutOff() {
        channel.freezeTime();
        takesWhatWaits(false);

        pass(KEEP_ALIVE - 1);
        assertThat(channel.isOpen()).isTrue();
        pass(1);

        assertThat(channel.isOpen()).isFalse();
        assertThat(refusals.count()).isOne();
    }

    @Test
    void whoIsSlowButTakesSomethingStays() {
        channel.freezeTime();
        for (int i = 0; i < 5; i++) {
            takesWhatWaits(false);
            pass(KEEP_ALIVE - 1);
            takesWhatWaits(true);
        }
        pass(2 * KEEP_ALIVE);

        assertThat(channel.isOpen()).isTrue();
        assertThat(refusals.count()).isZero();
    }

    @Test
    void whoIsCutOffAndTakesNothingIsGoneAfterASecondWhateverIsStillToBeSaid() {
        channel.freezeTime();
        channel.pipeline().addFirst(new NeverDone());
        connected.add("stuck", channel);

        connected.cut("stuck");

        pass(0);
        assertThat(channel.isOpen()).isTrue();
        pass(1);
        assertThat(channel.isOpen()).isFalse();
    }

    /** What TLS is to a peer that takes nothing: neither a packet nor its own goodbye gets out. */
    private static final class NeverDone extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            ReferenceCountUtil.release(message);
        }

        @Override
        public void close(ChannelHandlerContext context, ChannelPromise promise) {
            // waits for what was written
        }
    }

    private void takesWhatWaits(boolean does) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, does);
        channel.runPendingTasks();
    }

    private void pass(long seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }
}
