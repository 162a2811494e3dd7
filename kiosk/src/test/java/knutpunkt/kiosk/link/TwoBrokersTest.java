package knutpunkt.kiosk.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import knutpunkt.access.Revision;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.message.AccessUpdate;
import knutpunkt.wire.message.ControllerState;
import knutpunkt.wire.message.EventAck;
import knutpunkt.wire.message.Heartbeat;
import knutpunkt.wire.message.LeaseRenewal;
import knutpunkt.wire.message.Message;
import knutpunkt.wire.session.Mailbox;
import org.junit.jupiter.api.Test;

/** The service at two brokers that know nothing of each other, and what each of them could do with old messages. */
class TwoBrokersTest extends LinkFixture {
    /** The link looks four times a second. */
    private static final Duration SEVERAL_TICKS = Duration.ofSeconds(1);

    private final FakeOutbox second = new FakeOutbox();
    private final List<String> renewed = new CopyOnWriteArrayList<>();
    private final List<Mailbox> brokers = new ArrayList<>();

    @Override
    SiteLink openLink() {
        brokers.clear();
        return SiteLink.open(
                parts(), List.of(way -> opened(way, outbox, "first"), way -> opened(way, second, "second")));
    }

    private Outbox opened(Mailbox way, FakeOutbox to, String name) {
        brokers.add(way);
        mailbox = brokers.getFirst();
        return new Outbox() {
            @Override
            public void send(ControllerId controller, Message message) {
                to.send(controller, message);
            }

            @Override
            public void renew(String reason) {
                renewed.add(name + ": " + reason);
            }

            @Override
            public void close() {
                to.close();
            }
        };
    }

    @Test
    void aControllerIsAnsweredWhereItWasHeard() {
        sayOver(1, c1, c1.birth());
        sayOver(0, c2, c2.birth());
        sayOver(1, c1, c1.heartbeat());
        sayOver(0, c2, c2.heartbeat());

        await().until(() -> leases(second, c1) == 1 && leases(outbox, c2) == 1);
        assertThat(leases(outbox, c1)).isZero();
        assertThat(leases(second, c2)).isZero();
    }

    @Test
    void aControllerThatMovesIsAnsweredAtItsNewBrokerAndGetsItsListThere() {
        lists.addBadges(1, 10);
        sayOver(0, c1, c1.birth());
        sayOver(0, c1, c1.heartbeat());
        await().until(() -> leases(outbox, c1) == 1);

        brokers.get(0).disconnected("the first broker was killed");
        sayOver(1, c1, c1.birth());
        sayOver(1, c1, c1.want());

        await().until(() -> !second.to(c1.id, AccessUpdate.class).isEmpty());
        assertThat(outbox.to(c1.id, AccessUpdate.class)).isEmpty();
        AccessUpdate update = second.to(c1.id, AccessUpdate.class).getFirst();
        sayOver(1, c1, c1.take(update).orElseThrow());
        await().until(() -> confirmed(c1).equals(Optional.of(update.to())));
        sayOver(1, c1, c1.heartbeat());
        await().until(() -> leases(second, c1) >= 1);
    }

    @Test
    void oneWhoseBrokerIsNotKnownYetIsAnsweredAtEveryBrokerThatIsThere() {
        outbox.broken.set(true);
        c1.journal.add(AT, passage("p-1"));

        sayOver(1, c1, c1.journal.batch(1, 1));

        await().until(() -> !second.to(c1.id, EventAck.class).isEmpty());
    }

    @Test
    void theOldBrokersWillAndBirthDoNotMakeAControllerThatMovedLookOffline() {
        ControllerState.Online before = c1.birth();
        ControllerState.Offline will = c1.will();
        sayOver(0, c1, before);
        await().until(() -> liveness.isOnline(c1.id));
        sayOver(1, c1, c1.birth());
        sayOver(1, c1, c1.heartbeat());
        await().until(() -> leases(second, c1) == 1);

        sayOver(0, c1, will);
        sayOver(0, c1, before);
        sayOver(1, c1, c1.heartbeat());

        await().until(() -> leases(second, c1) == 2);
        assertThat(liveness.isOnline(c1.id)).isTrue();
        assertThat(outbox.to(c1.id, LeaseRenewal.class)).isEmpty();
    }

    @Test
    void aServiceThatStartsAnewIsNotMisledByWhatTheOldBrokerKept() {
        ControllerState.Online before = c1.birth();
        sayOver(0, c1, before);
        ControllerState.Offline will = c1.will();
        sayOver(1, c1, c1.birth());
        sayOver(1, c1, c1.heartbeat());
        await().until(() -> leases(second, c1) == 1);
        link.close();
        link = openLink();

        sayOver(0, c1, will);
        sayOver(0, c1, before);
        sayOver(1, c1, c1.heartbeat());

        await().until(() -> leases(second, c1) == 2);
        assertThat(liveness.isOnline(c1.id)).isTrue();
        assertThat(leases(outbox, c1)).isZero();
    }

    @Test
    void oldHeartbeatsSentAgainByAnotherBrokerDrawNothingToIt() {
        sayOver(0, c1, c1.birth());
        Heartbeat old = c1.heartbeat();
        sayOver(0, c1, old);
        await().until(() -> leases(outbox, c1) == 1);

        for (int i = 0; i < 20; i++) {
            sayOver(1, c1, old);
        }
        sayOver(0, c1, c1.heartbeat());

        await().until(() -> leases(outbox, c1) == 2);
        assertThat(leases(second, c1)).isZero();
    }

    @Test
    void theEndOfOneBrokerTakesNothingFromThoseAtTheOther() {
        lists.addBadges(1, 10);
        sayOver(0, c1, c1.birth());
        sayOver(0, c1, c1.want());
        AccessUpdate update = awaitTold(c1, AccessUpdate.class);
        sayOver(0, c1, c1.take(update).orElseThrow());
        await().until(() -> confirmed(c1).equals(Optional.of(update.to())));

        brokers.get(1).disconnected("the second broker was killed");
        Revision blocked = lists.block(3);

        await().until(() -> awaitTold(c1, AccessUpdate.class).to().equals(blocked));
    }

    @Test
    void aSessionOverWhichEverybodyFellSilentIsRenewedOnceThenAfterTwiceAsLong() {
        sayOver(1, c1, c1.birth());
        await().until(() -> liveness.isOnline(c1.id));

        clock.pass(Way.PATIENCE);
        await().until(() -> renewed.size() == 1);
        clock.pass(Way.PATIENCE.plusSeconds(9));
        await().during(SEVERAL_TICKS).until(() -> renewed.size() == 1);
        clock.pass(Duration.ofSeconds(11));
        await().until(() -> renewed.size() == 2);

        assertThat(renewed)
                .containsOnly("second: none of the controllers at this broker is heard any more, though it answers");
    }

    @Test
    void aBrokerWhereNobodyIsIsLeftAlone() {
        sayOver(0, c1, c1.birth());
        sayOver(1, c1, c1.birth());
        await().until(() -> liveness.isOnline(c1.id));
        sayOver(1, c1, c1.heartbeat());
        await().until(() -> leases(second, c1) == 1);

        clock.pass(Duration.ofMinutes(1));

        await().until(() -> !renewed.isEmpty());
        await().during(SEVERAL_TICKS).until(() -> renewed.stream().allMatch(reason -> reason.startsWith("second")));
    }

    @Test
    void aLateWillIsReplacedByABirthAtTheBrokerThatKeepsItOnceForEachHeartbeat() {
        sayOver(0, c1, c1.birth());
        ControllerState.Offline late = c1.will();
        sayOver(0, c1, c1.birth());
        sayOver(0, c1, c1.heartbeat());
        await().until(() -> leases(outbox, c1) == 1);

        for (int i = 0; i < 20; i++) {
            sayOver(0, c1, late);
        }

        await().until(() -> leases(outbox, c1) == 2);
        sayOver(0, c1, c1.heartbeat());
        await().until(() -> leases(outbox, c1) == 3);
        assertThat(liveness.isOnline(c1.id)).isTrue();
        LeaseRenewal asked = outbox.to(c1.id, LeaseRenewal.class).get(1);
        assertThat(asked.revision()).isEqualTo(Revision.NONE);
    }

    private void sayOver(int broker, FakeController from, Message message) {
        brokers.get(broker).received(new Topic(SITE, from.id, message.channel()), message, false);
    }

    private static int leases(FakeOutbox at, FakeController controller) {
        return at.to(controller.id, LeaseRenewal.class).size();
    }
}
