package knutpunkt.controller.door;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import knutpunkt.access.BadgeToken;
import knutpunkt.access.Decision;
import knutpunkt.access.Reason;
import knutpunkt.wire.record.Confidence;
import knutpunkt.wire.record.Direction;
import knutpunkt.wire.record.Event;

/** From a badge at the outside to a released strike: nothing is released before the grant's record is durable (I4). */
final class Entering {
    /** More grants than this at once end the oldest, on record. */
    static final int GRANTS_MAX = 32;

    private Entering() {}

    static Step presented(Door door, Signal.Presented read, DoorTimes times) {
        Duration age = read.at().since(read.readAt());
        if (age.compareTo(times.readAge()) > 0) {
            return Step.to(door, new Effect.Keep(new Event.StaleRead(door.id(), read.point(), age.toMillis())));
        }
        return switch (read.decision()) {
            case Decision.Granted granted -> granted(door, read, granted, times);
            case Decision.Refused refused -> refused(door, read, refused, times);
        };
    }

    private static Step granted(Door door, Signal.Presented read, Decision.Granted granted, DoorTimes times) {
        if (door.recent().holds(admission(read, granted), times.samePresentation())) {
            return Step.to(door, new Effect.Show(read.point(), Outcome.GRANTED));
        }
        var event =
                new Event.Granted(read.point(), granted.person(), granted.grant(), read.revision(), read.situation());
        return Step.to(door, new Effect.KeepFirst(event, new Attempt.Entry(read, granted)));
    }

    static Step refused(Door door, Signal.Presented read, Decision.Refused refused, DoorTimes times) {
        var show = new Effect.Show(read.point(), Outcome.REFUSED);
        var presentation =
                new Recent.Presentation(read.token(), read.point(), read.at(), new Recent.Answer.TurnedAway(refused));
        if (door.recent().holds(presentation, times.samePresentation())) {
            return Step.to(door, show);
        }
        // What was granted a moment ago must not stay open for a badge that is refused now (I3).
        Step withdrawn = withdrawn(door, read.token());
        var event = new Event.Refused(read.point(), refused.reason(), refused.who(), read.revision(), read.situation());
        Door next = withdrawn.door();
        return withdrawn.then(Step.to(next.with(next.recent().with(presentation)), show, new Effect.Keep(event)));
    }

    static Step recorded(Door door, Uptime at, long sequence, Attempt.Entry entry, DoorTimes times) {
        Signal.Presented read = entry.presented();
        boolean slow = at.since(read.at()).compareTo(DoorTimes.RECORDED_WITHIN) > 0;
        if (slow || at.since(read.readAt()).compareTo(times.readAge()) > 0) {
            // The disk took so long that the person may be gone, and the door must not open for nobody (I13).
            return Step.to(
                    door,
                    new Effect.Show(read.point(), Outcome.REFUSED),
                    new Effect.Keep(new Event.NotOpened(door.id(), sequence)),
                    new Effect.Keep(unrecorded(entry, Reason.JOURNAL_SLOW)));
        }
        Door remembering = door.with(door.recent().with(admission(read, entry.granted())));
        Uptime until = at.plus(entry.granted().extendedTime() ? times.unlockExtended() : times.unlock());
        return switch (door.condition()) {
            case Condition.Unknown _, Condition.Secured _ ->
                released(remembering, new Condition.Released(until, List.of(), Optional.empty()), sequence, entry);
            case Condition.Released(var earlier, var grants, var command) ->
                released(remembering, new Condition.Released(until.later(earlier), grants, command), sequence, entry);
            case Condition.Open _, Condition.Held _, Condition.Forced _ ->
                Step.to(
                        remembering,
                        new Effect.Show(read.point(), Outcome.GRANTED),
                        passage(door, entry.granted(), sequence, Confidence.MEDIUM));
        };
    }

    private static Step released(Door door, Condition.Released earlier, long sequence, Attempt.Entry entry) {
        Signal.Presented read = entry.presented();
        Decision.Granted granted = entry.granted();
        var effects = new ArrayList<Effect>();
        effects.add(new Effect.Release(entry, sequence));
        effects.add(new Effect.Show(read.point(), Outcome.GRANTED));
        var grants = new ArrayList<>(earlier.grants());
        Optional<Pending> same = grants.stream()
                .filter(pending -> pending.person().equals(granted.person()))
                .findFirst();
        same.ifPresent(grants::remove);
        if (grants.size() == GRANTS_MAX) {
            endUnopened(door, grants.removeFirst()).ifPresent(effects::add);
        }
        boolean settled = !door.believesContact();
        if (same.isPresent() && same.get().settled()) {
            // One person goes through one opening once: the assumed passage stands, this tap adds none.
            effects.add(new Effect.Keep(new Event.NotOpened(door.id(), sequence)));
            settled = true;
        } else if (settled) {
            effects.add(passage(door, granted, sequence, Confidence.ASSUMED));
        }
        same.flatMap(pending -> endUnopened(door, pending)).ifPresent(effects::add);
        grants.add(new Pending(sequence, granted.person(), read.token(), settled));
        return new Step(door.with(new Condition.Released(earlier.until(), grants, earlier.command())), effects);
    }

    static Step notRecorded(Door door, Attempt.Entry entry) {
        return Step.to(
                door,
                new Effect.Show(entry.presented().point(), Outcome.REFUSED),
                new Effect.Keep(unrecorded(entry, Reason.JOURNAL_UNAVAILABLE)));
    }

    /** Why somebody was refused whom the list lets in. */
    private static Event unrecorded(Attempt.Entry entry, Reason reason) {
        Signal.Presented read = entry.presented();
        return new Event.Refused(
                read.point(), reason, Optional.of(entry.granted().person()), read.revision(), read.situation());
    }

    static Step strikeFailed(Door door, Signal.StrikeFailed failed) {
        var effects = new ArrayList<Effect>();
        effects.add(new Effect.Secure());
        effects.add(
                switch (failed.attempt()) {
                    case Attempt.Entry entry ->
                        new Effect.Show(entry.presented().point(), Outcome.REFUSED);
                    case Attempt.Command command ->
                        new Effect.Answer(command.commanded().command(), ReleaseOutcome.NOT_DONE);
                });
        effects.add(new Effect.Keep(new Event.NotOpened(door.id(), failed.sequence())));
        return switch (door.condition()) {
            case Condition.Released released -> {
                effects.addAll(endAllUnopened(door, released));
                yield new Step(door.with(door.shut()).with(door.recent().withoutAdmissions()), effects);
            }
            case Condition.Unknown _, Condition.Secured _, Condition.Open _, Condition.Held _, Condition.Forced _ ->
                new Step(door, effects);
        };
    }

    static Step withdrawn(Door door, BadgeToken token) {
        Door forgetting = door.with(door.recent()
                .without(presentation ->
                        presentation.token().equals(token) && presentation.answer() instanceof Recent.Answer.Admitted));
        return switch (door.condition()) {
            case Condition.Released(var until, var grants, var command) -> {
                var effects = new ArrayList<Effect>();
                var rest = new ArrayList<Pending>();
                for (Pending pending : grants) {
                    if (pending.token().equals(token)) {
                        endUnopened(door, pending).ifPresent(effects::add);
                    } else {
                        rest.add(pending);
                    }
                }
                if (rest.isEmpty() && command.isEmpty()) {
                    effects.addFirst(new Effect.Secure());
                    yield new Step(forgetting.with(door.shut()), effects);
                }
                yield new Step(forgetting.with(new Condition.Released(until, rest, command)), effects);
            }
            case Condition.Unknown _, Condition.Secured _, Condition.Open _, Condition.Held _, Condition.Forced _ ->
                Step.to(forgetting);
        };
    }

    /** Nobody opened, whoever or whatever the strike was released for. */
    static List<Effect> endAllUnopened(Door door, Condition.Released released) {
        return Stream.concat(
                        released.grants().stream().map(pending -> endUnopened(door, pending)),
                        released.command().stream().map(command -> Commanding.endUnopened(door, command)))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Effect> endUnopened(Door door, Pending pending) {
        return pending.settled()
                ? Optional.empty()
                : Optional.of(new Effect.Keep(new Event.NotOpened(door.id(), pending.sequence())));
    }

    private static Effect passage(Door door, Decision.Granted granted, long sequence, Confidence confidence) {
        return new Effect.Keep(new Event.Passage(
                door.id(), Direction.IN, granted.person(), sequence, confidence, door.doubt(confidence)));
    }

    static Recent.Presentation admission(Signal.Presented read, Decision.Granted granted) {
        return new Recent.Presentation(read.token(), read.point(), read.at(), new Recent.Answer.Admitted(granted));
    }
}
