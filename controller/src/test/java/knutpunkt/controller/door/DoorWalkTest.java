package knutpunkt.controller.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import knutpunkt.access.Posture;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.record.Event;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Thousands of signals in any order, and after every one of them: the strike is released only while the door is (I1) and
 * never for longer than a grant's time, only after a grant or a command was recorded (I4), an exit is never shown red
 * (I9), every command is answered once and truly, every grant and every known exit reading ends exactly once, and a
 * command that released the door at most once. To replay a failure, run the seed it names alone.
 */
class DoorWalkTest {
    private static final int STEPS = 10_000;
    private static final List<PersonId> PEOPLE = List.of(
            DoorUnderTest.ANNA, DoorUnderTest.BO, DoorUnderTest.CILLA, new PersonId("p-4"), new PersonId("p-5"));

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whateverHappensTheInvariantsHold(long seed) {
        var random = new Random(seed);
        var door = random.nextInt(5) == 0 ? DoorUnderTest.withoutContact() : DoorUnderTest.unread();
        boolean hasContact = door.door.contact() != ContactBelief.ABSENT;
        var walk = new Walk(door);
        for (int i = 0; i < STEPS; i++) {
            String at = "seed " + seed + " step " + i;
            walk.next(random, hasContact, at);
            walk.check(at);
        }
        walk.finish("seed " + seed + " at the end");
    }

    private static final class Walk {
        private final DoorUnderTest door;
        private final Set<Long> begun = new HashSet<>();
        private final Set<Long> nobodys = new HashSet<>();
        private final Set<Long> ended = new HashSet<>();
        private int journalSeen;
        private int effectsSeen;
        private Uptime releasedAt = new Uptime(0);

        Walk(DoorUnderTest door) {
            this.door = door;
        }

        void next(Random random, boolean hasContact, String at) {
            int shownBefore = door.shown.size();
            PersonId person = PEOPLE.get(random.nextInt(PEOPLE.size()));
            switch (random.nextInt(15)) {
                case 0, 1, 2 -> door.tap(person);
                case 3 -> door.tapRefused(person);
                case 4 -> {
                    door.tapExit(person);
                    assertThat(door.shown.subList(shownBefore, door.shown.size()))
                            .as(at)
                            .containsExactly(Outcome.GRANTED);
                }
                case 5 -> {
                    door.tapExitUnknown();
                    assertThat(door.shown.subList(shownBefore, door.shown.size()))
                            .as(at)
                            .containsExactly(Outcome.GRANTED);
                }
                case 6 -> {
                    if (hasContact) {
                        door.open();
                    }
                }
                case 7 -> {
                    if (hasContact) {
                        door.close();
                    }
                }
                case 8 -> door.pressExit();
                case 9, 10 -> door.pass(Duration.ofMillis(random.nextInt(4_000)));
                case 11 -> door.passSeconds(random.nextInt(40));
                case 12 -> rare(random, hasContact, person);
                case 13 -> command(random, at);
                default -> {
                    door.journalFails = false;
                    door.strikeFails = false;
                    door.syncTakes = Duration.ZERO;
                }
            }
        }

        private void command(Random random, String at) {
            boolean releasedBefore = door.released;
            int answersBefore = door.answers.size();
            door.command(random.nextInt(4) == 0 ? Posture.LOCKDOWN : Posture.NORMAL);
            assertThat(door.answers).as(at).hasSize(answersBefore + 1);
            assertThat(door.answers.getLast() == ReleaseOutcome.RELEASED)
                    .as("%s: answered truly", at)
                    .isEqualTo(door.released && !releasedBefore);
        }

        private void rare(Random random, boolean hasContact, PersonId person) {
            switch (random.nextInt(12)) {
                case 0 -> door.journalFails = true;
                case 1 -> door.strikeFails = true;
                case 2 -> door.syncTakes = Duration.ofMillis(random.nextInt(3_000));
                case 3 -> {
                    if (hasContact) {
                        door.loseContact();
                    }
                }
                case 4 -> door.hear(new Signal.Withdrawn(door.now, DoorUnderTest.tokenOf(person)));
                case 5 -> {
                    if (hasContact) {
                        door.hear(new Signal.Stopping(door.now));
                    }
                }
                case 6 -> door.sleep(Duration.ofSeconds(random.nextInt(20)));
                default ->
                    door.tapReadAt(
                            person, DoorUnderTest.grantFor(person), new Uptime(door.now.nanos() - 3_000_000_000L));
            }
        }

        void check(String at) {
            assertThat(door.released).as(at).isEqualTo(door.door.condition() instanceof Condition.Released);
            for (; journalSeen < door.journal.size(); journalSeen++) {
                begin(journalSeen + 1L, door.journal.get(journalSeen));
            }
            for (; effectsSeen < door.effects.size(); effectsSeen++) {
                note(door.effects.get(effectsSeen), at);
            }
            if (door.door.condition() instanceof Condition.Released(var until, var grants, var command)) {
                assertThat(until.since(releasedAt))
                        .as("%s: a release has an end", at)
                        .isLessThanOrEqualTo(DoorUnderTest.TIMES.unlockExtended());
                assertThat(grants.isEmpty() && command.isEmpty()).as(at).isFalse();
            }
        }

        private void begin(long sequence, Event event) {
            if (event instanceof Event.Granted) {
                begun.add(sequence);
            } else if (event instanceof Event.ExitRead read) {
                (read.person().isPresent() ? begun : nobodys).add(sequence);
            } else if (event instanceof Event.ReleasedByCommand) {
                nobodys.add(sequence);
            }
        }

        private void note(Effect effect, String at) {
            switch (effect) {
                case Effect.Release(var attempt, var sequence) -> {
                    assertThat(door.journal.get((int) sequence - 1))
                            .as("%s: I4, what was released for", at)
                            .isInstanceOf(
                                    switch (attempt) {
                                        case Attempt.Entry _ -> Event.Granted.class;
                                        case Attempt.Command _ -> Event.ReleasedByCommand.class;
                                    });
                    releasedAt = door.now;
                }
                case Effect.Keep(Event.Passage passage) -> end(passage.of(), at);
                case Effect.Keep(Event.NotOpened notOpened) -> end(notOpened.of(), at);
                case Effect.Keep _, Effect.KeepFirst _, Effect.Secure _, Effect.Show _, Effect.Answer _ -> {}
            }
        }

        private void end(long sequence, String at) {
            assertThat(begun.contains(sequence) || nobodys.contains(sequence))
                    .as("%s: %d was begun", at, sequence)
                    .isTrue();
            assertThat(ended.add(sequence)).as("%s: %d ends once", at, sequence).isTrue();
        }

        /** Whatever was begun has ended. */
        void finish(String at) {
            door.passSeconds(60);
            check(at);
            assertThat(door.released).as(at).isFalse();
            assertThat(ended).as(at).containsAll(begun);
            assertThat(begun).as("%s: the walk got somewhere", at).hasSizeGreaterThan(500);
        }
    }
}
