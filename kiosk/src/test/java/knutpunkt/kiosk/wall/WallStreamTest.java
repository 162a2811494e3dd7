package knutpunkt.kiosk.wall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WallStreamTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AtomicLong total = new AtomicLong();
    private Optional<WallStream> open = Optional.empty();

    @AfterEach
    void close() {
        open.ifPresent(WallStream::close);
    }

    @Test
    void whoeverComesHearsTheStateAtOnce() throws InterruptedException {
        total.set(7);
        WallStream stream = start(this::state);

        try (Listener listener = stream.listen().orElseThrow()) {
            assertThat(listener.take(PATIENCE))
                    .hasValueSatisfying(text -> assertThat(text).contains("\"total\":7"));
        }
    }

    @Test
    void aChangeIsHeardWithoutWaitingForTheBeat() throws InterruptedException {
        WallStream stream = start(this::state);
        try (Listener listener = stream.listen().orElseThrow()) {
            listener.take(PATIENCE);
            total.set(1);

            stream.changed();

            await().atMost(WallStream.BEAT.dividedBy(2))
                    .until(() -> listener.take(Duration.ZERO)
                            .filter(text -> text.contains("\"total\":1"))
                            .isPresent());
        }
    }

    @Test
    void withoutAChangeTheStateIsToldAgain() throws InterruptedException {
        WallStream stream = start(this::state);
        try (Listener listener = stream.listen().orElseThrow()) {
            listener.take(PATIENCE);

            assertThat(listener.take(WallStream.BEAT.multipliedBy(3))).isPresent();
        }
    }

    @Test
    void aListenerThatIsSlowHearsTheNewestAndNotAllBefore() throws InterruptedException {
        WallStream stream = start(this::state);
        try (Listener slow = stream.listen().orElseThrow();
                Listener quick = stream.listen().orElseThrow()) {
            for (int i = 1; i <= 5; i++) {
                String told = "\"total\":" + i;
                total.set(i);
                stream.changed();
                await().atMost(PATIENCE)
                        .until(() -> quick.take(PATIENCE)
                                .filter(text -> text.contains(told))
                                .isPresent());
            }

            assertThat(slow.take(PATIENCE))
                    .hasValueSatisfying(text -> assertThat(text).contains("\"total\":5"));
        }
    }

    @Test
    void aStateThatCannotBeHadIsSilenceAndTheNextOneIsHeard() throws InterruptedException {
        var calls = new AtomicInteger();
        WallStream stream = start(() -> {
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("the database is away");
            }
            return state();
        });

        try (Listener listener = stream.listen().orElseThrow()) {
            assertThat(listener.take(WallStream.BEAT.multipliedBy(3))).isPresent();
            assertThat(calls.get()).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void oneListenerTooManyIsRefusedUntilAnotherLeaves() {
        WallStream stream = start(this::state);
        List<Listener> listeners = new ArrayList<>();
        for (int i = 0; i < WallStream.LISTENERS_MAX; i++) {
            listeners.add(stream.listen().orElseThrow());
        }
        assertThat(stream.listen()).isEmpty();

        listeners.getFirst().close();

        assertThat(stream.listen()).isPresent();
    }

    @Test
    void theEndIsToldToEveryListenerAndNobodyComesAfterIt() throws InterruptedException {
        WallStream stream = start(this::state);
        Listener listener = stream.listen().orElseThrow();
        listener.take(PATIENCE);

        stream.close();

        assertThat(listener.isEnded()).isTrue();
        assertThat(stream.listen()).isEmpty();
    }

    private WallStream start(Supplier<WallState> source) {
        WallStream stream = WallStream.start(source);
        open = Optional.of(stream);
        return stream;
    }

    private WallState state() {
        return new WallState(
                Instant.parse("2026-11-22T12:00:00Z"),
                ZoneId.of("Europe/Stockholm"),
                Optional.empty(),
                total.get(),
                List.of(),
                List.of());
    }
}
