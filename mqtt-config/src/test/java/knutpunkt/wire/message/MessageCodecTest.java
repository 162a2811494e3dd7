package knutpunkt.wire.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import knutpunkt.access.AccessItem;
import knutpunkt.access.AccessList;
import knutpunkt.access.BadgeToken;
import knutpunkt.access.ClockTrust;
import knutpunkt.access.Grant;
import knutpunkt.access.Lease;
import knutpunkt.access.Posture;
import knutpunkt.access.Reason;
import knutpunkt.access.Revision;
import knutpunkt.access.Situation;
import knutpunkt.access.Window;
import knutpunkt.wire.BootId;
import knutpunkt.wire.Channel;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.PointId;
import knutpunkt.wire.ScheduleId;
import knutpunkt.wire.record.ChainHead;
import knutpunkt.wire.record.Content;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.record.Header;
import knutpunkt.wire.record.JournalRecord;
import knutpunkt.wire.record.Storage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCodecTest {
    private static final BootId BOOT = new BootId("b1");
    private static final JournalId JOURNAL = new JournalId("j1");
    private static final Challenge CHALLENGE = new Challenge("0123456789abcdef0123456789abcdef");
    private static final Instant AT = Instant.parse("2026-11-22T14:32:05.123Z");
    private static final DoorId DOOR = new DoorId("square");
    private static final Seal SEAL = new Seal("eyJhbGciOiJFZERTQSJ9.." + "A".repeat(86));

    static Stream<Message> everyMessage() {
        var grant = new Grant(
                new GrantId("g1"),
                Set.of(DOOR),
                Optional.of(new ScheduleId("evenings")),
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2027-01-01T00:00:00Z"));
        var first = record(1, Hash.ZERO);
        return Stream.of(
                new ControllerState.Online(
                        BOOT,
                        3,
                        120_000,
                        "0.1.0",
                        ChainHead.empty(JOURNAL),
                        new Revision(1, 42),
                        Hash.ZERO,
                        ClockTrust.TRUSTED,
                        List.of(new DoorState(
                                DOOR, DoorState.Strike.SECURED, DoorState.Contact.CLOSED, DoorState.Condition.SECURED)),
                        CHALLENGE),
                new ControllerState.Offline(BOOT, 3),
                new Heartbeat(
                        BOOT,
                        125_000,
                        CHALLENGE,
                        new Revision(1, 42),
                        7,
                        2,
                        0,
                        Optional.of(new Health(Storage.LOW, 1, true)),
                        Optional.of(Challenge.NONE)),
                new LeaseRenewal(CHALLENGE, new Revision(1, 42), AT, Optional.empty()),
                new LeaseRenewal(CHALLENGE, new Revision(1, 42), AT, Optional.of(CHALLENGE)),
                new EventBatch(
                        Hash.ZERO,
                        List.of(
                                first,
                                JournalRecord.following(
                                        first.hash(),
                                        header(2),
                                        new Content.Disposed(first.content().hash()))),
                        ChainHead.empty(JOURNAL)),
                new EventAck.Committed(JOURNAL, 17),
                new EventAck.SendFrom(JOURNAL, 4),
                new EventAck.SendFrom(JOURNAL, 4, Optional.of(CHALLENGE)),
                new AccessWant(Revision.NONE, Hash.ZERO, CHALLENGE, BOOT, JOURNAL),
                new AccessUpdate(
                        CHALLENGE,
                        Optional.of(new Revision(1, 41)),
                        new Revision(1, 42),
                        Hash.ZERO,
                        1,
                        1,
                        List.of(
                                new AccessItem.Badge(new BadgeToken(1, -1, 2), new PersonId("p1"), true),
                                new AccessItem.Holder(new PersonId("p1"), false, true, false, true, List.of(grant)),
                                new AccessItem.Schedule(
                                        new ScheduleId("evenings"),
                                        List.of(new Window(DayOfWeek.FRIDAY, 17 * 60, 1440)),
                                        List.of()),
                                new AccessItem.Calendar(
                                        ZoneId.of("Europe/Stockholm"),
                                        new TreeMap<>(Map.of(LocalDate.of(2026, 12, 25), "juldagen")))),
                        List.of("badge/1.ffffffffffffffff0000000000000003")),
                new AccessWant(new Revision(1, 42), Hash.ZERO, CHALLENGE, BOOT, JOURNAL, Optional.of(SEAL)),
                new AccessWant(new Revision(1, 42), Hash.ZERO, CHALLENGE, BOOT, JOURNAL, Optional.of(SEAL), true, 8),
                new AccessUpdate(
                        CHALLENGE,
                        Optional.empty(),
                        new Revision(1, 42),
                        Hash.ZERO,
                        1,
                        1,
                        List.of(),
                        List.of(),
                        Optional.of(SEAL)),
                new AccessRecall(CHALLENGE, new Revision(1, 42), Optional.empty()),
                new AccessRecall(CHALLENGE, new Revision(1, 42), Optional.of(new AccessRecall.Piece(255, 9))),
                new AccessHeld.Outline(
                        CHALLENGE, new Revision(1, 42), Collections.nCopies(AccessList.BUCKETS, Hash.ZERO)),
                new AccessHeld.Items(
                        CHALLENGE,
                        new Revision(1, 42),
                        new AccessRecall.Piece(0, 0),
                        List.of(new AccessItem.Badge(new BadgeToken(1, -1, 2), new PersonId("p1"), true)),
                        true),
                new AccessReceipt(new Revision(1, 42), Hash.ZERO, AT),
                new Command(
                        new CommandId("k1"),
                        DOOR,
                        Optional.of(new PointId("in-1")),
                        Command.Action.LEARN_BADGE,
                        CHALLENGE),
                new Command(new CommandId("k2"), DOOR, Optional.empty(), Command.Action.RELEASE_ONCE, CHALLENGE),
                new CommandResult(new CommandId("k1"), CommandResult.Outcome.LEARNT, Optional.of("a.b.c.d.e")),
                new KeysWant(
                        Hash.ZERO,
                        Optional.of(Hash.ZERO),
                        AT,
                        Hash.ZERO,
                        Optional.of(new KeysWant.Request("AAAA", Optional.of(new KeysWant.Signer("AAAA", "AAAA")))),
                        CHALLENGE));
    }

    @ParameterizedTest
    @MethodSource("everyMessage")
    void aMessageReadsBackAsItWasWritten(Message message) {
        byte[] payload = MessageCodec.encode(message);

        assertThat(MessageCodec.decode(message.channel(), payload)).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("everyMessage")
    void fieldsOfANewerSenderAreIgnored(Message message) {
        String payload = new String(MessageCodec.encode(message), StandardCharsets.UTF_8);
        String newer = payload.substring(0, payload.length() - 1) + ",\"inventedLater\":{\"a\":[1]}}";

        assertThat(MessageCodec.decode(message.channel(), newer.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(message);
    }

    @Test
    void aWantOfAListThatCameWithoutASealIsRead() {
        String payload = "{\"revision\":\"1.42\",\"digest\":\"" + Hash.ZERO + "\",\"nonce\":\"" + CHALLENGE.text()
                + "\",\"boot\":\"b1\",\"journal\":\"j1\",\"whole\":false,\"received\":0}";

        assertThat(MessageCodec.decode(Channel.ACCESS_WANT, payload.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new AccessWant(new Revision(1, 42), Hash.ZERO, CHALLENGE, BOOT, JOURNAL));
    }

    @Test
    void aRecordWithAClockTrustOfANewerControllerStillFollowsItsChain() {
        var header = new Header(JOURNAL, 1, BOOT, "learnt-by-a-later-one", 5, AT, "SATELLITE");
        var written = JournalRecord.following(Hash.ZERO, header, new Content.Kept("00".repeat(16), "{}"));
        byte[] payload = MessageCodec.encode(new EventBatch(Hash.ZERO, List.of(written), ChainHead.empty(JOURNAL)));

        var read = (EventBatch) MessageCodec.decode(Channel.EVENTS, payload);

        assertThat(read.records().getFirst().follows(Hash.ZERO)).isTrue();
        assertThat(read.records().getFirst().header().clock()).isEqualTo(ClockTrust.UNKNOWN);
    }

    @ParameterizedTest
    @MethodSource("everyMessage")
    void everyTruncationIsMalformedAndNothingElse(Message message) {
        byte[] payload = MessageCodec.encode(message);

        for (int length = 0; length < payload.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(payload, length);
            assertThatThrownBy(() -> MessageCodec.decode(message.channel(), cut))
                    .isInstanceOf(MalformedMessage.class);
        }
    }

    @Test
    void aHeartbeatOfAnOlderControllerTellsNothingOfItsHealthAndEchoesNothing() {
        String older = "{\"boot\":\"b1\",\"uptimeMillis\":125000,\"challenge\":\"0123456789abcdef0123456789abcdef\","
                + "\"revision\":\"1.42\",\"journalPending\":7,\"messagesRejected\":2,\"signalsDropped\":0}";

        assertThat(MessageCodec.decode(Channel.HEARTBEAT, older.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new Heartbeat(
                        BOOT, 125_000, CHALLENGE, new Revision(1, 42), 7, 2, 0, Optional.empty(), Optional.empty()));
    }

    @Test
    void aPayloadLooksAsATechnicianWouldReadIt() {
        assertThat(new String(
                        MessageCodec.encode(new Heartbeat(
                                BOOT,
                                125_000,
                                CHALLENGE,
                                new Revision(1, 42),
                                7,
                                2,
                                0,
                                Optional.of(new Health(Storage.LOW, 1, true)),
                                Optional.of(Challenge.NONE))),
                        StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"boot\":\"b1\",\"uptimeMillis\":125000,\"challenge\":\"0123456789abcdef0123456789abcdef\","
                                + "\"revision\":\"1.42\",\"journalPending\":7,\"messagesRejected\":2,\"signalsDropped\":0,"
                                + "\"health\":{\"storage\":\"LOW\",\"slowSyncs\":1,\"leaseLow\":true},"
                                + "\"echo\":\"00000000000000000000000000000000\"}");
    }

    @Test
    void aWordOfANewerSenderIsUnknown() {
        String body = EventCodec.body(new Event.Refused(
                        new PointId("out"),
                        Reason.BLOCKED,
                        Optional.empty(),
                        new Revision(1, 1),
                        new Situation(DOOR, Posture.NORMAL, Lease.CURRENT, ClockTrust.TRUSTED, false)))
                .replace("BLOCKED", "EATEN_BY_DOG");

        assertThat(EventCodec.read("refused", body))
                .hasValueSatisfying(
                        event -> assertThat(((Event.Refused) event).reason()).isEqualTo(Reason.UNKNOWN));
    }

    @Test
    void aMissingFieldIsMalformed() {
        byte[] payload = "{\"status\":\"offline\",\"connection\":1}".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> MessageCodec.decode(Channel.STATE, payload)).isInstanceOf(MalformedMessage.class);
    }

    @Test
    void aMissingNumberIsMalformed() {
        byte[] payload = "{\"status\":\"offline\",\"boot\":\"b1\"}".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> MessageCodec.decode(Channel.STATE, payload)).isInstanceOf(MalformedMessage.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+1000000000-12-31T23:59:59Z", "+10000-01-01T00:00:00Z", "1969-12-31T23:59:59Z"})
    void anEndThatNoCertificateCanHaveIsMalformed(String until) {
        String good = new String(
                MessageCodec.encode(new KeysWant(Hash.ZERO, Optional.empty(), AT, Hash.ZERO, Optional.empty())),
                StandardCharsets.UTF_8);
        byte[] payload = good.replace(AT.toString(), until).getBytes(StandardCharsets.UTF_8);

        assertThat(payload).hasSizeGreaterThan(0).isNotEqualTo(good.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> MessageCodec.decode(Channel.KEYS_WANT, payload))
                .isInstanceOf(MalformedMessage.class);
    }

    @ParameterizedTest
    @EnumSource
    void nothingButNullIsMalformed(Channel channel) {
        assertThatThrownBy(() -> MessageCodec.decode(channel, "null".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedMessage.class);
    }

    @Test
    void anOversizedPayloadIsMalformedBeforeItIsParsed() {
        byte[] payload = new byte[Channel.HEARTBEAT.bytesMax() + 1];

        assertThatThrownBy(() -> MessageCodec.decode(Channel.HEARTBEAT, payload))
                .isInstanceOf(MalformedMessage.class)
                .hasMessageContaining("[4097] bytes on [heartbeat]");
    }

    private static Header header(long sequence) {
        return new Header(JOURNAL, sequence, BOOT, "closed", 1_000, AT, ClockTrust.TRUSTED);
    }

    private static JournalRecord record(long sequence, Hash previous) {
        return JournalRecord.following(
                previous,
                header(sequence),
                new Content.Kept("00112233445566778899aabbccddeeff", EventCodec.body(new Event.Closed(DOOR))));
    }
}
