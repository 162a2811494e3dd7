package knutpunkt.kiosk.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import knutpunkt.wire.broker.BrokerLimits;
import org.junit.jupiter.api.Test;

@SuppressWarnings("FutureReturnValueIgnored") // closing a channel without a socket cannot fail
class ArrivalsTest {
    private static final String DOOR = "192.0.2.1";
    private static final String FLOOD = "198.51.100.1";

    private final AtomicLong nanos = new AtomicLong();
    private final Arrivals arrivals = new Arrivals(nanos::get);

    @Test
    void oneAddressHasSoManyUnderWayAndTakesNobodyElsesPlace() {
        List<Channel> crowd = arriving(FLOOD, BrokerLimits.ARRIVING_FROM_ONE_ADDRESS);

        assertThat(arrivals.enter(from(FLOOD))).contains(Refusal.TOO_MANY_ARRIVING);
        assertThat(arrivals.enter(from(DOOR))).isEmpty();

        crowd.getFirst().close();
        arrivals.letIn(crowd.getLast());
        assertThat(arrivals.enter(from(FLOOD))).isEmpty();
        assertThat(arrivals.enter(from(FLOOD))).isEmpty();
        assertThat(arrivals.enter(from(FLOOD))).contains(Refusal.TOO_MANY_ARRIVING);
    }

    @Test
    void allAddressesTogetherHaveSoManyUnderWay() {
        for (int i = 0; i < BrokerLimits.ARRIVING; i++) {
            assertThat(arrivals.enter(from("10.0." + i / 250 + "." + i % 250))).isEmpty();
        }

        assertThat(arrivals.enter(from(DOOR))).contains(Refusal.TOO_MANY_ARRIVING);
    }

    @Test
    void aThousandControllersAndThoseThatComeAgainAreTakenAndThenNobody() {
        List<Channel> inside = new ArrayList<>();
        for (int i = 0; i < BrokerLimits.CONNECTIONS; i++) {
            inside.addAll(arriving("10.1." + i / 250 + "." + i % 250, 1));
            arrivals.letIn(inside.getLast());
        }
        assertThat(inside.size()).isGreaterThan(1_000);
        assertThat(arrivals.enter(from(DOOR))).contains(Refusal.TOO_MANY_SOCKETS);
    }

    @Test
    void aSocketThatWasTurnedAwayTakesNoPlaceOnceItIsClosed() {
        for (int i = 0; i < BrokerLimits.CONNECTIONS; i++) {
            arrivals.letIn(arriving("10.2." + i / 250 + "." + i % 250, 1).getFirst());
        }
        Channel[] turnedAway = {from(DOOR), from(DOOR)};
        for (Channel channel : turnedAway) {
            assertThat(arrivals.enter(channel)).isPresent();
            channel.close();
        }
        Channel inside = from(DOOR);
        assertThat(arrivals.enter(inside)).contains(Refusal.TOO_MANY_SOCKETS);
    }

    @Test
    void anAddressThatComesAgainAndAgainIsHeldToItsPace() {
        int came = 0;
        while (comeAndGo(FLOOD).isEmpty()) {
            came++;
        }

        assertThat(came).isEqualTo(BrokerLimits.CONNECTIONS + 1); // the one that overdraws is let in
        assertThat(comeAndGo(DOOR)).isEmpty();
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        for (int i = 0; i < BrokerLimits.ARRIVALS_PER_SECOND; i++) {
            assertThat(comeAndGo(FLOOD)).isEmpty();
        }
        assertThat(comeAndGo(FLOOD)).contains(Refusal.TOO_MANY_ARRIVING);
    }

    @Test
    void addressesThatHaveGoneAreForgottenSoThatOthersMayCome() {
        for (int i = 0; i < 4_096; i++) {
            assertThat(comeAndGo("10.3." + i / 250 + "." + i % 250)).isEmpty();
        }
        assertThat(comeAndGo(DOOR)).contains(Refusal.TOO_MANY_ARRIVING);

        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(comeAndGo(DOOR)).isEmpty();
    }

    private Optional<Refusal> comeAndGo(String address) {
        Channel channel = from(address);
        Optional<Refusal> refused = arrivals.enter(channel);
        channel.close();
        return refused;
    }

    private List<Channel> arriving(String address, int count) {
        List<Channel> channels = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            channels.add(from(address));
            assertThat(arrivals.enter(channels.getLast())).isEmpty();
        }
        return channels;
    }

    private static Channel from(String address) {
        return new EmbeddedChannel() {
            @Override
            protected SocketAddress remoteAddress0() {
                return new InetSocketAddress(address, 40_000);
            }
        };
    }
}
