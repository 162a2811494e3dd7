package knutpunkt.kiosk.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.doors.Plan;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.message.KeysWant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldKeysTest {
    private static final ControllerId C1 = new ControllerId("c1");
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final KeysWant WANT = want(NOW);

    @TempDir
    Path folder;

    private Database database;

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("site.db"));
        database.write(transaction -> {
            Plan.addController(transaction, C1, "Torget");
            return 0;
        });
        says(WANT, NOW);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static KeysWant want(Instant until) {
        return new KeysWant(Hash.ZERO, Optional.of(Hash.ZERO), until, Hash.ZERO, Optional.empty());
    }

    private void says(KeysWant want, Instant at) {
        database.write(transaction -> {
            HeldKeys.said(transaction, C1, want, at);
            return 0;
        });
    }

    private HeldKeys held() {
        return database.read(transaction -> HeldKeys.of(transaction, C1)).orElseThrow();
    }

    @Test
    void theSameSaidAgainIsWrittenDownOnceAnHour() {
        says(WANT, NOW.plus(Duration.ofMinutes(59)));
        assertThat(held().saidAt()).isEqualTo(NOW);

        says(WANT, NOW.plus(Duration.ofHours(1)));
        assertThat(held().saidAt()).isEqualTo(NOW.plus(Duration.ofHours(1)));
    }

    @Test
    void aClockThatWasSetBackDoesNotHoldItUp() {
        says(WANT, NOW.minus(Duration.ofDays(400)));

        assertThat(held().saidAt()).isEqualTo(NOW.minus(Duration.ofDays(400)));
    }

    @Test
    void anythingNewIsWrittenDownAtOnce() {
        says(want(NOW.plusSeconds(1)), NOW.plusSeconds(1));

        assertThat(held().endsAt()).isEqualTo(NOW.plusSeconds(1));
        assertThat(held().saidAt()).isEqualTo(NOW.plusSeconds(1));
    }
}
