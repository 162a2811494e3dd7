package knutpunkt.wire.message;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import knutpunkt.access.ClockTrust;
import knutpunkt.access.Revision;
import knutpunkt.wire.BootId;
import knutpunkt.wire.Channel;
import knutpunkt.wire.Hash;
import knutpunkt.wire.record.ChainHead;

/** Whether a controller is there: its birth, or the last will its broker sends for it. Retained. */
@JsonClassDescription("Whether a controller is there. It says so itself at every connection, and again when "
        + "one of its doors' parts changes; when the connection breaks, the broker says offline "
        + "for it, by a will that the controller signed beforehand. An offline of an earlier boot "
        + "or connection than the newest online is ignored.")
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "status")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ControllerState.Online.class, name = "online"),
    @JsonSubTypes.Type(value = ControllerState.Offline.class, name = "offline")
})
public sealed interface ControllerState extends Message {
    BootId boot();

    /** Counts connections within the boot, from 1: a will older than the newest birth is ignored. */
    long connection();

    @Override
    default Channel channel() {
        return Channel.STATE;
    }

    /**
     * Sent at every connection, and again when a door's parts change.
     *
     * @param uptimeMillis monotonic milliseconds since the boot: of two births of one connection the higher is newer
     */
    record Online(
            BootId boot,
            long connection,
            long uptimeMillis,
            String version,
            ChainHead head,
            Revision revision,
            Hash digest,
            ClockTrust clock,
            List<DoorState> doors,
            Challenge challenge)
            implements ControllerState {
        public Online {
            requireNonNull(boot, "boot");
            requireNonNull(version, "version");
            requireNonNull(head, "head");
            requireNonNull(revision, "revision");
            requireNonNull(digest, "digest");
            requireNonNull(clock, "clock");
            requireNonNull(challenge, "challenge");
            doors = List.copyOf(doors);
        }
    }

    /** The will, signed beforehand; or the goodbye of a controller that stops on purpose. */
    record Offline(BootId boot, long connection) implements ControllerState {
        public Offline {
            requireNonNull(boot, "boot");
        }
    }
}
