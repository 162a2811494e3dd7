package knutpunkt.kiosk.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import knutpunkt.access.BadgeToken;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.doors.Confirmations;
import knutpunkt.kiosk.doors.Doors;
import knutpunkt.kiosk.doors.FakeClock;
import knutpunkt.kiosk.doors.Liveness;
import knutpunkt.kiosk.presence.Presence;
import knutpunkt.loop.Threads;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.PointId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.message.AccessUpdate;
import knutpunkt.wire.message.Command;
import knutpunkt.wire.message.CommandResult;
import knutpunkt.wire.message.LeaseRenewal;
import knutpunkt.wire.message.Message;
import knutpunkt.wire.record.Confidence;
import knutpunkt.wire.record.Direction;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.session.Mailbox;
import knutpunkt.wire.signature.Opener;
import knutpunkt.wire.signature.SealingKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The service's whole side of the wire but the session: real threads, a real database, fake controllers. */
abstract class LinkFixture {
    static final SiteId SITE = new SiteId("test");
    static final Instant AT = Instant.parse("2026-11-22T10:00:00Z");
    static final BadgeToken TOKEN = new BadgeToken(1, 7, 8);
    static final PointId POINT = new PointId("outside");

    @TempDir
    Path folder;

    final FakeClock clock = new FakeClock();
    final FakeOutbox outbox = new FakeOutbox();
    final FakeController c1 = new FakeController("c1");
    final FakeController c2 = new FakeController("c2");
    final Queue<String> learnt = new ConcurrentLinkedQueue<>();
    Lists lists;
    Confirmations confirmations;
    Presence presence;
    Liveness liveness;
    Doors doors;
    KeyPair sealing;
    Mailbox mailbox;
    SiteLink link;

    @BeforeEach
    void open() {
        lists = new Lists(folder, clock);
        lists.enrol(c1.id, c2.id);
        confirmations = new Confirmations(lists.changes);
        liveness = new Liveness(lists.database, confirmations, clock, clock);
        doors = new Doors(lists.database, lists.changes);
        presence = new Presence(lists.database, clock);
        sealing = SealingKeys.make(new SecureRandom());
        link = openLink();
        lists.log.listen(() -> link.listChanged());
    }

    SiteLink openLink() {
        return SiteLink.open(parts(), List.of(way -> {
            mailbox = way;
            return outbox;
        }));
    }

    SiteLink.Parts parts() {
        return new SiteLink.Parts(
                lists.database,
                lists.changes,
                Lists.SEALS,
                lists.recovery(),
                new SilentKeyDesk(),
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
                new Random(1),
                Threads.THREADS);
    }

    @AfterEach
    void close() {
        outbox.release.countDown();
        link.close();
        lists.close();
    }

    void say(FakeController from, Message message) {
        mailbox.received(new Topic(SITE, from.id, message.channel()), message, false);
    }

    <T extends Message> List<T> told(FakeController controller, Class<T> type) {
        return outbox.to(controller.id, type);
    }

    <T extends Message> T awaitTold(FakeController controller, Class<T> type) {
        await().until(() -> !told(controller, type).isEmpty());
        return told(controller, type).getLast();
    }

    void connect(FakeController controller) {
        say(controller, controller.birth());
        say(controller, controller.want());
        await().until(() -> liveness.isOnline(controller.id));
    }

    /** Born, and in force with the newest list, as both sides know. */
    void connectWithList(FakeController controller) {
        connect(controller);
        AccessUpdate update = awaitTold(controller, AccessUpdate.class);
        say(controller, controller.take(update).orElseThrow());
        await().until(() -> confirmed(controller).equals(Optional.of(update.to())));
    }

    Optional<Revision> confirmed(FakeController controller) {
        return doors.controllers().stream()
                .filter(one -> one.id().equals(controller.id))
                .findFirst()
                .flatMap(Doors.Controller::confirmed)
                .map(Confirmations.Confirmed::revision);
    }

    static Event passage(String person) {
        return new Event.Passage(new DoorId("front"), Direction.IN, new PersonId(person), 1, Confidence.CONFIRMED);
    }

    /** As {@link #flush}, where no lease can be had. */
    void flushByCommand(FakeController controller) {
        int before = told(controller, Command.class).size();
        assertThat(link.send(controller.id, new DoorId("door"), Optional.of(POINT), Command.Action.IDENTIFY, id -> {}))
                .isPresent();
        await().until(() -> told(controller, Command.class).size() > before);
    }

    /** Returns once the controller's thread has done all that was said before. */
    void flush(FakeController controller) {
        int before = told(controller, LeaseRenewal.class).size();
        say(controller, controller.heartbeat());
        await().until(() -> told(controller, LeaseRenewal.class).size() > before);
    }
}
