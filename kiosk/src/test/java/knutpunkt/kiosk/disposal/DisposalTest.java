package knutpunkt.kiosk.disposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import knutpunkt.access.ClockTrust;
import knutpunkt.kiosk.log.FakeJournal;
import knutpunkt.kiosk.log.LogProof;
import knutpunkt.kiosk.log.Outcome;
import knutpunkt.kiosk.log.Records;
import knutpunkt.kiosk.log.SiteJournal;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.message.EventBatch;
import knutpunkt.wire.record.Cause;
import knutpunkt.wire.record.Content;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.record.Ground;
import knutpunkt.wire.record.Sequences;
import org.junit.jupiter.api.Test;

/** What is forgotten, and what is proved afterwards. */
final class DisposalTest extends DisposalFixture {
    @Test
    void whatIsOlderThanItsKindIsKeptIsForgottenAndProvedSo() {
        happens(daysAgo(400), new Event.Gap("emptied", Optional.of(new JournalId("j0"))));
        happens(daysAgo(90.1), new Event.Started("1"));
        happens(daysAgo(89.9), new Event.Started("2"));
        happens(daysAgo(14.1), read("p-1"));
        happens(daysAgo(14.1), new Event.Opened(DOOR, Cause.EXIT));
        happens(daysAgo(13.9), read("p-1"));

        assertThat(disposal().forgetOld()).isEqualTo(3);

        assertThat(kept()).containsExactly(1L, 3L, 6L);
        assertThat(told())
                .containsExactly(new Event.Disposed(
                        journal.id(),
                        new Sequences("2,4-5"),
                        "exit-read,opened,started",
                        Ground.RETENTION,
                        Optional.of("N123-0456/26")));
        assertThat(proof().isWhole()).isTrue();
        assertThat(disposal().forgetOld()).isZero();
    }

    @Test
    void withoutADecisionNothingIsForgotten() {
        happens(daysAgo(500), read("p-1"));

        assertThat(disposal(Retention.DEFAULT).forgetOld()).isZero();
        boolean waits = log.database().read(disposal(Retention.DEFAULT)::waitsForDecision);
        boolean waitsThough = log.database().read(disposal()::waitsForDecision);
        assertThat(List.of(waits, waitsThough)).containsExactly(true, false);
        assertThat(kept()).containsExactly(1L);
    }

    @Test
    void theTimeOfAClockThatIsNotTrustedCountsForNothing() {
        journal.clock(ClockTrust.LOWER_BOUND).add(Instant.EPOCH, read("p-1"));
        arrives(daysAgo(1));
        journal.clock(ClockTrust.LOST).add(daysAgo(-400), read("p-2"));
        arrives(daysAgo(15));

        disposal().forgetOld();

        assertThat(kept()).containsExactly(1L);
    }

    @Test
    void whatComesLateIsAsOldAsItIsAndWhatComesFromTheFutureIsNot() {
        journal.add(daysAgo(20), read("p-1"));
        arrives(daysAgo(0));
        journal.add(daysAgo(-400), read("p-2"));
        arrives(daysAgo(15));

        disposal().forgetOld();

        assertThat(kept()).isEmpty();
    }

    @Test
    void aKindThatNobodyKnowsGoesWithWhatPeopleDid() {
        journal.addRaw(daysAgo(15), "from-tomorrow", "{\"person\":\"p-1\"}");
        arrives(daysAgo(15));

        assertThat(disposal().forgetOld()).isEqualTo(1);
    }

    @Test
    void whatTheServiceDidItselfIsForgottenTooAndItsDisposalsNever() {
        now = daysAgo(15);
        var own = new SiteJournal(() -> now, () -> 0, new Random(1), List.of());
        log.database().write(transaction -> own.append(transaction, List.of(read("p-1"))));
        now = NOW;
        disposal().forgetOld();
        now = NOW.plus(Duration.ofDays(4_000));

        disposal().forgetOld();

        assertThat(told()).hasSize(1);
        assertThat(proof().isWhole()).isTrue();
        assertThat(proof().journals()).extracting(LogProof.Proved::forgotten).containsExactly(1L);
    }

    @Test
    void whatIsHeldStaysUntilTheHoldIsLifted() {
        happens(daysAgo(30), read("p-1"));
        happens(daysAgo(30), read("p-2"));
        happens(daysAgo(20), read("p-1"));
        log.database().write(transaction -> {
            Holds.place(transaction, "h1", Optional.of(new PersonId("p-1")), daysAgo(31), daysAgo(29), NOW);
            return 0;
        });

        disposal().forgetOld();
        disposal().forget(new PersonId("p-1"), "N7/26");

        assertThat(kept()).containsExactly(1L);
        assertThat(holds()).extracting(Holds.Hold::id).containsExactly("h1");
        boolean lifted = log.database().write(transaction -> Holds.lift(transaction, "h1", NOW));
        assertThat(lifted).isTrue();
        assertThat(disposal().forgetOld()).isEqualTo(1);
        assertThat(holds()).isEmpty();
    }

    @Test
    void aHoldForEverybodyHoldsWhatTellsOfNobodyToo() {
        happens(daysAgo(30), new Event.Closed(DOOR));
        log.database().write(transaction -> {
            Holds.place(transaction, "h1", Optional.empty(), daysAgo(31), daysAgo(29), NOW);
            return 0;
        });

        assertThat(disposal().forgetOld()).isZero();
    }

    @Test
    void onePersonIsForgottenWithoutSayingWhoItWas() {
        happens(daysAgo(1), read("p-1"));
        happens(daysAgo(1), read("p-2"));
        happens(daysAgo(0.5), read("p-1"));
        journal.addRaw(daysAgo(0.5), "from-tomorrow", "[\"p-1\"]");
        arrives(daysAgo(0.5));

        assertThat(disposal(Retention.DEFAULT).forget(new PersonId("p-1"), "N7/26"))
                .isEqualTo(3);

        assertThat(kept()).containsExactly(2L);
        assertThat(told()).extracting(Event.Disposed::sequences).containsExactly(new Sequences("1,3-4"));
        assertThat(told()).extracting(Event.Disposed::ground).containsOnly(Ground.PERSON);
        assertThat(proof().isWhole()).isTrue();
        assertThat(all().stream()
                        .map(logged -> logged.journalRecord().content())
                        .filter(Content.Kept.class::isInstance)
                        .map(content -> ((Content.Kept) content).body()))
                .noneMatch(body -> body.contains("p-1"));
    }

    @Test
    void whoeverIsFoundByPersonOrDoorIsForgottenThereToo() {
        happens(daysAgo(15), read("p-1"));

        disposal().forgetOld();

        var person = new PersonId("p-1");
        List<Records.Logged> ofPerson = log.database().read(t -> Records.before(t, person, Long.MAX_VALUE, 10));
        List<Records.Logged> ofDoor = log.database().read(t -> Records.before(t, DOOR, Long.MAX_VALUE, 10));
        List<Records.Logged> ofKind = log.database().read(t -> Records.before(t, "exit-read", Long.MAX_VALUE, 10));
        assertThat(ofPerson).isEmpty();
        assertThat(ofDoor).isEmpty();
        assertThat(ofKind).extracting(Records.Logged::event).containsExactly(Optional.empty());
    }

    @Test
    void muchIsForgottenInStepsAndEachIsAskedForBefore() {
        for (int i = 0; i < 1_003; i++) {
            journal.add(daysAgo(15).plusSeconds(i), read("p-" + i % 7));
        }
        log.arriveAt(daysAgo(15).plusSeconds(2_000));
        log.commit(journal.controller(), journal.batches(EventBatch.RECORDS_MAX));

        long forgotten = disposal(DECIDED, (transaction, going) -> {
                    assertThat(going).allMatch(logged -> logged.event().isPresent());
                    asked.add(going.stream().map(Records.Logged::number).toList());
                })
                .forgetOld();

        assertThat(forgotten).isEqualTo(1_003);
        assertThat(asked).extracting(List::size).containsExactly(500, 500, 3);
        assertThat(asked.stream().flatMap(List::stream)).isSorted().doesNotHaveDuplicates();
        assertThat(told()).extracting(Event.Disposed::sequences).first().isEqualTo(new Sequences("1-500"));
        assertThat(proof().isWhole()).isTrue();
    }

    @Test
    void whoeverCannotLetGoUndoesTheStep() {
        happens(daysAgo(15), read("p-1"));
        Disposal disposal = disposal(DECIDED, (transaction, going) -> {
            throw new IllegalStateException("not yet");
        });

        assertThatThrownBy(disposal::forgetOld).hasMessage("not yet");

        assertThat(kept()).containsExactly(1L);
        assertThat(told()).isEmpty();
    }

    @Test
    void recordsThatAreSentAgainStayForgottenAndAreNoFork() {
        happens(daysAgo(15), read("p-1"));
        happens(daysAgo(15), read("p-2"));
        disposal().forgetOld();
        journal.add(daysAgo(0), read("p-3"));

        Outcome again = log.commit(journal.controller(), journal.batch(1, 2));
        Outcome overlapping = log.commit(journal.controller(), journal.all());

        assertThat(again).isEqualTo(new Outcome.Committed(journal.id(), 2, 0));
        assertThat(overlapping).isEqualTo(new Outcome.Committed(journal.id(), 3, 1));
        assertThat(log.alarms()).isEmpty();
        assertThat(kept()).containsExactly(3L);
        assertThat(proof().isWhole()).isTrue();
    }

    @Test
    void anotherRecordInThePlaceOfAForgottenOneIsAFork() {
        happens(daysAgo(15), read("p-1"));
        disposal().forgetOld();
        var other = new FakeJournal("c1", "j1").add(daysAgo(15), read("p-2"));

        log.commit(other);

        assertThat(log.alarms()).extracting(alarm -> alarm.kind().name()).containsExactly("JOURNAL_FORKED");
        assertThat(kept()).isEmpty();
    }
}
