package knutpunkt.controller.link;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import knutpunkt.controller.list.ClockKeeper;
import knutpunkt.wire.Channel;
import knutpunkt.wire.Hash;
import knutpunkt.wire.certificates.KeysUnusable;
import knutpunkt.wire.message.Challenge;
import knutpunkt.wire.message.KeysUpdate;
import knutpunkt.wire.message.KeysWant;
import knutpunkt.wire.session.NotDelivered;
import knutpunkt.wire.session.Rejection;
import knutpunkt.wire.session.Rejections;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the controller's keys from running out: says which it has, asks for a certificate when two thirds of the present
 * one's life have passed or the service says so, and connects anew with what it is given. Nothing of it holds up a door
 * or a record: a record that is under way when the connection ends is sent again over the next. Used by one thread.
 */
final class KeyRenewal {
    private static final Logger LOG = LoggerFactory.getLogger(KeyRenewal.class);

    private final Keyring keys;
    private final ClockKeeper clock;
    private final Challenges challenges;
    private final Rejections rejections;
    private final Connection connection;
    private final Hearing hearing;
    private final Outbox outbox;
    private final LinkTimes times;
    private final LongSupplier nanoClock;
    private final RandomGenerator random;

    private long greeted = Connection.NONE;
    private long nextNanos;
    private Duration patience;

    /** What the service has told this controller to make anew. */
    private KeysUpdate.Renewal told = KeysUpdate.Renewal.NOTHING;

    KeyRenewal(
            Identity self,
            Link.Parts parts,
            Challenges challenges,
            Rejections rejections,
            Connection connection,
            Hearing hearing,
            Outbox outbox,
            LinkTimes times,
            RandomGenerator random) {
        this.keys = parts.keys();
        this.clock = parts.clock();
        this.challenges = challenges;
        this.rejections = rejections;
        this.connection = connection;
        this.hearing = hearing;
        this.outbox = outbox;
        this.times = times;
        this.nanoClock = self.uptimeNanos();
        this.random = random;
        this.patience = times.keysWait();
        this.nextNanos = nanoClock.getAsLong();
    }

    /** Says what there is to say, if it is time, and the service was heard a moment ago: else it would not heed it. */
    void sayIfDue() {
        long number = connection.number();
        Challenge echo = hearing.echo(number);
        if (number == Connection.NONE || echo.equals(Challenge.NONE)) {
            return;
        }
        if (number != greeted) {
            greeted = number;
            patience = times.keysWait();
        } else if (nanoClock.getAsLong() - nextNanos < 0) {
            return;
        }
        say(echo);
    }

    private void say(Challenge echo) {
        boolean asks = told != KeysUpdate.Renewal.NOTHING || keys.isDue(clock.instant());
        // Until there is an answer: whoever is to hear it may not be there yet.
        wait(patience);
        patience = doubled();
        try {
            KeysWant want = asks ? keys.ask(told == KeysUpdate.Renewal.EVERYTHING) : keys.have();
            outbox.send(want.echoing(echo));
        } catch (NotDelivered e) {
            LOG.debug("what keys there are was not delivered, and is said again: {}", e.reason());
            wait(times.keysWait());
        } catch (KeysUnusable e) {
            LOG.error("no new keys can be made, and it is tried again: {}", e.getMessage());
        }
    }

    private void wait(Duration atMost) {
        nextNanos = nanoClock.getAsLong() + atMost.toNanos();
    }

    private Duration doubled() {
        Duration twice = patience.multipliedBy(2);
        return twice.compareTo(times.keysAgain()) < 0 ? twice : times.keysAgain();
    }

    /** Takes what the service sent, if it answers a challenge given lately. */
    void update(KeysUpdate update) {
        if (!challenges.isLive(update.challenge())) {
            rejections.rejected(Channel.KEYS_UPDATE, Rejection.REPLAYED, "keys for a challenge that is not live");
            return;
        }
        try {
            Hash believed = keys.have().trust();
            if (keys.adopt(update)) {
                LOG.info("The certificate was renewed: connecting anew with it");
                told = KeysUpdate.Renewal.NOTHING;
                outbox.renew("a new certificate");
            } else {
                heed(update.renew(), !keys.have().trust().equals(believed));
            }
        } catch (IllegalArgumentException e) {
            rejections.rejected(Channel.KEYS_UPDATE, Rejection.NOT_ALLOWED, String.valueOf(e.getMessage()));
        } catch (KeysUnusable e) {
            LOG.error("what the service sent cannot be written down, and is asked for again: {}", e.getMessage());
        }
    }

    /** What all of a site's controllers are told at once they do one after the other; said again, it changes nothing. */
    private void heed(KeysUpdate.Renewal renew, boolean learnt) {
        boolean asked = renew == KeysUpdate.Renewal.CERTIFICATE || renew == KeysUpdate.Renewal.EVERYTHING;
        if (learnt) {
            patience = times.keysWait();
            wait(Duration.ZERO); // says at once whom it believes now
        } else if (!asked && !keys.isDue(clock.instant())) {
            wait(times.keysAgain()); // it was heard, and there is nothing more to say
        }
        if (!asked) {
            told = KeysUpdate.Renewal.NOTHING;
        } else if (renew != told) {
            told = renew;
            patience = times.keysWait();
            wait(Duration.ofNanos(random.nextLong(times.keysSpread().toNanos())));
        }
    }
}
