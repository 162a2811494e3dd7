package knutpunkt.wire.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import knutpunkt.loop.Threads;
import knutpunkt.wire.Channel;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.message.CommandResult;
import knutpunkt.wire.message.EventAck;
import knutpunkt.wire.message.Message;
import knutpunkt.wire.message.MessageCodec;
import knutpunkt.wire.signature.Signer;
import knutpunkt.wire.signature.SigningKeys;
import knutpunkt.wire.signature.Verifier;
import org.junit.jupiter.api.Test;

/** What comes of it when one sender says too much, rightly signed. */
class CourierFloodTest {
    private static final SiteId SITE = new SiteId("demo");
    private static final ControllerId FLOODING = new ControllerId("c1");
    private static final ControllerId QUIET = new ControllerId("c2");
    private static final KeyPair KEYS = SigningKeys.make(new SecureRandom());
    private static final int SAID = 50;

    private final RecordingMailbox mailbox = new RecordingMailbox();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Rejections rejections =
            new Rejections((channel, reason, detail) -> told.add(channel + " " + reason + " " + detail));
    private final AtomicReference<Inbox> line = new AtomicReference<>();

    @Test
    void aControllerThatFloodsWithValidMessagesTakesNothingFromAnother() throws InterruptedException {
        Incoming valid = signed(FLOODING, sample(Channel.HEARTBEAT));
        var stop = new AtomicBoolean();
        try (Courier _ = open(new End.Service())) {
            Thread flood = Thread.ofPlatform().start(() -> {
                while (!stop.get()) {
                    line.get().received(valid);
                }
            });
            await().atMost(Duration.ofSeconds(30)).until(() -> tooMany(Channel.HEARTBEAT) > 10_000);

            for (int i = 0; i < SAID; i++) {
                line.get().received(signed(QUIET, sample(Channel.COMMANDS_RESULT)));
            }

            await().atMost(Duration.ofSeconds(30)).until(() -> results() == SAID);
            stop.set(true);
            flood.join();
        }
        assertThat(tooMany(Channel.COMMANDS_RESULT)).isZero();
        assertThat(told)
                .containsExactly("heartbeat TOO_MANY on [knutpunkt/v1/demo/controllers/c1/heartbeat]:"
                        + " more than [c1] may say at a time");
    }

    @Test
    void theServiceIsBoundedAtAControllerToo() {
        var ack = new EventAck.Committed(new JournalId("j1"), 1);
        try (Courier _ = open(new End.Controller(QUIET))) {
            Incoming valid = signed(QUIET, ack);
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                for (int i = 0; i < 10 * SAID; i++) {
                    line.get().received(valid);
                }
                return tooMany(Channel.EVENTS_ACK) > 0;
            });
        }

        assertThat(mailbox.messages).isNotEmpty().containsOnly(ack);
    }

    private Courier open(End end) {
        var verifier = new Verifier(SITE, _ -> List.of(KEYS.getPublic()));
        return Courier.open(
                end,
                SITE,
                new Signer(end.sender(), SITE, KEYS.getPrivate()),
                verifier,
                mailbox,
                rejections,
                new Allowances(new Allowances.Rate(SAID, 1 << 20), System::nanoTime),
                Threads.THREADS,
                inbox -> {
                    line.set(inbox);
                    return new MemoryTransport();
                });
    }

    private static Message sample(Channel channel) {
        return SampleMessages.of(channel);
    }

    private long results() {
        return mailbox.messages.stream().filter(CommandResult.class::isInstance).count();
    }

    private long tooMany(Channel channel) {
        return rejections.count(channel, Rejection.TOO_MANY);
    }

    private static Incoming signed(ControllerId controller, Message message) {
        var topic = new Topic(SITE, controller, message.channel());
        byte[] payload = MessageCodec.encode(message);
        var signer = new Signer(End.expectedSender(topic), SITE, KEYS.getPrivate());
        return new Incoming(topic.text(), payload, Optional.of(signer.sign(topic.text(), payload)), 1, false);
    }
}
