package knutpunkt.wire.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import knutpunkt.wire.Channel;
import knutpunkt.wire.record.JournalRecord;

/** Messages to bytes and back. Thread-safe. */
public final class MessageCodec {
    private static final ObjectMapper JSON = WireJson.mapper();

    private MessageCodec() {}

    /**
     * The bytes that are signed and sent.
     *
     * @throws IllegalArgumentException when the message is larger than its channel allows
     */
    public static byte[] encode(Message message) {
        try {
            byte[] payload = JSON.writeValueAsBytes(message);
            Channel channel = message.channel();
            if (payload.length > channel.bytesMax()) {
                throw new IllegalArgumentException("a message of [" + payload.length + "] bytes does not fit ["
                        + channel.path() + "], which takes " + channel.bytesMax());
            }
            return payload;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a valid message must have a JSON form: " + message.channel(), e);
        }
    }

    /** How many bytes a record takes in a batch, for whoever fills one up to the channel's size. */
    public static int sizeOf(JournalRecord journalRecord) {
        try {
            return JSON.writeValueAsBytes(journalRecord).length;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a valid record must have a JSON form", e);
        }
    }

    /**
     * Reads what came on a channel.
     *
     * @throws MalformedMessage when it is too large, not JSON, or breaks a rule of its type
     */
    public static Message decode(Channel channel, byte[] payload) {
        if (payload.length > channel.bytesMax()) {
            throw new MalformedMessage(
                    "[" + payload.length + "] bytes on [" + channel.path() + "], which takes " + channel.bytesMax());
        }
        try {
            Message message = JSON.readValue(payload, typeOf(channel));
            if (message == null) {
                throw new MalformedMessage("nothing but null on [" + channel.path() + "]");
            }
            return message;
        } catch (JsonProcessingException e) {
            throw new MalformedMessage("not a message of [" + channel.path() + "]: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new MalformedMessage("unreadable bytes on [" + channel.path() + "]");
        }
    }

    /** What travels on a channel: one record, or the interface of several. */
    public static Class<? extends Message> typeOf(Channel channel) {
        return switch (channel) {
            case STATE -> ControllerState.class;
            case HEARTBEAT -> Heartbeat.class;
            case LEASE -> LeaseRenewal.class;
            case EVENTS -> EventBatch.class;
            case EVENTS_ACK -> EventAck.class;
            case ACCESS_WANT -> AccessWant.class;
            case ACCESS_UPDATE -> AccessUpdate.class;
            case ACCESS_RECEIPT -> AccessReceipt.class;
            case ACCESS_RECALL -> AccessRecall.class;
            case ACCESS_HELD -> AccessHeld.class;
            case COMMANDS -> Command.class;
            case COMMANDS_RESULT -> CommandResult.class;
            case KEYS_WANT -> KeysWant.class;
            case KEYS_UPDATE -> KeysUpdate.class;
        };
    }
}
