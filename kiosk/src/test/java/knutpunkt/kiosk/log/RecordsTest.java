package knutpunkt.kiosk.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.message.EventCodec;
import knutpunkt.wire.record.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The log is searched by whom and what its records are of, and that is what their events say. */
class RecordsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final int LIMIT = 10;

    @TempDir
    private Path folder;

    private SiteLog log;
    private final FakeJournal journal = new FakeJournal("c1", "j1");

    @BeforeEach
    void open() {
        log = new SiteLog(folder, _ -> List.of());
        log.enrol("c1");
    }

    @AfterEach
    void close() {
        log.close();
    }

    private void commit() {
        log.commit(journal);
    }

    @ParameterizedTest
    @MethodSource("knutpunkt.wire.record.EventKindsTest#everyCase")
    void aRecordIsFoundByThePersonTheDoorAndTheKindOfItsEvent(Event event) {
        journal.add(NOW, event);
        commit();

        log.database().read(transaction -> {
            Optional<PersonId> person = Concern.person(event);
            Optional<DoorId> door = Concern.door(event);
            assertThat(Records.before(transaction, new PersonId("p-17"), Long.MAX_VALUE, LIMIT))
                    .hasSize(person.isPresent() ? 1 : 0);
            assertThat(Records.before(transaction, new DoorId("square"), Long.MAX_VALUE, LIMIT))
                    .hasSize(door.isPresent() ? 1 : 0);
            assertThat(Records.before(transaction, EventCodec.kind(event), Long.MAX_VALUE, LIMIT))
                    .hasSize(1);
            return true;
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no JSON",
                "[]",
                "null",
                "{\"person\":17,\"door\":{\"person\":\"p-17\"}}",
                "{\"person\":null,\"situation\":\"square\"}",
                "{\"person\":[\"p-17\"],\"situation\":{\"door\":[]}}"
            })
    void aBodyThatSaysNothingOfAPersonIsOfNobodyAndStopsNothing(String body) {
        journal.addRaw(NOW, "invented-later", body);
        commit();

        log.database().read(transaction -> {
            assertThat(Records.before(transaction, Long.MAX_VALUE, LIMIT)).hasSize(1);
            assertThat(Records.before(transaction, new PersonId("p-17"), Long.MAX_VALUE, LIMIT))
                    .isEmpty();
            assertThat(Records.before(transaction, new DoorId("square"), Long.MAX_VALUE, LIMIT))
                    .isEmpty();
            return true;
        });
    }

    @Test
    void theNewestComesFirstAndAPageGoesOnBeforeTheLast() {
        for (int i = 0; i < LIMIT * 2; i++) {
            journal.add(NOW, new Event.ExitRequested(new DoorId("square")));
        }
        commit();

        log.database().read(transaction -> {
            List<Records.Logged> first = Records.before(transaction, new DoorId("square"), Long.MAX_VALUE, LIMIT);
            List<Records.Logged> second = Records.before(
                    transaction, new DoorId("square"), first.getLast().number(), LIMIT);
            assertThat(first).hasSize(LIMIT);
            assertThat(first.getFirst().number()).isEqualTo(LIMIT * 2L);
            assertThat(second.getFirst().number()).isEqualTo(first.getLast().number() - 1);
            assertThat(second).hasSize(LIMIT);
            return true;
        });
    }
}
