package knutpunkt.wire.message;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Optional;
import knutpunkt.wire.Channel;
import knutpunkt.wire.JournalId;

/** What the service has of a journal. */
@JsonClassDescription("What the service has of a journal: committed up to a record, or a record it lacks, from "
        + "which on the controller sends again.")
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "answer")
@JsonSubTypes({
    @JsonSubTypes.Type(value = EventAck.Committed.class, name = "committed"),
    @JsonSubTypes.Type(value = EventAck.SendFrom.class, name = "send-from")
})
public sealed interface EventAck extends Message {
    JournalId journal();

    @Override
    default Channel channel() {
        return Channel.EVENTS_ACK;
    }

    /** Everything up to and with this sequence is on the service's disk. */
    record Committed(JournalId journal, long upTo) implements EventAck {
        public Committed {
            requireNonNull(journal, "journal");
        }
    }

    /**
     * The service lacks this one: send again from it on.
     *
     * @param challenge of the controller's, live when this was said. Without it nobody can know that it is not an old
     *     message, and what was acknowledged stays so.
     */
    record SendFrom(JournalId journal, long from, Optional<Challenge> challenge) implements EventAck {
        public SendFrom {
            requireNonNull(journal, "journal");
            requireNonNull(challenge, "challenge");
        }

        /** Said without knowing a challenge. */
        public SendFrom(JournalId journal, long from) {
            this(journal, from, Optional.empty());
        }
    }
}
