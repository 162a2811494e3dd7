package knutpunkt.kiosk.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.doors.FakeClock;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.session.Inbox;
import knutpunkt.wire.session.Incoming;
import knutpunkt.wire.signature.Verifier;
import org.junit.jupiter.api.Test;

/** Its rules; with brokers it is tried where these are. */
class WatchingTest {
    private static final SiteId SITE = new SiteId("demo");
    private static final int MANY = 100;

    private final FakeClock clock = new FakeClock();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Watching watching = new Watching(
            new Judge(SITE, new Verifier(SITE, _ -> List.of())),
            new Watching.Chosen(Optional.empty(), Optional.empty()),
            new Lines(Lines.WHOLE),
            new PrintStream(said, true, UTF_8),
            InstantSource.system(),
            () -> {
                clock.pass(Duration.ofSeconds(1));
                return clock.getAsLong();
            });

    private void arrive(int messages) {
        for (int i = 0; i < messages; i++) {
            watching.ear().received(new Incoming("some/topic", new byte[0], Optional.empty(), 1, false));
        }
    }

    @Test
    void itEndsAtItsTimeThoughThereIsAlwaysAnotherMessage() throws InterruptedException {
        arrive(MANY);
        long end = clock.getAsLong() + Duration.ofSeconds(10).toNanos();

        assertThat(watching.show(List.of(), end)).isEqualTo(Watching.DONE);

        assertThat(said.toString(UTF_8).lines().filter(line -> line.contains("some/topic")))
                .hasSizeBetween(1, 10);
    }

    @Test
    void cutsWithoutAReasonMayBeAnotherWatchersOrTheBrokers() throws InterruptedException {
        Inbox ear = watching.ear();
        for (int i = 0; i < 3; i++) {
            ear.connected(i + 1);
            ear.disconnected("Connection lost");
        }

        assertThat(watching.show(
                        List.of(), clock.getAsLong() + Duration.ofHours(1).toNanos()))
                .isEqualTo(Watching.REPLACED);

        assertThat(said.toString(UTF_8)).contains("another watcher took this one's place", "is started anew");
    }

    @Test
    void aBrokerThatSaysSoMakesItCertain() throws InterruptedException {
        watching.ear().disconnected(Inbox.TAKEN_OVER);

        assertThat(watching.show(
                        List.of(), clock.getAsLong() + Duration.ofHours(1).toNanos()))
                .isEqualTo(Watching.REPLACED);

        assertThat(said.toString(UTF_8)).contains("another watcher took").doesNotContain("started anew");
    }
}
