package knutpunkt.kiosk.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.doors.Confirmations;
import knutpunkt.kiosk.log.Alarms;
import knutpunkt.wire.Channel;
import knutpunkt.wire.Hash;
import knutpunkt.wire.Topic;
import knutpunkt.wire.message.AccessReceipt;
import knutpunkt.wire.message.AccessUpdate;
import knutpunkt.wire.message.EventAck;
import knutpunkt.wire.message.EventBatch;
import knutpunkt.wire.message.LeaseRenewal;
import knutpunkt.wire.message.Message;
import knutpunkt.wire.session.Rejection;
import org.junit.jupiter.api.Test;

/** What the service and its controllers say to each other about lists, leases and records. */
final class SiteLinkTest extends LinkFixture {
    @Test
    void aHeartbeatWithTheNewestListIsAnsweredByALeaseOverItsChallenge() {
        lists.addBadges(1, 3);
        connectWithList(c1);
        say(c1, c1.heartbeat());

        LeaseRenewal lease = awaitTold(c1, LeaseRenewal.class);

        assertThat(lease.challenge()).isEqualTo(c1.challenge());
        assertThat(lease.revision()).isEqualTo(lists.current().revision());
        assertThat(lease.at()).isEqualTo(clock.instant());
    }

    @Test
    void aHeartbeatSentAgainOrWithAnEarlierListGetsNoLease() {
        lists.addBadges(1, 3);
        connectWithList(c1);
        var heartbeat = c1.heartbeat();
        say(c1, heartbeat);
        awaitTold(c1, LeaseRenewal.class);

        say(c1, heartbeat);
        say(c1, c1.heartbeat(new Revision(1, 0)));
        say(c1, c1.heartbeat());

        await().until(() -> told(c1, LeaseRenewal.class).size() == 2);
        assertThat(told(c1, LeaseRenewal.class).getLast().challenge()).isEqualTo(c1.challenge());
    }

    @Test
    void aChangeGoesToEveryConnectedControllerAtOnceAndShowsAsConfirmedWhenEachSaysSo() {
        lists.addBadges(1, 10);
        connectWithList(c1);
        connectWithList(c2);

        Revision blocked = lists.block(3);

        for (FakeController controller : List.of(c1, c2)) {
            await().until(() -> awaitTold(controller, AccessUpdate.class).to().equals(blocked));
            say(
                    controller,
                    controller.take(awaitTold(controller, AccessUpdate.class)).orElseThrow());
        }
        await().untilAsserted(() -> assertThat(
                        doors.change(blocked).orElseThrow().doors())
                .hasSize(2)
                .allSatisfy(door -> {
                    assertThat(door.state()).isEqualTo("confirmed");
                    assertThat(door.sentAt()).isPresent();
                    assertThat(door.confirmedAt()).isPresent();
                }));
    }

    @Test
    void aReceiptWithAnotherDigestConfirmsNothingAndRaisesAnAlarm() {
        lists.addBadges(1, 3);
        connect(c1);
        Revision newest = awaitTold(c1, AccessUpdate.class).to();

        say(c1, new AccessReceipt(newest, Hash.of(new byte[] {1}), AT));
        say(c1, c1.heartbeat(newest));

        await().untilAsserted(
                        () -> assertThat(lists.database.read(Alarms::list)).isNotEmpty());
        flushByCommand(c1);
        assertThat(confirmed(c1)).isEmpty();
        assertThat(told(c1, LeaseRenewal.class))
                .as("it is brought to ask, and given no lease")
                .extracting(LeaseRenewal::revision)
                .containsOnly(Revision.NONE);
    }

    @Test
    void aControllerWithAListUnderANumberThatIsYetToComeGetsNoLeaseOverItWhenThatNumberComes() {
        lists.addBadges(1, 3);
        connect(c1);
        Revision newest = awaitTold(c1, AccessUpdate.class).to();
        Revision next = new Revision(newest.epoch(), newest.number() + 1);
        say(c1, new AccessReceipt(next, Hash.of(new byte[] {1}), AT));
        say(c1, c1.heartbeat(next));

        assertThat(lists.block(3)).isEqualTo(next);

        flushByCommand(c1);
        assertThat(told(c1, LeaseRenewal.class))
                .extracting(LeaseRenewal::revision)
                .isNotEmpty()
                .containsOnly(Revision.NONE);
    }

    @Test
    void aControllerThatStayedConnectedWhileTheServiceStartedAnewIsBroughtToAskAsSoonAsTheListChanges() {
        lists.addBadges(1, 10);
        connectWithList(c1);
        link.close();
        link = openLink();
        say(c1, c1.heartbeat());
        LeaseRenewal before = awaitTold(c1, LeaseRenewal.class);
        assertThat(before.revision()).isEqualTo(c1.list().revision());

        Revision blocked = lists.block(3);

        await().until(() -> awaitTold(c1, LeaseRenewal.class).revision().equals(blocked));
        assertThat(awaitTold(c1, LeaseRenewal.class).challenge()).isEqualTo(c1.challenge());
        say(c1, c1.want());
        await().until(() -> awaitTold(c1, AccessUpdate.class).to().equals(blocked));
    }

    @Test
    void aControllerThatHasGoneIsSentNothingBeforeItAsksAgain() {
        lists.addBadges(1, 10);
        connectWithList(c1);
        say(c1, c1.will());
        await().until(() -> !liveness.isOnline(c1.id));
        int before = told(c1, AccessUpdate.class).size();

        Revision blocked = lists.block(3);

        connectWithList(c2);
        say(c1, c1.birth());
        await().until(() -> liveness.isOnline(c1.id));
        assertThat(told(c1, AccessUpdate.class)).hasSize(before);
        say(c1, c1.want());
        await().until(() -> awaitTold(c1, AccessUpdate.class).to().equals(blocked));
    }

    @Test
    void aControllerWhoseBirthWasLostIsBroughtToSayItAgain() {
        lists.addBadges(1, 10);
        say(c1, c1.heartbeat());

        LeaseRenewal none = awaitTold(c1, LeaseRenewal.class);

        assertThat(none.revision()).isEqualTo(Revision.NONE);
        assertThat(none.challenge()).isEqualTo(c1.challenge());
        assertThat(liveness.isOnline(c1.id)).isFalse();
        connectWithList(c1);
        assertThat(liveness.isOnline(c1.id)).isTrue();
    }

    @Test
    void aControllerThatMissedAChangeWhileTheServiceWasAwayIsBroughtToAskByItsHeartbeat() {
        lists.addBadges(1, 10);
        connectWithList(c1);
        link.close();
        Revision blocked = lists.block(3);
        link = openLink();

        say(c1, c1.heartbeat());

        assertThat(awaitTold(c1, LeaseRenewal.class).revision()).isEqualTo(blocked);
    }

    @Test
    void aControllerThatLostItsStorageAndWhoseWantWasLostIsBroughtToAskByItsHeartbeat() {
        lists.addBadges(1, 10);
        connectWithList(c1);
        c1.loseStorage();
        say(c1, c1.birth());

        say(c1, c1.heartbeat());

        await().until(() -> !told(c1, LeaseRenewal.class).isEmpty());
        say(c1, c1.want());
        await().until(() -> c1.take(told(c1, AccessUpdate.class).getLast()).isPresent());
    }

    @Test
    void aControllerThatSeemsToHaveTheNewestListAndHasNotProvedItIsBroughtToAskByItsHeartbeat() {
        lists.addBadges(1, 10);
        connectWithList(c1);
        link.close();
        link = openLink();
        lists.database.write(transaction -> {
            Confirmations.forget(transaction, c1.id);
            return 0;
        });
        int leases = told(c1, LeaseRenewal.class).size();

        say(c1, c1.heartbeat());

        await().until(() -> told(c1, LeaseRenewal.class).size() > leases);
        assertThat(awaitTold(c1, LeaseRenewal.class).revision()).isEqualTo(Revision.NONE);
        say(c1, c1.want());
        say(c1, c1.heartbeat());
        await().until(() ->
                awaitTold(c1, LeaseRenewal.class).revision().equals(c1.list().revision()));
    }

    @Test
    void twoHeartbeatsWithLessThanWasConfirmedWithdrawTheConfirmation() {
        lists.addBadges(1, 3);
        connectWithList(c1);

        say(c1, c1.heartbeat(Revision.NONE));
        say(c1, c1.heartbeat(Revision.NONE));

        await().untilAsserted(() -> assertThat(confirmed(c1)).isEmpty());
    }

    @Test
    void recordsAreAcknowledgedAndWhatIsBrokenIsNotAndTheNextGoodOneIs() {
        connect(c1);
        c1.journal.add(AT, passage("p-1")).add(AT, passage("p-2"));
        EventBatch good = c1.journal.batch(1, 1);
        say(c1, good);
        await().until(() -> told(c1, EventAck.class).contains(new EventAck.Committed(c1.journal.id(), 1)));

        say(c1, new EventBatch(Hash.of(new byte[] {9}), c1.journal.batch(2, 2).records(), c1.journal.head()));
        say(c1, c1.journal.batch(2, 2));

        await().until(() -> told(c1, EventAck.class).contains(new EventAck.Committed(c1.journal.id(), 2)));
        assertThat(presence.now().total()).isEqualTo(2);
    }

    @Test
    void recordsOfAnotherControllersJournalAreNotTaken() {
        connect(c1);
        connect(c2);
        c1.journal.add(AT, passage("p-1")).add(AT, passage("p-2"));
        say(c1, c1.journal.batch(1, 1));
        awaitTold(c1, EventAck.class);

        say(c2, c1.journal.batch(2, 2));
        c2.journal.add(AT, passage("p-3"));
        say(c2, c2.journal.all());

        assertThat(awaitTold(c2, EventAck.class)).isEqualTo(new EventAck.Committed(c2.journal.id(), 1));
        assertThat(presence.now().total()).isEqualTo(2);
    }

    @Test
    void aWantThatWasHeardBeforeTheBrokerWasLostIsNotAnsweredAfterwards() {
        lists.addBadges(1, 10);
        connectWithList(c1);
        say(c1, c1.heartbeat());
        awaitTold(c1, LeaseRenewal.class);
        int updates = told(c1, AccessUpdate.class).size();

        mailbox.disconnected("the broker was killed");
        mailbox.connected(2);
        Revision blocked = lists.block(3);

        await().until(() -> awaitTold(c1, LeaseRenewal.class).revision().equals(blocked));
        assertThat(told(c1, AccessUpdate.class)).hasSize(updates);
        say(c1, c1.want());
        await().until(() -> awaitTold(c1, AccessUpdate.class).to().equals(blocked));
    }

    @Test
    void aControllerWhoseNewerWantWasLostIsBroughtToAskByItsHeartbeat() {
        lists.addBadges(1, 10);
        connectWithList(c1);
        c1.want(); // and nobody hears it
        Revision blocked = lists.block(3);
        await().until(() -> awaitTold(c1, AccessUpdate.class).to().equals(blocked));
        assertThat(c1.take(awaitTold(c1, AccessUpdate.class))).isEmpty();

        clock.pass(Duration.ofSeconds(2));
        say(c1, c1.heartbeat());

        await().until(() -> !told(c1, LeaseRenewal.class).isEmpty());
        assertThat(awaitTold(c1, LeaseRenewal.class).revision()).isEqualTo(blocked);
        say(c1, c1.want());
        await().until(() -> c1.take(told(c1, AccessUpdate.class).getLast()).isPresent());
    }

    @Test
    void aControllerThatIsNotEnrolledIsToldNothing() {
        lists.addBadges(1, 3);
        var stranger = new FakeController("stranger");
        say(stranger, stranger.birth());
        say(stranger, stranger.want());
        say(stranger, stranger.heartbeat());
        stranger.journal.add(AT, passage("p-1"));
        say(stranger, stranger.journal.all());

        connectWithList(c1);

        assertThat(told(stranger, Message.class)).isEmpty();
        assertThat(presence.now().total()).isZero();
    }

    @Test
    void aControllerThatIsSlowToReachHoldsUpNobodyElse() {
        lists.addBadges(1, 3);
        outbox.slow.set(c1.id);
        say(c1, c1.birth());
        say(c1, c1.want());

        connectWithList(c2);

        assertThat(told(c1, AccessUpdate.class)).isEmpty();
    }

    @Test
    void whenTooMuchWaitsForOneControllerTheRestIsDroppedWithoutBlocking() {
        lists.addBadges(1, 3);
        outbox.slow.set(c1.id);
        say(c1, c1.birth());
        say(c1, c1.want());

        for (int i = 0; i < 10 * Inbox.WAITING_MAX; i++) {
            say(c1, c1.heartbeat());
        }

        connectWithList(c2);
    }

    @Test
    void afterTheBrokerIsBackEveryControllerIsBroughtToTheNewest() {
        lists.addBadges(1, 10);
        connectWithList(c1);
        outbox.broken.set(true);
        Revision blocked = lists.block(3);

        outbox.broken.set(false);
        clock.pass(Duration.ofSeconds(2));
        mailbox.connected(2);

        await().until(() -> awaitTold(c1, AccessUpdate.class).to().equals(blocked));
    }

    @Test
    void whatFailsToConnectLeavesNoThreadBehind() {
        link.close();

        assertThatThrownBy(() -> SiteLink.open(parts(), List.of(mailbox -> {
                    throw new IllegalStateException("no way to the controllers");
                })))
                .hasMessage("no way to the controllers");

        assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
                .doesNotContain("event-log");
    }

    @Test
    void whatComesInTheNameOfOneWhoseKeysWereTakenBackIsNoAlarm() {
        connect(c1);

        mailbox.refused(new Topic(SITE, c1.id, Channel.STATE), Rejection.UNKNOWN_SENDER, true);
        mailbox.refused(new Topic(SITE, c1.id, Channel.EVENTS), Rejection.WRONG_SIGNATURE, false);

        await().until(() -> !lists.database.read(Alarms::open).isEmpty());
        assertThat(lists.database.read(Alarms::open).getFirst().detail())
                .startsWith("[1] messages")
                .endsWith("WRONG_SIGNATURE on [events]");
    }

    @Test
    void closingEndsTheSessionToo() {
        link.close();

        assertThat(outbox.closed).isTrue();
    }
}
