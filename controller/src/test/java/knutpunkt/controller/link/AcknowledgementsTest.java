package knutpunkt.controller.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import knutpunkt.controller.journal.Journal;
import knutpunkt.loop.Threads;
import knutpunkt.wire.Channel;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.message.EventAck;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.record.JournalRecord;
import knutpunkt.wire.session.Rejection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcknowledgementsTest {
    @TempDir
    Path folder;

    private final ManualNanos nanos = new ManualNanos();
    private final Challenges challenges = new Challenges(new Random(3), nanos);

    private Rig rig;
    private JournalId journal;
    private Acknowledgements acknowledgements;

    @BeforeEach
    void start() {
        rig = new Rig(folder, nanos);
        var publisher = new Publisher(rig.journal, new Outgoing(), rig.self, LinkTimes.DEFAULTS, Threads.THREADS);
        acknowledgements = new Acknowledgements(rig.journal, publisher, challenges, rig.rejections, nanos);
        journal = rig.journal.head().journal();
        rig.journal.append(new Event.Closed(Rig.DOOR));
        rig.journal.append(new Event.Closed(Rig.DOOR));
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void whatIsCommittedIsNoted() {
        acknowledgements.handle(new EventAck.Committed(journal, 1));

        assertThat(rig.journal.acknowledged()).isEqualTo(1);
    }

    @Test
    void anOlderAcknowledgementTakesNothingBack() {
        acknowledgements.handle(new EventAck.Committed(journal, 2));
        acknowledgements.handle(new EventAck.Committed(journal, 1));
        acknowledgements.handle(new EventAck.Committed(journal, -5));

        assertThat(rig.journal.acknowledged()).isEqualTo(2);
    }

    @Test
    void whatIsSaidOfAnotherJournalIsRefused() {
        acknowledgements.handle(new EventAck.Committed(new JournalId("another"), 2));

        assertThat(rig.journal.acknowledged()).isZero();
        assertThat(rig.rejected(Channel.EVENTS_ACK, Rejection.REPLAYED)).isOne();
    }

    @Test
    void emptiedStorageIsToldAsAGapOnce() {
        var before = new JournalId("before");

        acknowledgements.handle(new EventAck.SendFrom(before, 9));
        acknowledgements.handle(new EventAck.SendFrom(before, 9));

        assertThat(rig.journal.head().journal()).isEqualTo(journal);
        assertThat(rig.events())
                .filteredOn(Event.Gap.class::isInstance)
                .containsExactly(new Event.Gap("the storage was empty", Optional.of(before)));
    }

    @Test
    void aGapThatHadToComeLateIsToldOnceToo() {
        var before = new JournalId("before");
        for (int i = 0; i < 3; i++) {
            rig.journal.append(Collections.nCopies(200, new Event.Closed(Rig.DOOR)));
        }

        acknowledgements.handle(new EventAck.SendFrom(before, 9));
        rig.journal.append(new Event.Closed(Rig.DOOR));
        acknowledgements.handle(new EventAck.SendFrom(before, 9));

        List<JournalRecord> late = rig.journal.after(602, 200);
        assertThat(late).extracting(one -> one.header().kind()).containsExactly("gap", "closed");
    }

    @Test
    void aJournalThatBeganWithAGapHasToldIt() {
        acknowledgements.handle(new EventAck.Committed(journal, 3));
        assertNewJournalAfterGap();
        int told = rig.events().size();

        acknowledgements.handle(new EventAck.SendFrom(journal, 3));

        assertThat(rig.events()).hasSize(told);
    }

    @Test
    void aRequestForARecordBeforeTheFirstIsRefused() {
        acknowledgements.handle(new EventAck.SendFrom(journal, 0));

        assertThat(rig.rejected(Channel.EVENTS_ACK, Rejection.NOT_ALLOWED)).isOne();
    }

    @Test
    void aServiceThatKnowsMoreThanThisDiskMakesItBeginANewJournal() {
        acknowledgements.handle(new EventAck.Committed(journal, 3));

        assertNewJournalAfterGap();
    }

    @Test
    void aServiceThatLacksMoreThanThisDiskHasMakesItBeginANewJournal() {
        acknowledgements.handle(new EventAck.SendFrom(journal, 3));
        assertThat(rig.journal.head().journal()).isEqualTo(journal);

        acknowledgements.handle(new EventAck.SendFrom(journal, 4));

        assertNewJournalAfterGap();
    }

    @Test
    void aServiceThatLostWhatItHadIsSentItAgainAndNothingOfThatIsAcknowledged() {
        acknowledgements.handle(new EventAck.Committed(journal, 2));

        acknowledgements.handle(new EventAck.SendFrom(journal, 1, Optional.of(challenges.next())));

        assertThat(rig.journal.acknowledged()).isZero();
        assertThat(rig.journal.pending()).isEqualTo(2);
        assertThat(rig.journal.head().journal()).isEqualTo(journal);
    }

    @Test
    void anOldRequestForAcknowledgedRecordsTakesNothingBack() {
        var old = new EventAck.SendFrom(journal, 1, Optional.of(challenges.next()));
        acknowledgements.handle(new EventAck.Committed(journal, 2));
        nanos.advance(Challenges.LIFE);

        acknowledgements.handle(old);
        acknowledgements.handle(new EventAck.SendFrom(journal, 1));

        assertThat(rig.journal.acknowledged()).isEqualTo(2);
        assertThat(rig.rejected(Channel.EVENTS_ACK, Rejection.REPLAYED)).isOne();
    }

    @Test
    void aFreshRequestForForgottenRecordsBeginsANewJournalAndAnOldOneDoesNot() {
        acknowledgements.handle(new EventAck.Committed(journal, 1));
        rig.journal.lookAfter();
        nanos.advance(Journal.KEPT_AFTER_ACKNOWLEDGED);
        rig.journal.lookAfter();
        assertThat(rig.journal.first()).isEqualTo(2);

        acknowledgements.handle(new EventAck.SendFrom(journal, 1));
        assertThat(rig.journal.head().journal()).isEqualTo(journal);

        acknowledgements.handle(new EventAck.SendFrom(journal, 1, Optional.of(challenges.next())));
        assertNewJournalAfterGap();
    }

    @Test
    void whateverTheServiceSaysANewJournalIsBegunOnceAnHourAtMost() {
        acknowledgements.handle(new EventAck.Committed(journal, 3));
        JournalId second = rig.journal.head().journal();

        acknowledgements.handle(new EventAck.Committed(second, 1_000));
        nanos.advance(Acknowledgements.ANEW_EVERY.minusMillis(1));
        acknowledgements.handle(new EventAck.SendFrom(second, 1_000));
        assertThat(rig.journal.head().journal()).isEqualTo(second);
        assertThat(rig.rejected(Channel.EVENTS_ACK, Rejection.NOT_HANDLED)).isEqualTo(2);

        nanos.advance(Duration.ofMillis(1));
        acknowledgements.handle(new EventAck.Committed(second, 1_000));
        assertThat(rig.journal.head().journal()).isNotEqualTo(second);
    }

    private void assertNewJournalAfterGap() {
        assertThat(rig.journal.head().journal()).isNotEqualTo(journal);
        assertThat(rig.events().getFirst())
                .isInstanceOfSatisfying(
                        Event.Gap.class, gap -> assertThat(gap.previous()).contains(journal));
    }
}
