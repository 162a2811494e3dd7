package knutpunkt.wire.record;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import knutpunkt.access.ClockTrust;
import knutpunkt.access.Lease;
import knutpunkt.access.Reason;
import knutpunkt.access.Revision;
import knutpunkt.access.Situation;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.PointId;

/** What happened, as a record's body holds it. A new case needs a kind in the event codec. */
public sealed interface Event {

    /** The controller's process started. */
    record Started(String version) implements Event {
        public Started {
            requireNonNull(version, "version");
        }
    }

    /** A journal before this one was lost, whole or in part; what was in it and not acknowledged is gone. */
    record Gap(String reason, Optional<JournalId> previous) implements Event {
        public Gap {
            requireNonNull(reason, "reason");
            requireNonNull(previous, "previous");
        }
    }

    /** A badge was granted entry; the strike is released after this is durable. */
    record Granted(PointId point, PersonId person, GrantId grant, Revision revision, Situation situation)
            implements Event {
        public Granted {
            requireNonNull(point, "point");
            requireNonNull(person, "person");
            requireNonNull(grant, "grant");
            requireNonNull(revision, "revision");
            requireNonNull(situation, "situation");
        }
    }

    /** A badge was refused entry. */
    record Refused(PointId point, Reason reason, Optional<PersonId> person, Revision revision, Situation situation)
            implements Event {
        public Refused {
            requireNonNull(point, "point");
            requireNonNull(reason, "reason");
            requireNonNull(person, "person");
            requireNonNull(revision, "revision");
            requireNonNull(situation, "situation");
        }
    }

    /** A badge was read on the inside. It is recorded and can refuse nothing (invariant I9). */
    record ExitRead(DoorId door, PointId point, Optional<PersonId> person) implements Event {
        public ExitRead {
            requireNonNull(door, "door");
            requireNonNull(point, "point");
            requireNonNull(person, "person");
        }
    }

    /**
     * A command releases the door for whoever stands there; the strike is released after this is durable. It is nobody's
     * grant, so no passage comes of it.
     */
    record ReleasedByCommand(DoorId door, CommandId command) implements Event {
        public ReleasedByCommand {
            requireNonNull(door, "door");
            requireNonNull(command, "command");
        }
    }

    /**
     * A person went through.
     *
     * @param of the sequence of the grant or exit reading in the same journal
     * @param doubt why the confidence is no higher, where the door has more to say than that
     */
    record Passage(
            DoorId door, Direction direction, PersonId person, long of, Confidence confidence, Optional<Doubt> doubt)
            implements Event {
        public Passage {
            requireNonNull(door, "door");
            requireNonNull(direction, "direction");
            requireNonNull(person, "person");
            requireNonNull(confidence, "confidence");
            requireNonNull(doubt, "doubt");
        }

        /** One without a doubt of its own. */
        public Passage(DoorId door, Direction direction, PersonId person, long of, Confidence confidence) {
            this(door, direction, person, of, confidence, Optional.empty());
        }
    }

    /** A grant, an exit reading or a release by command was followed by no opening: nobody went through. */
    record NotOpened(DoorId door, long of) implements Event {
        public NotOpened {
            requireNonNull(door, "door");
        }
    }

    /** The exit button was pressed, or its sensor saw somebody. */
    record ExitRequested(DoorId door) implements Event {
        public ExitRequested {
            requireNonNull(door, "door");
        }
    }

    record Opened(DoorId door, Cause cause) implements Event {
        public Opened {
            requireNonNull(door, "door");
            requireNonNull(cause, "cause");
        }
    }

    record Closed(DoorId door) implements Event {
        public Closed {
            requireNonNull(door, "door");
        }
    }

    /** The door has stood open for too long. */
    record Held(DoorId door) implements Event {
        public Held {
            requireNonNull(door, "door");
        }
    }

    /** Three grants in a row without an opening: the contact is not believed until it moves again. */
    record ContactSuspect(DoorId door) implements Event {
        public ContactSuspect {
            requireNonNull(door, "door");
        }
    }

    /** A badge read too old to act upon (invariant I13). */
    record StaleRead(DoorId door, PointId point, long ageMillis) implements Event {
        public StaleRead {
            requireNonNull(door, "door");
            requireNonNull(point, "point");
        }
    }

    /** A part of a door stopped or started working. */
    record PartHealth(DoorId door, String part, boolean working, String reason) implements Event {
        public PartHealth {
            requireNonNull(door, "door");
            requireNonNull(part, "part");
            requireNonNull(reason, "reason");
        }
    }

    /** A list is in force from now on: the receipt. */
    record ListApplied(Revision revision, Hash digest) implements Event {
        public ListApplied {
            requireNonNull(revision, "revision");
            requireNonNull(digest, "digest");
        }
    }

    record LeaseChanged(Lease lease) implements Event {
        public LeaseChanged {
            requireNonNull(lease, "lease");
        }
    }

    /**
     * Little is left of the lease: told early, while everybody is still admitted.
     *
     * @param leftMinutes until only essential persons are admitted
     */
    record LeaseLow(long leftMinutes) implements Event {}

    /**
     * What the journal's disk is like has changed, or syncs took too long again.
     *
     * @param slowSyncs how many took over a second since the start, whatever for: an entry that waits so long is refused
     * @param leftOut diagnostics that were not kept, for want of room, since the boot
     */
    record StorageChanged(Storage storage, long slowSyncs, long leftOut) implements Event {
        public StorageChanged {
            requireNonNull(storage, "storage");
        }
    }

    /** While the journal took no records, a door had more of them than it can set by: so many are lost. */
    record RecordsLost(DoorId door, long count) implements Event {
        public RecordsLost {
            requireNonNull(door, "door");
        }
    }

    record ClockChanged(ClockTrust clock) implements Event {
        public ClockChanged {
            requireNonNull(clock, "clock");
        }
    }

    /** A command came, and what came of it; kept before the answer is sent. */
    record CommandHandled(CommandId command, String action, String outcome) implements Event {
        public CommandHandled {
            requireNonNull(command, "command");
            requireNonNull(action, "action");
            requireNonNull(outcome, "outcome");
        }
    }

    /**
     * The service was restored from a backup: after its revision {@code last} comes {@code first}, in a new epoch. What
     * came after the first of them before is gone.
     */
    record Restored(Revision last, Revision first) implements Event {
        public Restored {
            requireNonNull(last, "last");
            requireNonNull(first, "first");
        }
    }

    /**
     * The service has forgotten what records of a journal held. Their headers and hashes stay, so the chain still proves
     * that nothing else is missing. It says of nobody that they were in them.
     *
     * @param kinds what the records were, as their headers still say, with commas between them
     * @param decision the number of the decision that says so; empty where none is needed
     */
    record Disposed(JournalId journal, Sequences sequences, String kinds, Ground ground, Optional<String> decision)
            implements Event {
        public Disposed {
            requireNonNull(journal, "journal");
            requireNonNull(sequences, "sequences");
            requireNonNull(kinds, "kinds");
            requireNonNull(ground, "ground");
            requireNonNull(decision, "decision");
        }
    }

    /** A message was rejected; recorded the first time for each reason and boot, counted after that. */
    record MessageRejected(String channel, String reason) implements Event {
        public MessageRejected {
            requireNonNull(channel, "channel");
            requireNonNull(reason, "reason");
        }
    }

    /**
     * The service's own: nobody saw them leave, so from this time on they no longer count on the wall. Whoever had been
     * seen after {@code seenBefore} is left as they are. It says nobody's name: whom it concerns follows from the passages.
     *
     * @param night the site's date it belongs to; each has one at most
     * @param at when it counts, whenever it was written
     */
    record CheckedOut(LocalDate night, Instant at, Instant seenBefore) implements Event {
        public CheckedOut {
            requireNonNull(night, "night");
            requireNonNull(at, "at");
            requireNonNull(seenBefore, "seenBefore");
        }
    }

    /**
     * The service's own: an administrator knew better than the doors.
     *
     * @param at when it was so; what doors tell of later times overrides it
     * @param account whose word it is, by an opaque id
     */
    record PresenceCorrected(
            PersonId person, Correction correction, Instant at, String account, CorrectionReason reason)
            implements Event {
        public PresenceCorrected {
            requireNonNull(person, "person");
            requireNonNull(correction, "correction");
            requireNonNull(at, "at");
            requireNonNull(account, "account");
            requireNonNull(reason, "reason");
        }
    }
}
