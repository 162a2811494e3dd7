package knutpunkt.kiosk.link;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.message.Challenge;
import knutpunkt.wire.message.KeysUpdate;
import knutpunkt.wire.message.KeysWant;
import knutpunkt.wire.message.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is said to one controller about its keys. Used within one loop. */
final class KeyTalk {
    /** Between two times of telling what the controller does not say it knows: time enough to do it. */
    private static final Duration AGAIN = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(KeyTalk.class);

    private final ControllerId controller;
    private final KeyDesk desk;
    private final Freshness freshness;
    private final LongSupplier nanoClock;
    private final Consumer<Message> send;
    private long nextNanos;
    private long wrong;

    KeyTalk(ControllerId controller, SiteLink.Parts parts, Freshness freshness, Consumer<Message> send) {
        this.controller = controller;
        this.desk = parts.keys();
        this.freshness = freshness;
        this.nanoClock = parts.nanoClock();
        this.send = send;
        this.nextNanos = nanoClock.getAsLong();
    }

    /**
     * The controller has said what it has. What it may have said long ago counts for nothing: it would undo what is known
     * since, and cost a certificate. Without a challenge of its own to answer it is not answered. It says it again.
     */
    void said(KeysWant want, Optional<Challenge> challenge) {
        if (!freshness.isProved(want.echo())) {
            // After a restart of the service behind a broker of its own this is what any controller says first.
            LOG.debug("controller [{}]: what it said of its keys may be old, and is not heeded", controller);
            return;
        }
        try {
            Optional<KeyDesk.Answer> answer = desk.said(controller, want);
            challenge.ifPresent(fresh -> answer.ifPresent(known -> tell(fresh, known)));
        } catch (IllegalArgumentException e) {
            wrong++;
            warn(String.valueOf(e.getMessage()));
        }
    }

    /** The 1st, 2nd, 4th, 8th … time: a flood must not become one of log lines. */
    private void warn(String why) {
        if (Long.bitCount(wrong) == 1) {
            LOG.warn("controller [{}] asked [{}] times by now for what it cannot have: {}", controller, wrong, why);
        }
    }

    /** The controller lives: if it has to be told something, now is the time. */
    void heard(Challenge challenge) {
        if (nanoClock.getAsLong() - nextNanos >= 0) {
            desk.lacks(controller).ifPresent(answer -> tell(challenge, answer));
        }
    }

    private void tell(Challenge challenge, KeyDesk.Answer answer) {
        nextNanos = nanoClock.getAsLong() + AGAIN.toNanos();
        send.accept(new KeysUpdate(
                challenge,
                answer.trust().authorityTexts(),
                answer.trust().signerTexts(),
                answer.certificate(),
                answer.renew()));
    }
}
