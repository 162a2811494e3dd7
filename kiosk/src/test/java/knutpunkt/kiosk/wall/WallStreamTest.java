package knutpunkt.kiosk.wall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import knutpunkt.kiosk.partners.Showing;
import knutpunkt.kiosk.screens.PairingCode;
import knutpunkt.kiosk.screens.Place;
import knutpunkt.kiosk.screens.Standing;
import knutpunkt.kiosk.screens.Standings;
import knutpunkt.kiosk.screens.Visitor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WallStreamTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Visitor PAIRED = new Visitor(Optional.of("paired"), false);
    private static final Visitor WAITING = new Visitor(Optional.of("waiting"), false);
    private static final Visitor STRANGER = new Visitor(Optional.empty(), false);
    private static final Standings STANDINGS = new Standings(
            Map.of(
                    "paired",
                    new Standing.Paired(Place.INDOORS),
                    "waiting",
                    new Standing.Waiting(Optional.of(new PairingCode("CDFHJKMN")))),
            Optional.empty());

    private final AtomicReference<WallMoment> moment = new AtomicReference<>(moment(0, 0));
    private final AtomicInteger asked = new AtomicInteger();
    private Optional<WallStream> open = Optional.empty();

    @AfterEach
    void close() {
        open.ifPresent(WallStream::close);
    }

    @Test
    void whoeverComesHearsTheStateAtOnce() throws InterruptedException {
        moment.set(moment(7, 0));
        WallStream stream = start();

        try (Listener listener = stream.listen(PAIRED).orElseThrow()) {
            assertThat(listener.take(PATIENCE))
                    .hasValueSatisfying(text -> assertThat(text)
                            .startsWith("{\"now\":\"2026-11-22T12:00:00Z\",")
                            .contains("\"screen\":\"indoors\"", "\"total\":7"));
        }
    }

    @Test
    void aChangeIsHeardWithoutWaitingForTheBeat() throws InterruptedException {
        WallStream stream = start();
        try (Listener listener = stream.listen(PAIRED).orElseThrow()) {
            listener.take(PATIENCE);
            moment.set(moment(1, 0));

            stream.changed();

            awaitTotal(listener, 1, WallStream.BEAT.dividedBy(2));
        }
    }

    @Test
    void aChangeThatTheScreenDoesNotShowIsNotHeardBeforeTheBeat() throws InterruptedException {
        WallStream stream = start();
        try (Listener listener = stream.listen(PAIRED).orElseThrow()) {
            listener.take(PATIENCE);
            // From here it is a whole beat to the next state.
            listener.take(PATIENCE);
            int before = asked.get();

            moment.set(moment(0, 5));
            stream.changed();

            await().atMost(PATIENCE).until(() -> asked.get() > before);
            assertThat(listener.take(WallStream.BEAT.dividedBy(4))).isEmpty();
            assertThat(listener.take(PATIENCE)).isPresent();
        }
    }

    @Test
    void beatsKeepTheirTimeWhateverHappensBetweenThem() throws InterruptedException {
        WallStream stream = start();
        try (Listener listener = stream.listen(PAIRED).orElseThrow()) {
            listener.take(PATIENCE);
            listener.take(PATIENCE);
            long start = System.nanoTime();
            await().pollInterval(Duration.ofMillis(100)).atMost(PATIENCE).until(() -> {
                stream.changed();
                return listener.take(Duration.ZERO).isPresent();
            });

            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(WallStream.BEAT.dividedBy(2), WallStream.BEAT.multipliedBy(2));
        }
    }

    @Test
    void anUnpairedScreenHearsItsCodeAndAStrangerNothing() throws InterruptedException {
        moment.set(moment(7, 0));
        WallStream stream = start();

        try (Listener waiting = stream.listen(WAITING).orElseThrow();
                Listener stranger = stream.listen(STRANGER).orElseThrow()) {
            assertThat(waiting.take(PATIENCE).orElseThrow())
                    .contains("\"screen\":\"unpaired\"", "\"code\":\"CDFH JKMN\"")
                    .doesNotContain("total");
            assertThat(stranger.take(PATIENCE).orElseThrow())
                    .contains("\"screen\":\"unpaired\"")
                    .doesNotContain("code", "total");
        }
    }

    @Test
    void aScreenThatIsRevokedHearsSoAtOnce() throws InterruptedException {
        WallStream stream = start();
        try (Listener listener = stream.listen(PAIRED).orElseThrow()) {
            listener.take(PATIENCE);

            moment.set(new WallMoment(moment.get().facts(), new Standings(Map.of(), Optional.empty())));
            stream.changed();

            await().atMost(WallStream.BEAT.dividedBy(2))
                    .until(() -> listener.take(Duration.ZERO)
                            .filter(text -> text.contains("\"unpaired\""))
                            .isPresent());
        }
    }

    @Test
    void aListenerThatIsSlowHearsTheNewestAndNotAllBefore() throws InterruptedException {
        WallStream stream = start();
        try (Listener slow = stream.listen(PAIRED).orElseThrow();
                Listener quick = stream.listen(PAIRED).orElseThrow()) {
            for (int i = 1; i <= 5; i++) {
                moment.set(moment(i, 0));
                stream.changed();
                awaitTotal(quick, i, PATIENCE);
            }

            assertThat(slow.take(PATIENCE))
                    .hasValueSatisfying(text -> assertThat(text).contains("\"total\":5"));
        }
    }

    @Test
    void aBurstOfChangesIsAskedForAFewTimesOnly() throws InterruptedException {
        WallStream stream = start();
        try (Listener listener = stream.listen(PAIRED).orElseThrow()) {
            listener.take(PATIENCE);
            int before = asked.get();
            for (int i = 1; i <= 10_000; i++) {
                stream.changed();
            }
            moment.set(moment(3, 0));
            stream.changed();

            awaitTotal(listener, 3, PATIENCE);
            assertThat(asked.get() - before).isLessThan(50);
        }
    }

    @Test
    void aStateThatCannotBeHadIsSilenceAndTheNextOneIsHeard() throws InterruptedException {
        var calls = new AtomicInteger();
        WallStream stream = start(() -> {
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("the database is away");
            }
            return moment.get();
        });

        try (Listener listener = stream.listen(PAIRED).orElseThrow()) {
            assertThat(listener.take(WallStream.BEAT.multipliedBy(3))).isPresent();
            assertThat(calls.get()).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void twoHundredAndFiftyScreensHearAChangeAndItIsWorkedOutOnce() throws InterruptedException {
        WallStream stream = start();
        List<Listener> listeners = IntStream.range(0, 250)
                .mapToObj(_ -> stream.listen(PAIRED).orElseThrow())
                .toList();
        for (Listener listener : listeners) {
            listener.take(PATIENCE);
        }
        int before = asked.get();

        moment.set(moment(9, 0));
        stream.changed();

        for (Listener listener : listeners) {
            awaitTotal(listener, 9, PATIENCE);
        }
        assertThat(asked.get() - before).isLessThan(4);
    }

    @Test
    void oneListenerTooManyIsRefusedUntilAnotherLeaves() throws InterruptedException {
        WallStream stream = start();
        List<Listener> listeners = new ArrayList<>();
        for (int i = 0; i < WallStream.LISTENERS_MAX; i++) {
            listeners.add(stream.listen(PAIRED).orElseThrow());
        }
        assertThat(stream.listen(PAIRED)).isEmpty();

        listeners.getFirst().close();

        assertThat(stream.listen(PAIRED)).isPresent();
    }

    @Test
    void strangersDoNotTakeThePlacesOfScreens() {
        WallStream stream = start();
        for (int i = 0; i < WallStream.UNPAIRED_MAX; i++) {
            assertThat(stream.listen(STRANGER)).isPresent();
        }

        assertThat(stream.listen(STRANGER)).isEmpty();
        assertThat(stream.listen(PAIRED)).isPresent();
    }

    @Test
    void theEndIsToldToEveryListenerAndNobodyComesAfterIt() throws InterruptedException {
        WallStream stream = start();
        Listener listener = stream.listen(PAIRED).orElseThrow();
        listener.take(PATIENCE);

        stream.close();

        assertThat(listener.isEnded()).isTrue();
        assertThat(stream.listen(PAIRED)).isEmpty();
    }

    private static void awaitTotal(Listener listener, int total, Duration patience) throws InterruptedException {
        String told = "\"total\":" + total + ",";
        while (!listener.take(patience).orElseThrow().contains(told)) {
            // An older state: the newest comes after it.
        }
    }

    private WallStream start() {
        return start(moment::get);
    }

    private WallStream start(Supplier<WallMoment> source) {
        WallStream stream = WallStream.start(
                () -> {
                    asked.incrementAndGet();
                    return source.get();
                },
                InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z")),
                System::nanoTime);
        open = Optional.of(stream);
        return stream;
    }

    /** A site where one partner tells how many it is and another does not. */
    private static WallMoment moment(long guards, long police) {
        WallFacts facts = new FactsOnTrial()
                .partner("guards", Showing.NUMBER, guards)
                .partner("police", Showing.NOTHING, police)
                .facts();
        return new WallMoment(facts, STANDINGS);
    }
}
