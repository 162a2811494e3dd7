package knutpunkt.kiosk.link;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.message.Challenge;
import knutpunkt.wire.message.KeysWant;
import knutpunkt.wire.message.LeaseRenewal;
import knutpunkt.wire.message.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the service makes of what a controller said of its keys, when somebody kept it back, on the test's own thread. */
class LateWantsTest extends LinkFixture {
    private static final Challenge OF_A_RUN_BEFORE = new Challenge("e".repeat(32));

    private final Logger logger = (Logger) LoggerFactory.getLogger(KeyTalk.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final List<KeysWant> heeded = new ArrayList<>();
    private boolean refuses;
    private Conversation conversation;

    private final KeyDesk desk = new KeyDesk() {
        @Override
        public Optional<Answer> said(ControllerId controller, KeysWant want) {
            if (refuses) {
                throw new IllegalArgumentException("not signed by its own key");
            }
            heeded.add(want);
            return Optional.empty();
        }

        @Override
        public Optional<Answer> lacks(ControllerId controller) {
            return Optional.empty();
        }
    };

    @Override
    SiteLink.Parts parts() {
        SiteLink.Parts usual = super.parts();
        return new SiteLink.Parts(
                usual.database(),
                usual.changes(),
                usual.seals(),
                usual.recovery(),
                desk,
                usual.confirmations(),
                usual.liveness(),
                usual.derived(),
                usual.opener(),
                usual.learnt(),
                usual.clock(),
                usual.nanoClock(),
                usual.random(),
                usual.loops());
    }

    @BeforeEach
    void converse() {
        log.start();
        logger.addAppender(log);
        var way = new Way(0, link, clock, new Random(2));
        way.outbox().opened(outbox);
        conversation = new Conversation(c1.id, parts(), new Route(List.of(way)));
        hears(c1.birth());
        hears(c1.heartbeat());
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
    }

    private void hears(Message message) {
        conversation.perform(new Inbox.Task.Handle(message, 0));
    }

    private void passes(Duration time) {
        for (Duration left = time; left.isPositive(); left = left.minusMillis(500)) {
            clock.pass(Duration.ofMillis(500));
            conversation.perform(new Inbox.Task.Tick());
        }
    }

    private Challenge newestNonce() {
        return told(c1, LeaseRenewal.class).getLast().nonce().orElseThrow();
    }

    private static KeysWant want() {
        return new KeysWant(Hash.ZERO, Optional.empty(), Instant.EPOCH, Hash.ZERO, Optional.empty());
    }

    private List<String> warnings() {
        return log.list.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Test
    void whatRepeatsALeaseThatWasSaidAMomentAgoIsHeeded() {
        KeysWant want = want().echoing(newestNonce());

        passes(Duration.ofSeconds(10));
        hears(want);

        assertThat(heeded).containsExactly(want);
        assertThat(warnings()).isEmpty();
    }

    @Test
    void whatWasKeptBackIsNotHeededHoweverLivelyTheControllerIs() {
        KeysWant want = want().echoing(newestNonce());
        for (int i = 0; i < 4; i++) {
            passes(Duration.ofSeconds(5));
            hears(c1.heartbeat());
        }

        hears(want);

        assertThat(heeded).isEmpty();
    }

    @Test
    void whatRepeatsNothingThatIsKnownIsNotHeededAndIsWhatAnyControllerSaysAfterARestart() {
        for (int i = 0; i < 4; i++) {
            hears(want());
            hears(want().echoing(OF_A_RUN_BEFORE));
        }

        assertThat(heeded).isEmpty();
        assertThat(warnings()).isEmpty();
    }

    @Test
    void requestsThatAreWrongAreToldEverMoreSeldom() {
        refuses = true;

        for (int i = 0; i < 100; i++) {
            hears(want().echoing(newestNonce()));
        }

        assertThat(warnings())
                .hasSize(7)
                .last()
                .asString()
                .startsWith("controller [" + c1.id + "] asked [64] times by now for what it cannot have: ")
                .endsWith("not signed by its own key");
    }
}
