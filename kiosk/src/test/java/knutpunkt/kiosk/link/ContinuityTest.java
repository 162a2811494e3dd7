package knutpunkt.kiosk.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Optional;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.log.Alarms;
import knutpunkt.kiosk.log.FakeJournal;
import knutpunkt.wire.Hash;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.message.EventAck;
import knutpunkt.wire.record.ChainHead;
import knutpunkt.wire.record.Event;
import org.junit.jupiter.api.Test;

/** What a controller hears whose journal is not what the log has of it. */
final class ContinuityTest extends LinkFixture {
    @Test
    void aControllerWhoseDiskEndsBeforeTheLogHearsSoWithItsBirth() {
        connect(c1);
        c1.journal.add(AT, passage("p-1")).add(AT, passage("p-2"));
        ChainHead early = c1.journal.head();
        c1.journal.add(AT, passage("p-3"));
        say(c1, c1.journal.all());
        awaitTold(c1, EventAck.class);

        say(c1, c1.birth(Revision.NONE, early));

        await().until(() -> isAsked(c1.journal.id(), 4));
    }

    @Test
    void aControllerWithAnotherRecordUnderTheLogsLastNumberHearsSoWithItsBirth() {
        connect(c1);
        c1.journal.add(AT, passage("p-1")).add(AT, passage("p-2"));
        say(c1, c1.journal.all());
        awaitTold(c1, EventAck.class);

        say(c1, c1.birth(Revision.NONE, new ChainHead(c1.journal.id(), 2, Hash.of(new byte[] {7}))));

        await().until(() -> isAsked(c1.journal.id(), 4));
    }

    @Test
    void aControllerThatKnowsNothingOfItsJournalBeforeHearsOfItWithItsBirth() {
        connect(c1);
        c1.journal.add(AT, passage("p-1")).add(AT, passage("p-2"));
        say(c1, c1.journal.all());
        awaitTold(c1, EventAck.class);

        say(c1, c1.birth(Revision.NONE, ChainHead.empty(new JournalId("quite-new"))));

        await().until(() -> isAsked(c1.journal.id(), 3));
    }

    /** The service runs on a copy that is older than that journal. */
    @Test
    void aJournalThatIsUnknownAndYetWasAcknowledgedIsAskedForFromItsBeginning() {
        c1.journal.add(AT, passage("p-1")).add(AT, passage("p-2"));
        say(c1, c1.birth());

        say(c1, c1.heartbeat());

        await().until(() -> isAsked(c1.journal.id(), 1));
        Alarms.Alarm alarm = await().until(() -> lists.database.read(Alarms::list), raised -> !raised.isEmpty())
                .getFirst();
        assertThat(alarm.kind()).isEqualTo(Alarms.Kind.RECORDS_LACKING);
        assertThat(alarm.detail()).contains("has acknowledged [2]").contains("run the command restore");
    }

    @Test
    void aNewJournalWhoseFirstBatchCameBeforeItsBirthIsAskedForTheGap() {
        var next = nextJournal();
        say(c1, next.all());
        await().until(() -> told(c1, EventAck.class).contains(new EventAck.Committed(next.id(), 1)));

        say(c1, c1.birth(Revision.NONE, next.head()));

        await().until(() -> asked() == 1);
    }

    @Test
    void aNewJournalOfWhichTheLogHasMoreThanItsBirthSaysIsAskedForTheGap() {
        var next = nextJournal();
        ChainHead atBirth = next.head();
        next.add(AT, passage("p-4"));
        say(c1, next.all());
        await().until(() -> told(c1, EventAck.class).contains(new EventAck.Committed(next.id(), 2)));

        say(c1, c1.birth(Revision.NONE, atBirth));

        await().until(() -> asked() == 1);
        assertThat(isAsked(next.id(), 3)).isTrue();
    }

    @Test
    void theGapIsAskedForAtEveryHeartbeatUntilTheLogHasIt() {
        var next = nextJournal();
        outbox.broken.set(true);
        say(c1, c1.birth(Revision.NONE, next.head()));
        await().until(() -> liveness.isOnline(c1.id));
        say(c1, c1.heartbeat());
        outbox.broken.set(false);
        say(c1, next.all());
        await().until(() -> told(c1, EventAck.class).contains(new EventAck.Committed(next.id(), 1)));
        int before = asked();

        say(c1, c1.heartbeat());
        await().until(() -> asked() == before + 1);
        say(c1, c1.heartbeat());
        await().until(() -> asked() == before + 2);

        next.add(AT, new Event.Gap("the storage was empty", Optional.of(c1.journal.id())));
        say(c1, next.all());
        await().until(() -> told(c1, EventAck.class).contains(new EventAck.Committed(next.id(), 2)));
        say(c1, c1.heartbeat());
        say(c1, c1.heartbeat());
        flushByCommand(c1);
        assertThat(asked()).isEqualTo(before + 2);
    }

    @Test
    void aControllerThatDoesNotTellOfTheGapIsAskedForAMinuteOnceAConnection() {
        var next = nextJournal();
        say(c1, next.all());

        say(c1, c1.birth(Revision.NONE, next.head()));
        beat(20);
        assertThat(asked()).isEqualTo(12);

        say(c1, c1.birth(Revision.NONE, next.head()));
        beat(20);
        assertThat(asked()).isEqualTo(24);
    }

    @Test
    void aDiskThatIsPutBackIsAskedForNothingItHas() {
        var next = nextJournal();
        say(c1, next.all());
        await().until(() -> told(c1, EventAck.class).contains(new EventAck.Committed(next.id(), 1)));

        say(c1, c1.birth(Revision.NONE, c1.journal.head()));
        beat(2);

        assertThat(told(c1, EventAck.class)).noneMatch(EventAck.SendFrom.class::isInstance);
    }

    /** After a first journal of two records, one begun on an empty disk. */
    private FakeJournal nextJournal() {
        connect(c1);
        c1.journal.add(AT, passage("p-1")).add(AT, passage("p-2"));
        say(c1, c1.journal.all());
        awaitTold(c1, EventAck.class);
        return new FakeJournal("c1", "quite-new").add(AT, passage("p-3"));
    }

    private void beat(int times) {
        for (int i = 0; i < times; i++) {
            say(c1, c1.heartbeat());
        }
        flushByCommand(c1);
    }

    private int asked() {
        return asked(c1.journal.id(), 3);
    }

    private boolean isAsked(JournalId journal, long from) {
        return asked(journal, from) > 0;
    }

    /** How often a record was asked for; over a challenge, or nobody could know that it is not an old message. */
    private int asked(JournalId journal, long from) {
        return (int) told(c1, EventAck.class).stream()
                .filter(EventAck.SendFrom.class::isInstance)
                .map(EventAck.SendFrom.class::cast)
                .filter(asked -> asked.journal().equals(journal) && asked.from() == from)
                .peek(asked -> assertThat(asked.challenge()).isPresent())
                .count();
    }
}
