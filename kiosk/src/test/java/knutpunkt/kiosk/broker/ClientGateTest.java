package knutpunkt.kiosk.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.broker.AccessRules;
import knutpunkt.wire.broker.BrokerLimits;
import org.junit.jupiter.api.Test;

/** What the gate does by the clock; what it lets through is tried with real clients. */
class ClientGateTest {
    private static final long KEEP_ALIVE = BrokerLimits.KEEP_ALIVE.toSeconds();

    private final Refusals refusals = new Refusals();
    private final EmbeddedChannel channel = new EmbeddedChannel(new ClientGate(
            new AccessRules(new SiteId("test")), new Arrivals(() -> 0), new Connected(), refusals, () -> 0));

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

    private void takesWhatWaits(boolean does) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, does);
        channel.runPendingTasks();
    }

    private void pass(long seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }
}
