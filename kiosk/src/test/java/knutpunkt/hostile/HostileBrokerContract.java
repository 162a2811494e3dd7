package knutpunkt.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import knutpunkt.endtoend.Program;
import knutpunkt.endtoend.RunningSite;
import knutpunkt.endtoend.RunningSite.Somebody;
import knutpunkt.settings.Closing;
import knutpunkt.wire.certificates.SiteKeys;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a broker may try that was taken over, each misdeed while people come and go, somebody is blocked and a door is
 * released by command. While it lasts nothing opens that should not; when it is over nothing is lost.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HostileBrokerContract {
    private static final long SEED = Long.getLong("knutpunkt.hostile.seed", 1);

    private final Closing closing = new Closing();
    private HostileSite site;
    private Visitors visitors;

    abstract RealBroker realBroker(SiteKeys keys, Path folder);

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        site = closing.add(HostileSite.started(folder, this::realBroker, SEED));
        visitors = closing.add(new Visitors(site));
    }

    @AfterAll
    void stop() {
        closing.close();
    }

    /** People of one story: two who come and go, one whose block is confirmed, and one who is blocked during it. */
    private record Cast(Somebody one, Somebody other, Somebody blocked, Somebody toBlock) {}

    private Cast cast() {
        return new Cast(visitors.known(), visitors.known(), visitors.blocked(), visitors.known());
    }

    /** What everybody does while the broker misbehaves. */
    private Visitors.Block act(Cast cast) {
        visitors.passes(cast.one(), HostileSite.SQUARE, "entry");
        Visitors.Block block = visitors.block(cast.toBlock());
        visitors.strangerIsRefused();
        visitors.isRefused(cast.blocked());
        visitors.passes(cast.one(), HostileSite.SQUARE, "exit");
        boolean _ = visitors.releases(HostileSite.YARD);
        visitors.goInAndOut(cast.one(), cast.other());
        visitors.assertNothingOpened();
        return block;
    }

    /** The broker does its work again: all that it kept back or spoilt comes right by itself. */
    private void peace(Cast cast, Visitors.Block block) {
        site.broker().behaves();
        Awaitility.await("the block is confirmed at both doors")
                .atMost(RunningSite.PATIENCE)
                .until(() -> visitors.isConfirmed(block));
        visitors.isRefused(cast.toBlock());
        visitors.assertNothingIsLost();
        for (Somebody each : List.of(cast.one(), cast.other())) {
            Awaitility.await("presence of " + each.partner())
                    .atMost(RunningSite.PATIENCE)
                    .until(() -> site.site().countOf(each.partner()), count -> count == 1);
        }
        visitors.assertNothingOpened();
    }

    /** Each record as its controller signed it, after all that was tried. */
    private void verifyLog() throws InterruptedException {
        try (var verifying = Program.kiosk(
                site.site().log("verify"),
                "verify-log",
                "--config",
                site.site().kioskConfig().toString())) {
            assertThat(verifying.end()).as(verifying.output()).isZero();
        }
    }

    private void story(Misdeed misdeed) {
        Cast cast = cast();
        site.broker().does(misdeed);
        Visitors.Block block = act(cast);
        peace(cast, block);
    }

    @Test
    void halfOfAllMessagesAreLost() {
        story(Misdeed.drops(0.5));
    }

    @Test
    void everythingComesSecondsTooLate() {
        story(Misdeed.delays(Duration.ofSeconds(3)));
    }

    @Test
    void everythingComesInAnyOrder() {
        story(Misdeed.reorders(Duration.ofSeconds(2)));
    }

    @Test
    void everythingComesThreeTimes() {
        story(Misdeed.repeats(3, Duration.ofMillis(700)));
    }
}
