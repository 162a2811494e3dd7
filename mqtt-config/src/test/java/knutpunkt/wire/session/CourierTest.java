package knutpunkt.wire.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import knutpunkt.loop.Threads;
import knutpunkt.wire.BootId;
import knutpunkt.wire.Channel;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.message.ControllerState;
import knutpunkt.wire.message.EventAck;
import knutpunkt.wire.message.Message;
import knutpunkt.wire.message.MessageCodec;
import knutpunkt.wire.signature.Signer;
import knutpunkt.wire.signature.SigningKeys;
import knutpunkt.wire.signature.Verdict;
import knutpunkt.wire.signature.Verifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CourierTest {
    private static final SiteId SITE = new SiteId("demo");
    private static final ControllerId C1 = new ControllerId("c1");
    private static final ControllerId C2 = new ControllerId("c2");
    private static final KeyPair SERVICE_KEYS = SigningKeys.make(new SecureRandom());
    private static final KeyPair C1_KEYS = SigningKeys.make(new SecureRandom());
    private static final KeyPair C2_KEYS = SigningKeys.make(new SecureRandom());
    private static final Map<String, PublicKey> PINNED =
            Map.of("service", SERVICE_KEYS.getPublic(), "c1", C1_KEYS.getPublic(), "c2", C2_KEYS.getPublic());
    private static final Signer SERVICE = new Signer("service", SITE, SERVICE_KEYS.getPrivate());
    private static final Signer CONTROLLER = new Signer("c1", SITE, C1_KEYS.getPrivate());

    private final RecordingMailbox mailbox = new RecordingMailbox();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Rejections rejections =
            new Rejections((channel, reason, detail) -> told.add(channel + " " + reason + " " + detail));
    private final MemoryTransport transport = new MemoryTransport();
    private final AtomicReference<Inbox> line = new AtomicReference<>();
    private Courier courier;

    @AfterEach
    void close() {
        if (courier != null) {
            courier.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void eachEndGetsWhatTheOtherRightlySigned(Channel channel) {
        boolean fromService = channel.sender() == Channel.Sender.SERVICE;
        open(fromService ? new End.Controller(C1) : new End.Service());
        Message message = sample(channel);

        arrive(signed(fromService ? SERVICE : CONTROLLER, topic(C1, channel), message));

        awaitMessages(1);
        assertThat(mailbox.messages).containsExactly(message);
        assertThat(mailbox.topics).containsExactly(topic(C1, channel));
        assertThat(rejections.total()).isZero();
    }

    /** A message that must not get through, and why. */
    record Bad(Rejection reason, Channel channel, Incoming message) {
        @Override
        public String toString() {
            return reason + " on " + channel.path();
        }
    }

    static Stream<Bad> everyBadMessageAtAController() {
        return channels(Channel.Sender.SERVICE).flatMap(channel -> badAt(channel, SERVICE, SERVICE_KEYS));
    }

    static Stream<Bad> everyBadMessageAtTheService() {
        return channels(Channel.Sender.CONTROLLER).flatMap(channel -> badAt(channel, CONTROLLER, C1_KEYS));
    }

    private static Stream<Channel> channels(Channel.Sender sender) {
        return Arrays.stream(Channel.values()).filter(channel -> channel.sender() == sender);
    }

    private static Stream<Bad> badAt(Channel channel, Signer sender, KeyPair keys) {
        Topic topic = topic(C1, channel);
        byte[] good = MessageCodec.encode(sample(channel));
        byte[] large = new byte[channel.bytesMax() + 1];
        String name = sender == SERVICE ? "service" : "c1";
        byte[] nonsense = "{\"unfinished\":".getBytes(StandardCharsets.UTF_8);
        byte[] changed = Arrays.copyOf(good, good.length + 1);
        changed[good.length] = ' ';
        String jws = sender.sign(topic.text(), good);
        var stream = Stream.of(
                new Bad(Rejection.UNSIGNED, channel, incoming(topic, good, Optional.empty())),
                new Bad(Rejection.MALFORMED_SIGNATURE, channel, incoming(topic, good, Optional.of("no signature"))),
                new Bad(Rejection.WRONG_SIGNATURE, channel, incoming(topic, changed, Optional.of(jws))),
                new Bad(
                        Rejection.WRONG_SENDER,
                        channel,
                        incoming(
                                topic,
                                good,
                                Optional.of(new Signer("c2", SITE, C2_KEYS.getPrivate()).sign(topic.text(), good)))),
                new Bad(
                        Rejection.WRONG_TOPIC,
                        channel,
                        incoming(
                                topic,
                                good,
                                Optional.of(sender.sign(topic(C2, channel).text(), good)))),
                new Bad(
                        Rejection.WRONG_SITE,
                        channel,
                        incoming(
                                topic,
                                good,
                                Optional.of(new Signer(name, new SiteId("other"), keys.getPrivate())
                                        .sign(topic.text(), good)))),
                new Bad(
                        Rejection.WRONG_ALGORITHM,
                        channel,
                        incoming(topic, good, Optional.of("eyJhbGciOiJub25lIn0.." + "A".repeat(86)))),
                new Bad(
                        Rejection.OVERSIZED,
                        channel,
                        incoming(topic, large, Optional.of(sender.sign(topic.text(), large)))),
                new Bad(
                        Rejection.MALFORMED,
                        channel,
                        incoming(topic, nonsense, Optional.of(sender.sign(topic.text(), nonsense)))));
        return channel.retained()
                ? stream
                : Stream.concat(
                        stream,
                        Stream.of(new Bad(
                                Rejection.RETAINED,
                                channel,
                                new Incoming(topic.text(), good, Optional.of(jws), 1, true))));
    }

    @ParameterizedTest
    @MethodSource("everyBadMessageAtAController")
    void aControllerCountsItTellsItOnceAndGetsTheNextGoodOne(Bad bad) {
        countedToldOnceAndTheNextGoodOneWorks(bad, new End.Controller(C1), SERVICE);
    }

    @ParameterizedTest
    @MethodSource("everyBadMessageAtTheService")
    void theServiceCountsItTellsItOnceAndGetsTheNextGoodOne(Bad bad) {
        countedToldOnceAndTheNextGoodOneWorks(bad, new End.Service(), CONTROLLER);
    }

    private void countedToldOnceAndTheNextGoodOneWorks(Bad bad, End end, Signer goodSigner) {
        open(end);

        arrive(bad.message());
        arrive(bad.message());
        arrive(bad.message());
        arrive(signed(goodSigner, topic(C1, bad.channel()), sample(bad.channel())));

        awaitMessages(1);
        assertThat(mailbox.messages).containsExactly(sample(bad.channel()));
        assertThat(rejections.count(bad.channel(), bad.reason())).isEqualTo(3);
        assertThat(rejections.total()).isEqualTo(3);
        assertThat(told).singleElement().asString().startsWith(bad.channel().path() + " " + bad.reason() + " ");
    }

    @Test
    void aSenderNobodyEnrolledIsUnknown() {
        open(new End.Service());
        var stranger = new Signer("c9", SITE, C2_KEYS.getPrivate());

        arrive(signed(stranger, topic(new ControllerId("c9"), Channel.HEARTBEAT), sample(Channel.HEARTBEAT)));

        await().until(() -> rejections.count(Channel.HEARTBEAT, Rejection.UNKNOWN_SENDER) == 1);
        assertThat(mailbox.messages).isEmpty();
    }

    @Test
    void eventsUnderAnotherControllersIdAreRefused() {
        open(new End.Service());
        byte[] payload = MessageCodec.encode(sample(Channel.EVENTS));
        Topic victim = topic(C2, Channel.EVENTS);

        arrive(incoming(victim, payload, Optional.of(CONTROLLER.sign(victim.text(), payload))));

        await().until(() -> rejections.count(Channel.EVENTS, Rejection.WRONG_SENDER) == 1);
        assertThat(mailbox.messages).isEmpty();
        await().until(() -> mailbox.refused.equals(List.of("WRONG_SENDER on " + victim)));
    }

    @Test
    void aStateThatIsRefusedSaysWhetherItWasToBeKept() {
        open(new End.Service());
        Topic state = topic(C2, Channel.STATE);
        byte[] payload = MessageCodec.encode(sample(Channel.STATE));

        arrive(new Incoming(state.text(), payload, Optional.empty(), 1, true));
        arrive(new Incoming(state.text(), payload, Optional.empty(), 1, false));

        await().until(() -> mailbox.refused.equals(List.of("UNSIGNED on " + state + ", kept", "UNSIGNED on " + state)));
    }

    @Test
    void whatIsNoTopicOfOursIsForeign() {
        open(new End.Service());
        byte[] payload = MessageCodec.encode(sample(Channel.HEARTBEAT));
        for (String topic : List.of(
                "elsewhere",
                "",
                "$SYS/broker/version",
                "knutpunkt/v1/demo/controllers/c1/unheard-of",
                "knutpunkt/v1/other/controllers/c1/heartbeat",
                "knutpunkt/v1/demo/controllers/C1/heartbeat")) {
            arrive(new Incoming(topic, payload, Optional.of(CONTROLLER.sign(topic, payload)), 1, false));
        }

        await().until(() -> rejections.total() == 6);
        assertThat(mailbox.messages).isEmpty();
        assertThat(told).hasSize(1);
        assertThat(rejections.counts()).containsExactly(new Rejections.Count("unknown", Rejection.FOREIGN_TOPIC, 6));
    }

    @Test
    void whatThisEndSendsItselfOrIsForAnotherIsOfTheWrongDirection() {
        open(new End.Controller(C1));

        arrive(signed(CONTROLLER, topic(C1, Channel.HEARTBEAT), sample(Channel.HEARTBEAT)));
        arrive(signed(SERVICE, topic(C2, Channel.COMMANDS), sample(Channel.COMMANDS)));

        await().until(() -> rejections.total() == 2);
        assertThat(rejections.count(Channel.HEARTBEAT, Rejection.WRONG_DIRECTION))
                .isOne();
        assertThat(rejections.count(Channel.COMMANDS, Rejection.WRONG_DIRECTION))
                .isOne();
        assertThat(mailbox.messages).isEmpty();
    }

    @Test
    void noComplaintShowsWhatTheMessageSaid() {
        open(new End.Controller(C1));
        byte[] payload = "{\"secret\": card 4711}".getBytes(StandardCharsets.UTF_8);
        Topic topic = topic(C1, Channel.COMMANDS);

        arrive(incoming(topic, payload, Optional.of(SERVICE.sign(topic.text(), payload))));

        await().until(() -> told.size() == 1);
        assertThat(told.getFirst()).doesNotContain("4711");
    }

    @Test
    void aSentMessageIsSignedForItsTopicAndCarriesItsChannelsMarks() {
        open(new End.Service());

        courier.send(topic(C1, Channel.COMMANDS), sample(Channel.COMMANDS));
        courier.send(topic(C1, Channel.LEASE), sample(Channel.LEASE));
        courier.send(topic(C1, Channel.EVENTS_ACK), sample(Channel.EVENTS_ACK));

        assertThat(transport.published)
                .extracting(Outgoing::topic, Outgoing::qos, Outgoing::retained, Outgoing::expiry)
                .containsExactly(
                        tuple(
                                "knutpunkt/v1/demo/controllers/c1/commands",
                                1,
                                false,
                                Optional.of(Duration.ofSeconds(15))),
                        tuple("knutpunkt/v1/demo/controllers/c1/lease", 0, false, Optional.of(Duration.ofSeconds(15))),
                        tuple("knutpunkt/v1/demo/controllers/c1/events/ack", 1, false, Optional.empty()));
        Outgoing command = transport.published.getFirst();
        assertThat(verifier().verify("service", command.topic(), command.payload(), command.jws()))
                .isEqualTo(Verdict.VALID);
    }

    @Test
    void aStateIsSentToBeKept() {
        open(new End.Controller(C1));

        courier.send(topic(C1, Channel.STATE), new ControllerState.Offline(new BootId("b1"), 1));

        assertThat(transport.published).singleElement().satisfies(state -> {
            assertThat(state.retained()).isTrue();
            assertThat(state.qos()).isOne();
        });
    }

    @Test
    void thisEndDoesNotSendWhatTheOtherEndSends() {
        open(new End.Controller(C1));

        assertThatThrownBy(() -> courier.send(topic(C1, Channel.COMMANDS), sample(Channel.COMMANDS)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> courier.send(topic(C2, Channel.HEARTBEAT), sample(Channel.HEARTBEAT)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> courier.send(topic(C1, Channel.EVENTS), sample(Channel.HEARTBEAT)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        courier.send(new Topic(new SiteId("other"), C1, Channel.HEARTBEAT), sample(Channel.HEARTBEAT)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(transport.published).isEmpty();
    }

    @Test
    void aMailboxThatFailsGetsTheNextMessageAndItIsCounted() {
        var failing = new Mailbox() {
            @Override
            public void received(Topic topic, Message message, boolean retained) {
                mailbox.received(topic, message, retained);
                throw new IllegalStateException("on purpose");
            }

            @Override
            public void connected(long connection) {
                throw new IllegalStateException("on purpose");
            }

            @Override
            public void disconnected(String reason) {}
        };
        open(new End.Service(), failing);

        line.get().connected(1);
        arrive(signed(CONTROLLER, topic(C1, Channel.HEARTBEAT), sample(Channel.HEARTBEAT)));
        arrive(signed(CONTROLLER, topic(C1, Channel.HEARTBEAT), sample(Channel.HEARTBEAT)));

        awaitMessages(2);
        await().until(() -> rejections.count(Channel.HEARTBEAT, Rejection.NOT_HANDLED) == 2);
        assertThat(told).hasSize(1);
    }

    @Test
    void whatHappenedReachesTheMailboxInOrder() {
        open(new End.Controller(C1));

        line.get().connected(1);
        IntStream.rangeClosed(1, 150)
                .forEach(i -> arrive(signed(
                        SERVICE, topic(C1, Channel.EVENTS_ACK), new EventAck.Committed(new JournalId("j1"), i))));
        line.get().disconnected("the line broke");

        await().atMost(Duration.ofSeconds(30)).until(() -> mailbox.endings.size() == 1);
        assertThat(mailbox.connections).containsExactly(1L);
        assertThat(mailbox.messages)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 150)
                        .<Message>mapToObj(i -> new EventAck.Committed(new JournalId("j1"), i))
                        .toList());
    }

    @Test
    void aSlowMailboxHoldsTheSessionBackInsteadOfLosingMessages() throws InterruptedException {
        var release = new CountDownLatch(1);
        var slow = new Mailbox() {
            @Override
            public void received(Topic topic, Message message, boolean retained) {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException("nobody interrupts this", e);
                }
                mailbox.received(topic, message, retained);
            }

            @Override
            public void connected(long connection) {}

            @Override
            public void disconnected(String reason) {}
        };
        open(new End.Service(), slow);
        int messages = 200;
        Incoming heartbeat = signed(CONTROLLER, topic(C1, Channel.HEARTBEAT), sample(Channel.HEARTBEAT));

        Thread session =
                Thread.ofPlatform().start(() -> IntStream.range(0, messages).forEach(_ -> arrive(heartbeat)));
        await().until(() -> session.getState() == Thread.State.WAITING);
        assertThat(mailbox.messages).isEmpty();
        release.countDown();

        session.join();
        awaitMessages(messages);
    }

    @Test
    void whatHadArrivedIsDeliveredBeforeTheEnd() {
        open(new End.Service());
        IntStream.range(0, 20)
                .forEach(_ -> arrive(signed(CONTROLLER, topic(C1, Channel.HEARTBEAT), sample(Channel.HEARTBEAT))));

        courier.close();

        assertThat(mailbox.messages).hasSize(20);
        assertThat(courier.isConnected()).isFalse();
    }

    @Test
    void aMailboxThatNeverReturnsIsInterruptedAtTheEnd() {
        var interrupted = new CountDownLatch(1);
        var stuck = new Mailbox() {
            @Override
            public void received(Topic topic, Message message, boolean retained) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException _) {
                    interrupted.countDown();
                    Thread.currentThread().interrupt();
                }
            }

            @Override
            public void connected(long connection) {}

            @Override
            public void disconnected(String reason) {}
        };
        open(new End.Service(), stuck);
        arrive(signed(CONTROLLER, topic(C1, Channel.HEARTBEAT), sample(Channel.HEARTBEAT)));

        courier.close();

        assertThat(interrupted.getCount()).isZero();
    }

    private void open(End end) {
        open(end, mailbox);
    }

    private void open(End end, Mailbox into) {
        Signer signer = switch (end) {
            case End.Service _ -> SERVICE;
            case End.Controller _ -> CONTROLLER;
        };
        var allowances = new Allowances(System::nanoTime);
        courier = Courier.open(end, SITE, signer, verifier(), into, rejections, allowances, Threads.THREADS, inbox -> {
            line.set(inbox);
            return transport;
        });
    }

    private static Verifier verifier() {
        return new Verifier(
                SITE, sender -> Optional.ofNullable(PINNED.get(sender)).stream().toList());
    }

    private void arrive(Incoming message) {
        line.get().received(message);
    }

    private void awaitMessages(int count) {
        await().atMost(Duration.ofSeconds(30)).until(() -> mailbox.messages.size() == count);
    }

    private static Topic topic(ControllerId controller, Channel channel) {
        return new Topic(SITE, controller, channel);
    }

    private static Incoming signed(Signer signer, Topic topic, Message message) {
        byte[] payload = MessageCodec.encode(message);
        return incoming(topic, payload, Optional.of(signer.sign(topic.text(), payload)));
    }

    private static Incoming incoming(Topic topic, byte[] payload, Optional<String> jws) {
        return new Incoming(topic.text(), payload, jws, 1, topic.channel().retained());
    }

    private static Message sample(Channel channel) {
        return SampleMessages.of(channel);
    }
}
