package knutpunkt.kiosk.explain;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import knutpunkt.access.AccessItem;
import knutpunkt.access.AccessList;
import knutpunkt.access.BadgeToken;
import knutpunkt.access.ClockTrust;
import knutpunkt.access.Decision;
import knutpunkt.access.Lease;
import knutpunkt.access.PinOutcome;
import knutpunkt.access.Posture;
import knutpunkt.access.Reason;
import knutpunkt.access.Revision;
import knutpunkt.access.Situation;
import knutpunkt.kiosk.access.AccessChanges;
import knutpunkt.kiosk.badges.Badge;
import knutpunkt.kiosk.badges.Badges;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.doors.Confirmations;
import knutpunkt.kiosk.doors.Plan;
import knutpunkt.kiosk.log.Records.Logged;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.record.Event;

/** Asks the doors' own decision again: of the list in force now, and of one that was. */
final class Questions {
    /** Stands for a badge that somebody might get; no chip gives such a token. */
    private static final BadgeToken ANY = BadgeToken.parse("1." + "0".repeat(32));

    private final AccessChanges changes;

    Questions(AccessChanges changes) {
        this.changes = requireNonNull(changes, "changes");
    }

    /** What a list answers: the grant that opens, or the reason of the refusal. */
    record Verdict(Optional<GrantId> grant, Optional<Reason> refusal) {
        static Verdict of(Decision decision) {
            return switch (decision) {
                case Decision.Granted granted -> new Verdict(Optional.of(granted.grant()), Optional.empty());
                case Decision.Refused refused -> new Verdict(Optional.empty(), Optional.of(refused.reason()));
            };
        }
    }

    /**
     * One badge's answers.
     *
     * @param label empty for somebody without a badge: then it is what any badge of theirs would do
     * @param then by the list of that time; empty where only the list of now can tell
     */
    record Answer(Optional<String> label, Verdict now, Optional<Verdict> then) {}

    /**
     * Could this person open this door at this time?
     *
     * @param then the list of that time; empty for a time to come
     */
    List<Answer> could(Transaction transaction, PersonId person, DoorId door, Instant at, Optional<AccessList> then) {
        var situation = new Situation(door, Posture.NORMAL, Lease.CURRENT, ClockTrust.TRUSTED, false);
        AccessList now = changes.current();
        var answers = new ArrayList<Answer>();
        for (Badge badge : Badges.of(transaction, person)) {
            Badges.itemsOf(transaction, badge.id()).stream()
                    .findFirst()
                    .ifPresent(item -> answers.add(new Answer(
                            Optional.of(badge.label()),
                            decide(now, situation, item.token(), at),
                            then.map(list -> decide(list, situation, item.token(), at)))));
        }
        if (answers.isEmpty()) {
            answers.add(new Answer(
                    Optional.empty(),
                    decide(withBadge(now, person), situation, ANY, at),
                    then.map(list -> decide(withBadge(list, person), situation, ANY, at))));
        }
        return answers;
    }

    private static AccessList withBadge(AccessList list, PersonId person) {
        if (list.revision().equals(Revision.NONE)) {
            return list;
        }
        return list.with(list.revision().next(), List.of(new AccessItem.Badge(ANY, person, false)), List.of());
    }

    private static Verdict decide(AccessList list, Situation situation, BadgeToken token, Instant at) {
        return Verdict.of(Decision.decide(list, situation, token, PinOutcome.RIGHT, at));
    }

    /** The revision a door decided by at a moment: what its controller had confirmed, else the newest that there was. */
    Revision inForce(Transaction transaction, DoorId door, Instant at) {
        return Plan.owner(transaction, door)
                .flatMap(controller -> Confirmations.inForce(transaction, controller, at))
                .orElseGet(() -> changes.newestAt(transaction, at));
    }

    Optional<AccessList> list(Transaction transaction, Revision revision) {
        return changes.at(transaction, revision);
    }

    /** What a door decided, as its record says. */
    record Decided(
            DoorId door,
            Optional<PersonId> person,
            Instant at,
            Revision revision,
            Situation situation,
            Verdict verdict) {
        /** Empty for a record of anything else. */
        static Optional<Decided> of(Logged logged) {
            Instant at = logged.journalRecord().header().at();
            return logged.event().flatMap(event -> switch (event) {
                case Event.Granted granted ->
                    Optional.of(new Decided(
                            granted.situation().door(),
                            Optional.of(granted.person()),
                            at,
                            granted.revision(),
                            granted.situation(),
                            new Verdict(Optional.of(granted.grant()), Optional.empty())));
                case Event.Refused refused ->
                    Optional.of(new Decided(
                            refused.situation().door(),
                            refused.person(),
                            at,
                            refused.revision(),
                            refused.situation(),
                            new Verdict(Optional.empty(), Optional.of(refused.reason()))));
                case Event.Started _,
                        Event.Gap _,
                        Event.ExitRead _,
                        Event.ReleasedByCommand _,
                        Event.Passage _,
                        Event.NotOpened _,
                        Event.ExitRequested _,
                        Event.Opened _,
                        Event.Closed _,
                        Event.Held _,
                        Event.ContactSuspect _,
                        Event.StaleRead _,
                        Event.PartHealth _,
                        Event.ListApplied _,
                        Event.LeaseChanged _,
                        Event.LeaseLow _,
                        Event.StorageChanged _,
                        Event.RecordsLost _,
                        Event.ClockChanged _,
                        Event.CommandHandled _,
                        Event.Disposed _,
                        Event.Restored _,
                        Event.MessageRejected _,
                        Event.CheckedOut _,
                        Event.PresenceCorrected _ -> Optional.empty();
            });
        }

        /** What must have come of the PIN: the record has the reason only. */
        PinOutcome pin() {
            return verdict.refusal()
                    .map(reason -> switch (reason) {
                        case PIN_MISSING -> PinOutcome.NOT_GIVEN;
                        case PIN_WRONG -> PinOutcome.WRONG;
                        case UNKNOWN_BADGE,
                                BLOCKED,
                                NO_GRANT,
                                NOT_YET_VALID,
                                ENDED,
                                OUT_OF_HOURS,
                                LOCKDOWN,
                                LEASE_ENDED,
                                CLOCK_UNTRUSTED,
                                NO_LIST,
                                JOURNAL_UNAVAILABLE,
                                JOURNAL_SLOW,
                                UNKNOWN -> PinOutcome.RIGHT;
                    })
                    .orElse(PinOutcome.RIGHT);
        }

        /** Without a journal, or with a slow one, a door refuses whom the list would have let in. */
        boolean agreesWith(Verdict again) {
            boolean forTheJournal = verdict.refusal()
                    .filter(reason -> reason == Reason.JOURNAL_UNAVAILABLE || reason == Reason.JOURNAL_SLOW)
                    .isPresent();
            return again.equals(verdict) || (forTheJournal && again.grant().isPresent());
        }
    }

    /** One badge's answer, made again. */
    record Again(Optional<String> label, Verdict verdict, boolean agrees) {}

    /**
     * Makes a door's decision again with all that it knew: for each badge that the person had in that list, as the record
     * does not say which it was.
     */
    static List<Again> again(Transaction transaction, Decided decided, AccessList list) {
        if (decided.person().isEmpty()) {
            return List.of();
        }
        PersonId person = decided.person().get();
        return list.items()
                .filter(AccessItem.Badge.class::isInstance)
                .map(AccessItem.Badge.class::cast)
                .filter(badge -> badge.person().equals(person))
                .map(badge -> {
                    Verdict verdict = Verdict.of(
                            Decision.decide(list, decided.situation(), badge.token(), decided.pin(), decided.at()));
                    return new Again(Badges.label(transaction, badge.token()), verdict, decided.agreesWith(verdict));
                })
                .toList();
    }
}
