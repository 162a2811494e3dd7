package knutpunkt.controller.door;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import knutpunkt.access.BadgeToken;
import knutpunkt.access.ClockTrust;
import knutpunkt.access.Decision;
import knutpunkt.access.Lease;
import knutpunkt.access.Posture;
import knutpunkt.access.Reason;
import knutpunkt.access.Revision;
import knutpunkt.access.Situation;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.PointId;
import knutpunkt.wire.record.Event;

/** A door's rules, with a journal that is a list, a strike that is a boolean, and a clock that tests move. */
final class DoorUnderTest {
    static final DoorId ID = new DoorId("front");
    static final PointId OUTSIDE = new PointId("front-out");
    static final PointId INSIDE = new PointId("front-in");
    static final PersonId ANNA = new PersonId("p-1");
    static final PersonId BO = new PersonId("p-2");
    static final PersonId CILLA = new PersonId("p-3");
    static final CommandId COMMAND = new CommandId("k-1");
    static final Duration COMMAND_LIFE = Duration.ofSeconds(2);
    static final DoorTimes TIMES = DoorTimes.DEFAULTS;

    /** What was kept. The place in the list plus one is the sequence. */
    final List<Event> journal = new ArrayList<>();

    final List<Outcome> shown = new ArrayList<>();
    final List<ReleaseOutcome> answers = new ArrayList<>();
    final List<Effect> effects = new ArrayList<>();
    Door door;
    Uptime now = new Uptime(0);
    boolean released;
    boolean journalFails;
    boolean strikeFails;
    Duration syncTakes = Duration.ZERO;

    private DoorUnderTest(boolean hasContact) {
        door = Door.unread(ID, hasContact);
    }

    /** Closed and secured, with a contact that has been read. */
    static DoorUnderTest closed() {
        var test = unread();
        test.close();
        return test;
    }

    static DoorUnderTest unread() {
        return new DoorUnderTest(true);
    }

    static DoorUnderTest withoutContact() {
        return new DoorUnderTest(false);
    }

    static BadgeToken tokenOf(PersonId person) {
        return new BadgeToken(1, person.text().hashCode(), 7);
    }

    static Decision.Granted grantFor(PersonId person) {
        return new Decision.Granted(person, new GrantId("g-" + person), false);
    }

    void tap(PersonId person) {
        tap(person, grantFor(person));
    }

    void tap(PersonId person, Decision decision) {
        tapReadAt(person, decision, now);
    }

    void tapReadAt(PersonId person, Decision decision, Uptime readAt) {
        hear(new Signal.Presented(
                now,
                readAt,
                OUTSIDE,
                tokenOf(person),
                decision,
                new Revision(1, 1),
                new Situation(ID, Posture.NORMAL, Lease.CURRENT, ClockTrust.TRUSTED, false)));
    }

    void tapRefused(PersonId person) {
        tap(person, new Decision.Refused(Reason.BLOCKED, Optional.of(person)));
    }

    void tapExit(PersonId person) {
        hear(new Signal.ExitPresented(now, now, INSIDE, tokenOf(person), Optional.of(person)));
    }

    void tapExitUnknown() {
        hear(new Signal.ExitPresented(now, now, INSIDE, new BadgeToken(1, 99, 99), Optional.empty()));
    }

    void command() {
        command(Posture.NORMAL);
    }

    void command(Posture posture) {
        hear(new Signal.ReleaseCommanded(now, now.plus(COMMAND_LIFE), COMMAND, posture));
    }

    void open() {
        hear(new Signal.Opened(now));
    }

    void close() {
        hear(new Signal.Closed(now));
    }

    void loseContact() {
        hear(new Signal.ContactLost(now));
    }

    void pressExit() {
        hear(new Signal.ExitPressed(now));
    }

    /** Lets time pass without telling the door, as when it is busy. */
    void sleep(Duration duration) {
        now = now.plus(duration);
    }

    void pass(Duration duration) {
        sleep(duration);
        hear(new Signal.Ticked(now));
    }

    void passSeconds(long seconds) {
        pass(Duration.ofSeconds(seconds));
    }

    void hear(Signal signal) {
        Door before = door;
        Step step = door.step(signal, TIMES);
        door = step.door();
        for (Effect effect : step.effects()) {
            effects.add(effect);
            switch (effect) {
                case Effect.Keep(var event) -> {
                    if (!journalFails) {
                        journal.add(event);
                    }
                }
                case Effect.KeepFirst(var event, var attempt) -> keepFirst(event, attempt);
                case Effect.Secure _ -> released = false;
                case Effect.Show(var point, var outcome) -> shown.add(outcome);
                case Effect.Answer(var command, var outcome) -> answers.add(outcome);
                case Effect.Release(var attempt, var sequence) -> {
                    if (strikeFails) {
                        door = before;
                        hear(new Signal.StrikeFailed(now, attempt, sequence));
                        return;
                    }
                    released = true;
                }
            }
        }
    }

    private void keepFirst(Event event, Attempt attempt) {
        now = now.plus(syncTakes);
        if (journalFails) {
            hear(new Signal.NotRecorded(now, attempt));
            return;
        }
        journal.add(event);
        hear(new Signal.Recorded(now, journal.size(), attempt));
    }

    <T extends Event> List<T> kept(Class<T> kind) {
        return journal.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    List<Event.Passage> passages() {
        return kept(Event.Passage.class);
    }
}
