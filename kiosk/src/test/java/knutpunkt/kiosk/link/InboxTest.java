package knutpunkt.kiosk.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Optional;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.message.EventAck;
import org.junit.jupiter.api.Test;

final class InboxTest {
    private static final JournalId JOURNAL = new JournalId("j1");

    private final Inbox inbox = new Inbox();
    private final FakeController controller = new FakeController("c1");

    @Test
    void theListGoesFirstThenTheNewestAcknowledgementThenMessagesInOrderThenTime() {
        var first = controller.heartbeat();
        var second = controller.heartbeat();
        inbox.tick();
        inbox.offer(first, 0);
        inbox.offer(second, 0);
        inbox.acknowledge(new EventAck.Committed(JOURNAL, 4));
        inbox.acknowledge(new EventAck.Committed(JOURNAL, 9));
        inbox.push();
        inbox.push();
        inbox.tick();

        var taken = new ArrayList<Inbox.Task>();
        for (int i = 0; i < 5; i++) {
            taken.add(inbox.poll().orElseThrow());
        }

        assertThat(taken)
                .containsExactly(
                        new Inbox.Task.Push(),
                        new Inbox.Task.Acknowledge(new EventAck.Committed(JOURNAL, 9)),
                        new Inbox.Task.Handle(first, 0),
                        new Inbox.Task.Handle(second, 0),
                        new Inbox.Task.Tick());
    }

    @Test
    void noMoreWaitThanItTakes() {
        for (int i = 0; i < Inbox.WAITING_MAX; i++) {
            assertThat(inbox.offer(controller.heartbeat(), 0)).isTrue();
        }

        assertThat(inbox.offer(controller.heartbeat(), 0)).isFalse();
    }

    @Test
    void aClosedOneTakesAndGivesNothing() {
        inbox.offer(controller.heartbeat(), 0);
        inbox.close();

        assertThat(inbox.offer(controller.heartbeat(), 0)).isFalse();
        assertThat(inbox.poll()).isEqualTo(Optional.empty());
    }
}
