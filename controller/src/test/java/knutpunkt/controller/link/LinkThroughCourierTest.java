package knutpunkt.controller.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import knutpunkt.hardware.ReaderSignal;
import knutpunkt.loop.Threads;
import knutpunkt.wire.Channel;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.certificates.ControllerKeys;
import knutpunkt.wire.certificates.SiteKeys;
import knutpunkt.wire.message.Command;
import knutpunkt.wire.message.Heartbeat;
import knutpunkt.wire.message.Message;
import knutpunkt.wire.message.MessageCodec;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.session.Allowances;
import knutpunkt.wire.session.Courier;
import knutpunkt.wire.session.End;
import knutpunkt.wire.session.Inbox;
import knutpunkt.wire.session.Incoming;
import knutpunkt.wire.session.Outgoing;
import knutpunkt.wire.session.Rejection;
import knutpunkt.wire.session.Transport;
import knutpunkt.wire.signature.Signer;
import knutpunkt.wire.signature.Verdict;
import knutpunkt.wire.signature.Verifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The link behind a real courier: what is forged, replayed, retained or misshapen, over a line in memory. */
class LinkThroughCourierTest {
    private static final Topic COMMANDS = new Topic(Rig.SITE, Rig.CONTROLLER, Channel.COMMANDS);

    private final Line line = new Line();

    @TempDir
    Path folder;

    private Rig rig;
    private Link link;
    private Courier courier;
    private SiteKeys siteKeys;
    private Signer service;
    private Verifier verifier;

    /** A broker in memory: keeps what is published, and hands over what a test says has arrived. */
    private static final class Line implements Transport {
        private final List<Outgoing> published = new CopyOnWriteArrayList<>();
        private Inbox inbox;

        Transport open(Inbox newInbox) {
            inbox = newInbox;
            return this;
        }

        @Override
        public void publish(Outgoing message) {
            published.add(message);
        }

        @Override
        public void renew(String reason) {}

        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public void close() {}
    }

    @BeforeEach
    void start() {
        var random = new SecureRandom();
        siteKeys = SiteKeys.openOrCreate(folder.resolve("site"), Rig.SITE, InstantSource.system(), random);
        siteKeys.enrol(Rig.CONTROLLER, folder.resolve("keys"));
        var keys = ControllerKeys.open(folder.resolve("keys"));
        service = new Signer(SiteKeys.SERVICE, Rig.SITE, siteKeys.signingKey());
        verifier = new Verifier(Rig.SITE, siteKeys::pinned);
        rig = new Rig(folder);
        link = new Link(rig.self, rig.parts, new Random(2), Threads.THREADS, Rig.QUICK);
        rig.loop.start();
        courier = Courier.open(
                new End.Controller(Rig.CONTROLLER),
                Rig.SITE,
                new Signer(Rig.CONTROLLER.text(), Rig.SITE, keys.signingKey()),
                new Verifier(Rig.SITE, _ -> keys.serviceKeys()),
                link,
                link.rejections(),
                new Allowances(System::nanoTime),
                Threads.THREADS,
                line::open);
        link.start(Outbox.over(Rig.SITE, Rig.CONTROLLER, courier));
        line.inbox.connected(1);
    }

    @AfterEach
    void stop() {
        link.close();
        courier.close();
        rig.close();
    }

    @Test
    void everythingItSaysIsSignedByItAndNothingElse() {
        var beat = awaitBeat();

        assertThat(beat.challenge()).isNotNull();
        assertThat(line.published)
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(message -> assertThat(verifier.verify(
                                Rig.CONTROLLER.text(), message.topic(), message.payload(), message.jws()))
                        .isEqualTo(Verdict.VALID));
    }

    @Test
    void aRightCommandIsDone() {
        arrives(COMMANDS, signed(command("k-1")), false);

        await().until(() -> rig.reader.signal() == ReaderSignal.IDENTIFY);
    }

    @Test
    void aRightReleaseIsDoneAndOneThatIsNotSignedByTheServiceIsNot() {
        var release = new Command(
                new CommandId("k-1"),
                Rig.DOOR,
                Optional.empty(),
                Command.Action.RELEASE_ONCE,
                awaitBeat().challenge());
        byte[] payload = MessageCodec.encode(release);
        line.inbox.received(new Incoming(COMMANDS.text(), payload, Optional.empty(), 1, false));
        awaitRejected(Channel.COMMANDS, Rejection.UNSIGNED, 1);
        assertThat(rig.hand().strikeReleased()).isFalse();

        arrives(COMMANDS, signed(release), false);

        await().until(() -> rig.hand().strikeReleased());
    }

    @Test
    void anUnsignedCommandIsRefusedRecordedOnceAndTheNextGoodOneWorks() {
        var command = signed(command("k-1"));
        for (int i = 0; i < 3; i++) {
            line.inbox.received(new Incoming(COMMANDS.text(), command.payload(), Optional.empty(), 1, false));
        }

        awaitRejected(Channel.COMMANDS, Rejection.UNSIGNED, 3);
        assertNothingDoneThenAGoodOneWorks("UNSIGNED");
    }

    @Test
    void aCommandWithAnotherSignatureIsRefusedAndTheNextGoodOneWorks() {
        var stranger = new Signer(
                SiteKeys.SERVICE,
                Rig.SITE,
                knutpunkt.wire.signature.SigningKeys.make(new SecureRandom()).getPrivate());
        byte[] payload = MessageCodec.encode(command("k-1"));
        String jws = stranger.sign(COMMANDS.text(), payload);

        line.inbox.received(new Incoming(COMMANDS.text(), payload, Optional.of(jws), 1, false));

        awaitRejected(Channel.COMMANDS, Rejection.WRONG_SIGNATURE, 1);
        assertNothingDoneThenAGoodOneWorks("WRONG_SIGNATURE");
    }

    @Test
    void aRetainedCommandIsRefusedAndTheNextGoodOneWorks() {
        arrives(COMMANDS, signed(command("k-1")), true);

        awaitRejected(Channel.COMMANDS, Rejection.RETAINED, 1);
        assertNothingDoneThenAGoodOneWorks("RETAINED");
    }

    @Test
    void aCommandOnAnotherControllersTopicIsRefusedAndTheNextGoodOneWorks() {
        var foreign = new Topic(Rig.SITE, new ControllerId("c2"), Channel.COMMANDS);
        byte[] payload = MessageCodec.encode(command("k-1"));
        String jws = service.sign(foreign.text(), payload);

        line.inbox.received(new Incoming(foreign.text(), payload, Optional.of(jws), 1, false));

        awaitRejected(Channel.COMMANDS, Rejection.WRONG_DIRECTION, 1);
        assertNothingDoneThenAGoodOneWorks("WRONG_DIRECTION");
    }

    @Test
    void anOversizedCommandIsRefusedAndTheNextGoodOneWorks() {
        byte[] payload = new byte[Channel.COMMANDS.bytesMax() + 1];

        line.inbox.received(new Incoming(COMMANDS.text(), payload, Optional.empty(), 1, false));

        awaitRejected(Channel.COMMANDS, Rejection.OVERSIZED, 1);
        assertNothingDoneThenAGoodOneWorks("OVERSIZED");
    }

    @Test
    void aSignedMessageThatIsNoCommandIsRefusedAndTheNextGoodOneWorks() {
        byte[] payload = "{\"id\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8);

        line.inbox.received(
                new Incoming(COMMANDS.text(), payload, Optional.of(service.sign(COMMANDS.text(), payload)), 1, false));

        awaitRejected(Channel.COMMANDS, Rejection.MALFORMED, 1);
        assertNothingDoneThenAGoodOneWorks("MALFORMED");
    }

    @Test
    void aReplayedCommandIsRefusedAndTheNextGoodOneWorks() {
        var right = signed(command("k-1"));
        arrives(COMMANDS, right, false);
        await().until(() -> rig.reader.signal() == ReaderSignal.IDENTIFY);
        rig.reader.show(ReaderSignal.IDLE);

        arrives(COMMANDS, right, false);

        awaitRejected(Channel.COMMANDS, Rejection.REPLAYED, 1);
        assertNothingDoneThenAGoodOneWorks("REPLAYED");
    }

    private void assertNothingDoneThenAGoodOneWorks(String reason) {
        assertThat(rig.reader.signal()).isEqualTo(ReaderSignal.IDLE);
        await().untilAsserted(() -> assertThat(rig.events(Event.MessageRejected.class))
                .containsExactly(new Event.MessageRejected("commands", reason)));
        arrives(COMMANDS, signed(command("good")), false);
        await().until(() -> rig.reader.signal() == ReaderSignal.IDENTIFY);
    }

    private void awaitRejected(Channel channel, Rejection reason, long count) {
        await().untilAsserted(() ->
                assertThat(link.rejections().count(channel, reason)).isEqualTo(count));
    }

    private Command command(String id) {
        return new Command(
                new CommandId(id),
                Rig.DOOR,
                Optional.of(Rig.ENTRY),
                Command.Action.IDENTIFY,
                awaitBeat().challenge());
    }

    private Heartbeat awaitBeat() {
        String topic = new Topic(Rig.SITE, Rig.CONTROLLER, Channel.HEARTBEAT).text();
        await().until(() -> line.published.stream().anyMatch(one -> one.topic().equals(topic)));
        return line.published.reversed().stream()
                .filter(one -> one.topic().equals(topic))
                .findFirst()
                .map(one -> (Heartbeat) MessageCodec.decode(Channel.HEARTBEAT, one.payload()))
                .orElseThrow();
    }

    private Signed signed(Message message) {
        byte[] payload = MessageCodec.encode(message);
        return new Signed(payload, service.sign(COMMANDS.text(), payload));
    }

    @SuppressWarnings("ArrayRecordComponent") // one test's, never compared
    private record Signed(byte[] payload, String jws) {}

    private void arrives(Topic topic, Signed message, boolean retained) {
        line.inbox.received(new Incoming(topic.text(), message.payload(), Optional.of(message.jws()), 1, retained));
    }
}
