package knutpunkt.kiosk.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import knutpunkt.access.BadgeToken;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.doors.Confirmations;
import knutpunkt.kiosk.doors.Doors;
import knutpunkt.kiosk.doors.FakeClock;
import knutpunkt.kiosk.doors.Liveness;
import knutpunkt.kiosk.log.Alarms;
import knutpunkt.kiosk.presence.Presence;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.PointId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.message.AccessReceipt;
import knutpunkt.wire.message.AccessUpdate;
import knutpunkt.wire.message.Command;
import knutpunkt.wire.message.CommandResult;
import knutpunkt.wire.message.EventAck;
import knutpunkt.wire.message.EventBatch;
import knutpunkt.wire.message.LeaseRenewal;
import knutpunkt.wire.message.Message;
import knutpunkt.wire.record.ChainHead;
import knutpunkt.wire.record.Confidence;
import knutpunkt.wire.record.Direction;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.signature.Opener;
import knutpunkt.wire.signature.Sealer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service's whole side of the wire but the session: real threads, a real database, fake controllers. */
final class SiteLinkTest {
    private static final SiteId SITE = new SiteId("test");
    private static final Instant AT = Instant.parse("2026-11-22T10:00:00Z");
    private static final BadgeToken TOKEN = new BadgeToken(1, 7, 8);
    private static final PointId POINT = new PointId("outside");

    @TempDir
    Path folder;

    private final FakeClock clock = new FakeClock();
    private final FakeOutbox outbox = new FakeOutbox();
    private final FakeController c1 = new FakeController("c1");
    private final FakeController c2 = new FakeController("c2");
    private final Queue<String> learnt = new ConcurrentLinkedQueue<>();
    private Lists lists;
    private Confirmations confirmations;
    private Presence presence;
    private Liveness liveness;
    private Doors doors;
    private KeyPair sealing;
    private SiteLink link;

    @BeforeEach
    void open() throws Exception {
        lists = new Lists(folder, clock);
        lists.enrol(c1.id, c2.id);
        confirmations = new Confirmations(lists.changes);
        liveness = new Liveness(lists.database, confirmations, clock, clock, () -> {});
        doors = new Doors(lists.database, lists.changes);
        presence = new Presence(lists.database, clock);
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        sealing = generator.generateKeyPair();
        link = openLink();
        lists.log.listen(() -> link.listChanged());
    }

    private SiteLink openLink() {
        return SiteLink.open(parts(), mailbox -> outbox);
    }

    private SiteLink.Parts parts() {
        return new SiteLink.Parts(
                lists.database,
                lists.changes,
                confirmations,
                liveness,
                List.of(presence, confirmations),
                new Opener(sealing.getPrivate()),
                new LearntBadges() {
                    @Override
                    public void learnt(CommandId command, BadgeToken token) {
                        learnt.add(command + " " + token.text());
                    }

                    @Override
                    public void notLearnt(CommandId command, CommandResult.Outcome outcome) {
                        learnt.add(command + " " + outcome);
                    }
                },
                clock,
                clock,
                new Random(1));
    }

    @AfterEach
    void close() {
        outbox.release.countDown();
        link.close();
        lists.close();
    }

    private void say(FakeController from, Message message) {
        link.received(new Topic(SITE, from.id, message.channel()), message, false);
    }

    private <T extends Message> List<T> told(FakeController controller, Class<T> type) {
        return outbox.to(controller.id, type);
    }

    private <T extends Message> T awaitTold(FakeController controller, Class<T> type) {
        await().until(() -> !told(controller, type).isEmpty());
        return told(controller, type).getLast();
    }

    private void connect(FakeController controller) {
        say(controller, controller.birth());
        say(controller, controller.want());
        await().until(() -> liveness.isOnline(controller.id));
    }

    /** Born, and in force with the newest list, as both sides know. */
    private void connectWithList(FakeController controller) {
        connect(controller);
        AccessUpdate update = awaitTold(controller, AccessUpdate.class);
        say(controller, controller.take(update).orElseThrow());
        await().until(() -> confirmed(controller).equals(Optional.of(update.to())));
    }

    private Optional<Revision> confirmed(FakeController controller) {
        return doors.controllers().stream()
                .filter(one -> one.id().equals(controller.id))
                .findFirst()
                .flatMap(Doors.Controller::confirmed)
                .map(Confirmations.Confirmed::revision);
    }

    private static Event passage(String person) {
        return new Event.Passage(new DoorId("front"), Direction.IN, new PersonId(person), 1, Confidence.CONFIRMED);
    }

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
        assertThat(told(c1, LeaseRenewal.class)).isEmpty();
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
    void aControllerWhoseDiskEndsBeforeTheLogHearsSoWithItsBirth() {
        connect(c1);
        c1.journal.add(AT, passage("p-1")).add(AT, passage("p-2"));
        ChainHead early = c1.journal.head();
        c1.journal.add(AT, passage("p-3"));
        say(c1, c1.journal.all());
        awaitTold(c1, EventAck.class);

        say(c1, c1.birth(Revision.NONE, early));

        await().until(() -> told(c1, EventAck.class).contains(new EventAck.SendFrom(c1.journal.id(), 4)));
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
        link.connected(2);

        await().until(() -> awaitTold(c1, AccessUpdate.class).to().equals(blocked));
    }

    @Test
    void aCommandGoesOutOverTheNewestChallengeAndItsFirstResultCounts() {
        connect(c1);
        say(c1, c1.heartbeat());
        awaitTold(c1, LeaseRenewal.class);
        var announced = new AtomicReference<CommandId>();

        CommandId id = link.send(c1.id, new DoorId("door-c1"), POINT, Command.Action.LEARN_BADGE, announced::set)
                .orElseThrow();

        Command command = awaitTold(c1, Command.class);
        assertThat(announced).hasValue(id);
        assertThat(command.id()).isEqualTo(id);
        assertThat(command.challenge()).isEqualTo(c1.challenge());
        assertThat(command.action()).isEqualTo(Command.Action.LEARN_BADGE);
        String sealed = new Sealer(sealing.getPublic()).seal(TOKEN.text().getBytes(UTF_8));
        say(c1, new CommandResult(id, CommandResult.Outcome.LEARNT, Optional.of(sealed)));
        say(c1, new CommandResult(id, CommandResult.Outcome.NOTHING_READ, Optional.empty()));
        say(c1, new CommandResult(id, CommandResult.Outcome.LEARNT, Optional.of(sealed)));
        flush(c1);
        assertThat(learnt).containsExactly(id + " " + TOKEN.text());
        assertThat(outcome(id)).contains("LEARNT");
    }

    @Test
    void aTokenThatCannotBeOpenedIsNotLearnt() {
        connect(c1);
        CommandId id = learn();

        say(c1, new CommandResult(id, CommandResult.Outcome.LEARNT, Optional.of("not a box")));

        await().untilAsserted(() -> assertThat(learnt).containsExactly(id + " UNKNOWN"));
    }

    @Test
    void aCommandWithoutAResultEndsByItself() {
        connect(c1);
        CommandId id = learn();

        clock.pass(Duration.ofSeconds(60));

        await().untilAsserted(() -> assertThat(learnt).containsExactly(id + " UNKNOWN"));
        say(c1, new CommandResult(id, CommandResult.Outcome.NOTHING_READ, Optional.empty()));
        flush(c1);
        assertThat(learnt).hasSize(1);
    }

    @Test
    void aResultOfAnotherControllersCommandIsIgnored() {
        connect(c1);
        connect(c2);
        CommandId id = learn();

        say(c2, new CommandResult(id, CommandResult.Outcome.NOTHING_READ, Optional.empty()));
        flush(c2);

        assertThat(learnt).isEmpty();
        assertThat(outcome(id)).isEmpty();
    }

    @Test
    void noCommandIsMadeForAControllerThatIsNotHeardFromOrWhoseChallengeIsOld() {
        assertThat(link.send(c1.id, new DoorId("door-c1"), POINT, Command.Action.IDENTIFY, id -> {}))
                .isEmpty();
        connect(c1);
        clock.pass(Duration.ofSeconds(12));
        assertThat(link.send(c1.id, new DoorId("door-c1"), POINT, Command.Action.IDENTIFY, id -> {}))
                .isEmpty();
    }

    @Test
    void noMoreCommandsWaitForTheirResultThanAreKept() {
        connect(c1);
        var made = new ArrayList<Boolean>();
        for (int i = 0; i <= Commands.PENDING_MAX; i++) {
            made.add(link.send(c1.id, new DoorId("door-c1"), POINT, Command.Action.IDENTIFY, id -> {})
                    .isPresent());
        }

        assertThat(made).startsWith(true).endsWith(false);
        assertThat(made.stream().filter(one -> one)).hasSize(Commands.PENDING_MAX);
    }

    @Test
    void commandsOfAnEarlierRunAreEnded() {
        connect(c1);
        CommandId id = learn();
        link.close();

        link = openLink();

        assertThat(outcome(id)).contains("UNKNOWN");
    }

    @Test
    void whatFailsToConnectLeavesNoThreadBehind() {
        link.close();

        assertThatThrownBy(() -> SiteLink.open(parts(), mailbox -> {
                    throw new IllegalStateException("no way to the controllers");
                }))
                .hasMessage("no way to the controllers");

        assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
                .doesNotContain("event-log");
    }

    @Test
    void closingEndsTheSessionToo() {
        link.close();

        assertThat(outbox.closed).isTrue();
    }

    /** The same, where no lease can be had. */
    private void flushByCommand(FakeController controller) {
        int before = told(controller, Command.class).size();
        assertThat(link.send(controller.id, new DoorId("door"), POINT, Command.Action.IDENTIFY, id -> {}))
                .isPresent();
        await().until(() -> told(controller, Command.class).size() > before);
    }

    private CommandId learn() {
        CommandId id = link.send(c1.id, new DoorId("door-c1"), POINT, Command.Action.LEARN_BADGE, made -> {})
                .orElseThrow();
        awaitTold(c1, Command.class);
        return id;
    }

    private Optional<String> outcome(CommandId id) {
        return lists.database
                .read(t -> t.one("SELECT outcome FROM command WHERE id = ?", row -> row.findText("outcome"), id.text()))
                .flatMap(outcome -> outcome);
    }

    /** Returns once the controller's thread has done all that was said before. */
    private void flush(FakeController controller) {
        int before = told(controller, LeaseRenewal.class).size();
        say(controller, controller.heartbeat());
        await().until(() -> told(controller, LeaseRenewal.class).size() > before);
    }
}
