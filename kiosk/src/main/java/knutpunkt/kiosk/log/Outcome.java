package knutpunkt.kiosk.log;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.message.EventAck;

/** What came of a batch. */
public sealed interface Outcome {

    /** What the controller is told, once this is on disk; empty when it is told nothing. */
    Optional<EventAck> answer();

    /**
     * All of it is in the log now.
     *
     * @param added how many records were new; 0 for a duplicate
     */
    record Committed(JournalId journal, long upTo, int added) implements Outcome {
        public Committed {
            requireNonNull(journal, "journal");
        }

        @Override
        public Optional<EventAck> answer() {
            return Optional.of(new EventAck.Committed(journal, upTo));
        }
    }

    /** Nothing was added: the log goes on from another record than the batch. */
    record Missing(JournalId journal, long from) implements Outcome {
        public Missing {
            requireNonNull(journal, "journal");
        }

        @Override
        public Optional<EventAck> answer() {
            return Optional.of(new EventAck.SendFrom(journal, from));
        }
    }

    /** Nothing was added, and the alarm says why. It is not acknowledged: the controller keeps what it has. */
    record Rejected(Alarms.Kind why) implements Outcome {
        public Rejected {
            requireNonNull(why, "why");
        }

        @Override
        public Optional<EventAck> answer() {
            return Optional.empty();
        }
    }

    /** From a controller that is not enrolled: not even an alarm can be kept for it. */
    record Stranger() implements Outcome {
        @Override
        public Optional<EventAck> answer() {
            return Optional.empty();
        }
    }
}
