package knutpunkt.kiosk.link;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import knutpunkt.wire.Topic;
import knutpunkt.wire.message.Message;
import knutpunkt.wire.session.Mailbox;
import knutpunkt.wire.session.Patience;
import knutpunkt.wire.session.Rejection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to the controllers through one broker: what arrives over it, and whether anybody is heard. A broker that answers
 * every ping and has lost our subscriptions is found out by that. Safe for use by several threads.
 */
final class Way implements Mailbox {
    /** Longer than a controller takes to be missed, so that the doors' pages have said so first. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    static final Duration PATIENCE_MAX = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(Way.class);

    private final int number;
    private final SiteLink link;
    private final LateOutbox outbox = new LateOutbox();
    private final LongSupplier nanoClock;
    private final Patience patience;

    /** @param number its place among the link's ways, from 0 */
    Way(int number, SiteLink link, LongSupplier nanoClock, RandomGenerator random) {
        this.number = number;
        this.link = link;
        this.nanoClock = nanoClock;
        this.patience = new Patience(PATIENCE, PATIENCE_MAX, random, nanoClock.getAsLong());
    }

    int number() {
        return number;
    }

    LateOutbox outbox() {
        return outbox;
    }

    @Override
    public void received(Topic topic, Message message, boolean retained) {
        link.received(number, topic, message);
    }

    @Override
    public void refused(Topic topic, Rejection reason, boolean retained) {
        link.refused(topic, reason, retained);
    }

    @Override
    public void connected(long connection) {
        LOG.info("connected to broker {}, for the {}. time", number + 1, connection);
        patience.connected(nanoClock.getAsLong());
        link.connected(number);
    }

    @Override
    public void disconnected(String reason) {
        LOG.warn("not connected to broker {}: {}", number + 1, reason);
        link.disconnected(number);
    }

    /** A controller was heard over it, by something newer than all before. */
    void heard() {
        patience.heard(nanoClock.getAsLong());
    }

    /** Has the session renewed when everybody who is at this broker fell silent. To be called several times a second. */
    void look(boolean someone) {
        if (someone && patience.isOver(nanoClock.getAsLong())) {
            outbox.renew("none of the controllers at this broker is heard any more, though it answers");
        }
    }
}
