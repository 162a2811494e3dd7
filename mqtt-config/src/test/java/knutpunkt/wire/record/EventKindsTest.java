package knutpunkt.wire.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import knutpunkt.access.ClockTrust;
import knutpunkt.access.Lease;
import knutpunkt.access.Posture;
import knutpunkt.access.Reason;
import knutpunkt.access.Revision;
import knutpunkt.access.Situation;
import knutpunkt.wire.BootId;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.PointId;
import knutpunkt.wire.message.EventCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of {@link Event} there is, found by itself, so that a new one cannot be forgotten in the codec. */
class EventKindsTest {
    private static final DoorId DOOR = new DoorId("square");

    /** A value for every type that a component of an event has; optional ones are tried empty as well. */
    private static final Map<Class<?>, Object> VALUES = Map.ofEntries(
            Map.entry(String.class, "åäö \"quoted\" \n"),
            Map.entry(long.class, Long.MAX_VALUE),
            Map.entry(boolean.class, true),
            Map.entry(DoorId.class, DOOR),
            Map.entry(PointId.class, new PointId("out")),
            Map.entry(PersonId.class, new PersonId("p-17")),
            Map.entry(GrantId.class, new GrantId("g-1")),
            Map.entry(CommandId.class, new CommandId("k-1")),
            Map.entry(Revision.class, new Revision(3, 42)),
            Map.entry(Hash.class, Hash.of(new byte[] {1})),
            Map.entry(Reason.class, Reason.OUT_OF_HOURS),
            Map.entry(Direction.class, Direction.OUT),
            Map.entry(Confidence.class, Confidence.ASSUMED),
            Map.entry(Instant.class, Instant.parse("2026-11-23T04:00:00.123Z")),
            Map.entry(LocalDate.class, LocalDate.parse("2026-11-23")),
            Map.entry(Correction.class, Correction.LEFT),
            Map.entry(CorrectionReason.class, CorrectionReason.TOLD),
            Map.entry(Cause.class, Cause.FORCED),
            Map.entry(JournalId.class, new JournalId("j-1")),
            Map.entry(Sequences.class, Sequences.of(3, 4, 5, 9)),
            Map.entry(Ground.class, Ground.RETENTION),
            Map.entry(Lease.class, Lease.ESSENTIAL_ONLY),
            Map.entry(Storage.class, Storage.RESERVE),
            Map.entry(ClockTrust.class, ClockTrust.LOWER_BOUND),
            Map.entry(Situation.class, new Situation(DOOR, Posture.LOCKDOWN, Lease.ENDED, ClockTrust.LOST, true)));

    private static final Map<String, Object> OPTIONAL_VALUES = Map.of(
            "previous",
            new JournalId("j0"),
            "person",
            new PersonId("p-17"),
            "decision",
            "N123-0456/26",
            "doubt",
            Doubt.CONTACT_SUSPECT);

    static Stream<Event> everyCase() {
        return Arrays.stream(Event.class.getPermittedSubclasses())
                .flatMap(type -> Stream.of(event(type, true), event(type, false)))
                .distinct();
    }

    private static Event event(Class<?> type, boolean full) {
        RecordComponent[] components = type.getRecordComponents();
        try {
            var constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            return (Event) constructor.newInstance(Arrays.stream(components)
                    .map(component -> value(component, full))
                    .toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a [" + type.getSimpleName() + "]", e);
        }
    }

    private static Object value(RecordComponent component, boolean full) {
        if (component.getType() == Optional.class) {
            return full ? Optional.of(OPTIONAL_VALUES.get(component.getName())) : Optional.empty();
        }
        return VALUES.get(component.getType());
    }

    /** Whoever adds to this list says that nothing at all is worked out from the kind, and that nobody waits for it. */
    @Test
    void onlyTheseKindsMayBeLeftOutOnAFullDisk() {
        assertThat(everyCase().filter(Diagnostics::includes).map(EventCodec::kind))
                .containsOnly("started", "part-health", "message-rejected");
    }

    @ParameterizedTest
    @MethodSource("everyCase")
    void anEventReadsBackAsItWasWritten(Event event) {
        assertThat(EventCodec.read(EventCodec.kind(event), EventCodec.body(event)))
                .contains(event);
    }

    @ParameterizedTest
    @MethodSource("everyCase")
    void aKindIsOneThatAHeaderTakes(Event event) {
        var header = new Header(
                new JournalId("j1"), 1, new BootId("b1"), EventCodec.kind(event), 0, Instant.EPOCH, ClockTrust.TRUSTED);

        assertThat(header.kind()).isEqualTo(EventCodec.kind(event));
    }

    @Test
    void everyCaseHasAKindOfItsOwn() {
        Class<?>[] cases = Event.class.getPermittedSubclasses();

        assertThat(Arrays.stream(cases).map(type -> EventCodec.kind(event(type, true))))
                .hasSameSizeAs(cases)
                .doesNotHaveDuplicates();
    }

    @Test
    void aKindNobodyKnowsIsReadAsNothing() {
        assertThat(EventCodec.read("invented-later", "{}")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("everyCase")
    void aBodyThatIsNotOfItsKindIsReadAsNothing(Event event) {
        assertThat(EventCodec.read(EventCodec.kind(event), "[]")).isEmpty();
        assertThat(EventCodec.read(EventCodec.kind(event), "")).isEmpty();
        assertThat(EventCodec.read(EventCodec.kind(event), "{}")).isEmpty();
        assertThat(EventCodec.read(EventCodec.kind(event), "null")).isEmpty();
    }
}
