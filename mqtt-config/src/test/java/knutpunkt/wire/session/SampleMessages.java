package knutpunkt.wire.session;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import knutpunkt.access.ClockTrust;
import knutpunkt.access.Revision;
import knutpunkt.wire.BootId;
import knutpunkt.wire.Channel;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.PointId;
import knutpunkt.wire.message.AccessHeld;
import knutpunkt.wire.message.AccessRecall;
import knutpunkt.wire.message.AccessReceipt;
import knutpunkt.wire.message.AccessUpdate;
import knutpunkt.wire.message.AccessWant;
import knutpunkt.wire.message.Challenge;
import knutpunkt.wire.message.Command;
import knutpunkt.wire.message.CommandResult;
import knutpunkt.wire.message.ControllerState;
import knutpunkt.wire.message.EventAck;
import knutpunkt.wire.message.EventBatch;
import knutpunkt.wire.message.EventCodec;
import knutpunkt.wire.message.Health;
import knutpunkt.wire.message.Heartbeat;
import knutpunkt.wire.message.KeysUpdate;
import knutpunkt.wire.message.KeysWant;
import knutpunkt.wire.message.LeaseRenewal;
import knutpunkt.wire.message.Message;
import knutpunkt.wire.record.ChainHead;
import knutpunkt.wire.record.Content;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.record.Header;
import knutpunkt.wire.record.JournalRecord;
import knutpunkt.wire.record.Storage;

/** One valid message for each channel. */
public final class SampleMessages {
    private static final Challenge CHALLENGE = new Challenge("0123456789abcdef0123456789abcdef");
    private static final Challenge NONCE = new Challenge("f".repeat(32));
    private static final Instant AT = Instant.parse("2026-11-22T14:32:05.123Z");
    private static final BootId BOOT = new BootId("b1");
    private static final JournalId JOURNAL = new JournalId("j1");
    private static final DoorId DOOR = new DoorId("square");
    private static final CommandId COMMAND = new CommandId("k1");
    private static final Revision REVISION = new Revision(1, 42);

    private SampleMessages() {}

    public static Message of(Channel channel) {
        return switch (channel) {
            case STATE -> new ControllerState.Offline(BOOT, 3);
            case HEARTBEAT ->
                new Heartbeat(
                        BOOT,
                        125_000,
                        CHALLENGE,
                        REVISION,
                        7,
                        2,
                        0,
                        Optional.of(new Health(Storage.LOW, 1, true)),
                        Optional.of(NONCE));
            case LEASE -> new LeaseRenewal(CHALLENGE, REVISION, AT, Optional.of(NONCE));
            case EVENTS -> new EventBatch(Hash.ZERO, List.of(firstRecord()), ChainHead.empty(JOURNAL));
            case EVENTS_ACK -> new EventAck.Committed(JOURNAL, 17);
            case ACCESS_WANT -> new AccessWant(Revision.NONE, Hash.ZERO, CHALLENGE, BOOT, JOURNAL);
            case ACCESS_UPDATE ->
                new AccessUpdate(CHALLENGE, Optional.empty(), REVISION, Hash.ZERO, 1, 1, List.of(), List.of());
            case ACCESS_RECEIPT -> new AccessReceipt(REVISION, Hash.ZERO, AT);
            case ACCESS_RECALL -> new AccessRecall(CHALLENGE, REVISION, Optional.empty());
            case ACCESS_HELD ->
                new AccessHeld.Items(CHALLENGE, REVISION, new AccessRecall.Piece(7, 0), List.of(), true);
            case COMMANDS ->
                new Command(COMMAND, DOOR, Optional.of(new PointId("in-1")), Command.Action.IDENTIFY, CHALLENGE);
            case COMMANDS_RESULT -> new CommandResult(COMMAND, CommandResult.Outcome.DONE, Optional.empty());
            case KEYS_WANT ->
                new KeysWant(
                        Hash.ZERO,
                        Optional.of(Hash.ZERO),
                        Instant.EPOCH,
                        Hash.ZERO,
                        Optional.of(new KeysWant.Request("AAAA", Optional.of(new KeysWant.Signer("AAAA", "AAAA")))),
                        NONCE);
            case KEYS_UPDATE ->
                new KeysUpdate(
                        CHALLENGE, List.of("AAAA"), List.of("AAAA"), Optional.of("AAAA"), KeysUpdate.Renewal.NOTHING);
        };
    }

    private static JournalRecord firstRecord() {
        return JournalRecord.following(
                Hash.ZERO,
                new Header(JOURNAL, 1, BOOT, "closed", 1_000, AT, ClockTrust.TRUSTED),
                new Content.Kept("00112233445566778899aabbccddeeff", EventCodec.body(new Event.Closed(DOOR))));
    }
}
