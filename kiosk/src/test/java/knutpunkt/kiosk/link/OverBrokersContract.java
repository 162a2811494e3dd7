package knutpunkt.kiosk.link;

import static knutpunkt.kiosk.link.WiredSite.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import knutpunkt.kiosk.log.Alarms;
import knutpunkt.wire.Channel;
import knutpunkt.wire.Topic;
import knutpunkt.wire.broker.BrokerLimits;
import knutpunkt.wire.certificates.ControllerKeys;
import knutpunkt.wire.message.ControllerState;
import knutpunkt.wire.session.Allowances;
import knutpunkt.wire.session.CuttableLine;
import knutpunkt.wire.session.RawClient;
import knutpunkt.wire.session.Rejection;
import knutpunkt.wire.session.SwallowingBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What service and controllers make together of brokers that come late, die, forget, stall, or are no use. */
abstract class OverBrokersContract {
    private static final int BADGES = 2_000;

    /** So that the list and the records take longer than several heartbeats, and one message less than the patience. */
    private static final int SLOW_BYTES_A_SECOND = 200_000;

    /** Less than a controller says at once when it connects. */
    private static final Allowances.Rate FEW = new Allowances.Rate(2, 1 << 20);

    private static final String FILLER = "x".repeat(250_000);

    /** Half as much again as the broker inside lets wait in all, which is more than Mosquitto lets wait for one. */
    private static final int FILLING = 3 * BrokerLimits.QUEUED_BYTES_IN_ALL / 2 / FILLER.length();

    /** A will waits out its delay of 1 s, and a broker looks for such wills now and then. */
    private static final Duration AFTER_WILLS = Duration.ofSeconds(4);

    @TempDir
    Path folder;

    WiredSite site;
    Running one;
    Running two;

    /** A broker that forgets everything when it is killed. */
    interface Running {
        int port();

        void start();

        void kill();

        default URI uri() {
            return URI.create("ssl://localhost:" + port());
        }
    }

    /** One that is not running yet. */
    abstract Running broker(WiredSite site, Path scratch);

    @BeforeEach
    void layOut() {
        site = new WiredSite(folder);
        one = broker(site, folder.resolve("one"));
        two = broker(site, folder.resolve("two"));
        site.lists.addBadges(1, BADGES);
    }

    @AfterEach
    void stop() {
        site.close();
        one.kill();
        two.kill();
    }

    /** How late a message is goes by the quick clock, so on a busy machine one may be late here and nowhere else. */
    private void assertNobodyIsAlarmed() {
        assertThat(site.alarms())
                .filteredOn(alarm -> alarm.kind() != Alarms.Kind.MESSAGES_LATE)
                .isEmpty();
    }

    @Test
    void aBrokerThatComesUpLateIsFoundByAll() {
        site.serve(one.uri());
        WiredController c1 = site.controller("c1", one.uri());
        c1.happens(10);

        one.start();

        site.awaitInStep(c1);
    }

    @Test
    void aBrokerThatIsReplacedByAnEmptyOneLosesNothing() {
        one.start();
        site.serve(one.uri());
        WiredController c1 = site.controller("c1", one.uri());
        c1.happens(10);
        site.awaitInStep(c1);

        one.kill();
        c1.happens(500);
        site.lists.block(3);
        one.start();

        site.awaitInStep(c1);
        c1.happens(1);
        site.awaitInStep(c1);
        assertNobodyIsAlarmed();
    }

    @Test
    void overASlowLineEverythingComesAndNobodyIsMissed() throws IOException {
        one.start();
        try (var line = new CuttableLine(one.port())) {
            line.slowTo(SLOW_BYTES_A_SECOND);
            site.serve(one.uri());
            WiredController c1 = site.controller("c1", line.uri());
            c1.happens(1_000);

            site.awaitInStep(c1);
            assertThat(site.alarms()).extracting(Alarms.Alarm::kind).doesNotContain(Alarms.Kind.MESSAGES_LATE);
        }
    }

    @Test
    void whatABrokerDropsWhileTheServiceTakesNothingComesAgain() throws IOException {
        one.start();
        try (var line = new CuttableLine(one.port())) {
            site.serve(line.uri());
            WiredController c1 = site.controller("c1", one.uri());
            site.awaitInStep(c1);

            line.stall();
            c1.happens(1_000);
            site.lists.block(3);
            await("the controller is not heard").until(() -> !site.isOnline(c1));
            line.cut(); // what the broker had for the service goes with its session
            line.flow();

            site.awaitInStep(c1);
            assertNobodyIsAlarmed();
        }
    }

    /** What fills the queue is unsigned, and so of no effect but that it waits. */
    @Test
    void whatABrokerDropsBecauseItsQueueIsFullComesAgain() throws IOException {
        one.start();
        try (var line = new CuttableLine(one.port())) {
            site.serve(line.uri());
            await("the service is there").until(() -> line.connections() == 1 && site.isConnected());
            ControllerKeys keys = site.enrol("c1", site.keys);
            line.stall();
            fill(keys, FILLING);

            WiredController c1 = site.started("c1", one.uri());
            c1.happens(500);
            await("it has said what happened").pollDelay(Duration.ofSeconds(2)).until(c1::isConnected);
            line.flow();

            site.awaitInStep(c1);
            assertThat(site.rejections.count(Channel.EVENTS, Rejection.UNSIGNED))
                    .as("of [%s] that were to fill the queue some were dropped", FILLING)
                    .isBetween(1L, FILLING - 1L);
        }
    }

    private void fill(ControllerKeys keys, int messages) {
        String topic = new Topic(WiredSite.SITE, keys.id(), Channel.EVENTS).text();
        try (RawClient filler = RawClient.connect(one.uri(), keys.id().text(), keys.tls(), Optional.empty())
                .orElseThrow()) {
            for (int i = 0; i < messages; i++) {
                int _ = filler.publish(topic, FILLER, false); // the broker need not say that it drops it
            }
        }
    }

    @Test
    void aWillNamesTheRunAndTheConnectionThatBrokeAndTheNextBirthIsWhatIsKept() throws IOException {
        one.start();
        try (var line = new CuttableLine(one.port())) {
            site.serve(one.uri());
            WiredController c1 = site.controller("c1", line.uri());
            site.awaitInStep(c1);
            try (var watch = watch()) {
                await("its birth is kept").until(() -> !watch.births().isEmpty());
                ControllerState.Online first = watch.births().getLast();

                line.breakDown();
                await("its will is sent")
                        .until(() ->
                                watch.states().contains(new ControllerState.Offline(first.boot(), first.connection())));
                line.mend();

                await("it is born again").until(() -> isBornAfter(first, watch));
            }
            assertThat(kept()).isInstanceOf(ControllerState.Online.class);
        }
    }

    @Test
    void whoIsBackBeforeItsWillIsSentIsKeptAsBorn() throws IOException {
        one.start();
        try (var line = new CuttableLine(one.port())) {
            site.serve(one.uri());
            WiredController c1 = site.controller("c1", line.uri());
            site.awaitInStep(c1);
            try (var watch = watch()) {
                await("its birth is kept").until(() -> !watch.births().isEmpty());
                ControllerState.Online first = watch.births().getLast();

                line.cut();

                await("it is born again").until(() -> isBornAfter(first, watch));
                await("a will that was late is replaced")
                        .pollDelay(AFTER_WILLS)
                        .until(() -> watch.states().getLast() instanceof ControllerState.Online);
            }
            assertThat(kept()).isInstanceOf(ControllerState.Online.class);
        }
    }

    private static boolean isBornAfter(ControllerState.Online first, StateWatch watch) {
        ControllerState.Online last = watch.births().getLast();
        return last.boot().equals(first.boot()) && last.connection() > first.connection();
    }

    StateWatch watch() {
        return new StateWatch(site.keys, folder.resolve("watch"), one.uri());
    }

    /** What the first broker keeps of the one controller. */
    ControllerState kept() {
        return StateWatch.kept(site.keys, folder.resolve("watch"), one.uri());
    }

    @Test
    void whatWasTooMuchAtATimeIsSaidAgainUntilItIsHeard() {
        one.start();
        site.serve(FEW, one.uri());
        WiredController c1 = site.controller("c1", one.uri());
        for (int i = 0; i < 20; i++) {
            c1.happens(20);
            site.lists.block(i + 1);
        }
        await("something was too much")
                .until(() -> site.rejected().stream().anyMatch(kind -> kind.endsWith("TOO_MANY")));

        site.awaitInStep(c1);
    }

    @Test
    void aControllerIsFoundAtWhicheverBrokerItIs() {
        one.start();
        two.start();
        site.serve(one.uri(), two.uri());
        WiredController c1 = site.controller("c1", one.uri(), two.uri());
        WiredController c2 = site.controller("c2", two.uri(), one.uri());
        c1.happens(10);
        c2.happens(10);
        site.awaitInStep(c1);
        site.awaitInStep(c2);

        one.kill();
        c1.happens(200);
        site.lists.block(3);

        site.awaitInStep(c1);
        site.awaitInStep(c2);

        one.start();
        two.kill();
        c1.happens(200);
        c2.happens(200);
        site.lists.block(4);

        site.awaitInStep(c1);
        site.awaitInStep(c2);
        assertNobodyIsAlarmed();
    }

    @Test
    void aControllerAtABrokerWhereTheServiceIsNotMovesOnByItself() {
        one.start();
        two.start();
        site.serve(two.uri());
        WiredController c1 = site.controller("c1", one.uri(), two.uri());
        c1.happens(10);

        site.awaitInStep(c1);
    }

    @Test
    void aControllerWhoseBrokerAnswersAndCarriesNothingDialsAgainAndLosesNothing() throws IOException {
        one.start();
        try (var useless = new SwallowingBroker(site.keys);
                var line = new CuttableLine(one.port())) {
            site.serve(one.uri());
            WiredController c1 = site.controller("c1", line.uri());
            c1.happens(10);
            site.awaitInStep(c1);

            line.leadTo(useless.port());
            line.cut();
            c1.happens(50);
            await("it is connected there").until(() -> useless.connections() >= 1);
            line.leadTo(one.port());

            site.awaitInStep(c1);
        }
    }

    @Test
    void aServiceWhoseBrokerAnswersAndCarriesNothingDialsAgainAndLosesNothing() throws IOException {
        one.start();
        try (var useless = new SwallowingBroker(site.keys);
                var line = new CuttableLine(one.port())) {
            site.serve(line.uri());
            WiredController c1 = site.controller("c1", one.uri());
            c1.happens(10);
            site.awaitInStep(c1);

            line.leadTo(useless.port());
            line.cut();
            c1.happens(50);
            site.lists.block(3);
            await("it is connected there").until(() -> useless.connections() >= 1);
            line.leadTo(one.port());

            site.awaitInStep(c1);
        }
    }
}
