package knutpunkt.kiosk.watch;

import static java.util.Objects.requireNonNull;

import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import knutpunkt.wire.Channel;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.session.Inbox;
import knutpunkt.wire.session.Incoming;
import knutpunkt.wire.session.MqttSession;
import knutpunkt.wire.session.SessionSettings;
import knutpunkt.wire.session.Subscription;

/**
 * Prints a site's messages as they pass. It never keeps the broker waiting: what comes faster than it can be shown is
 * counted and left out, because whatever waits for a slow onlooker is room that the service's own messages need.
 */
public final class Watching {
    /** The time it was given is over, or nobody reads what it prints any more. */
    public static final int DONE = 0;

    /** Another one took its place, or so it seems: a site has one at a time, as its name is its place at the broker. */
    public static final int REPLACED = 1;

    /** At most so many of the largest messages, 50 MiB. */
    private static final int WAITING_MAX = 200;

    /** As high as any of ours is published, so that each comes with the quality of service it was published with. */
    private static final int QOS = 1;

    /**
     * A connection lost so often within {@link #CUT_WITHIN}, with the broker there each time, was most likely lost to another
     * watcher: Mosquitto cuts the one that was there without a word, and so it does when it is started anew, as at each
     * step of a change of keys. Each takes the other's place, so the earlier one counts this many first, and gives way.
     */
    private static final int CUTS_MAX = 3;

    private static final Duration CUT_WITHIN = Duration.ofMinutes(1);

    private static final String TAKEN_OVER = "another watcher took this one's place: a site has one at a time";

    private static final String CUT_OFTEN =
            "cut off " + CUTS_MAX + " times within a minute: another watcher took this one's"
                    + " place, as a site has one at a time, or the broker is started anew again and again";

    private final Judge judge;
    private final Chosen chosen;
    private final Lines lines;
    private final PrintStream out;
    private final InstantSource clock;
    private final LongSupplier nanoClock;
    private final BlockingQueue<Happening> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final AtomicLong leftOut = new AtomicLong();
    private final Deque<Long> cuts = new ArrayDeque<>();
    private long shown;
    private long wrong;

    /**
     * Which messages.
     *
     * @param controller empty for every one's
     * @param channel empty for every one
     */
    public record Chosen(Optional<ControllerId> controller, Optional<Channel> channel) {
        public Chosen {
            requireNonNull(controller, "controller");
            requireNonNull(channel, "channel");
        }

        /** What the broker is asked for: whole channels, as that is what the access rules give. */
        public List<String> filters(SiteId site) {
            return Arrays.stream(Channel.values())
                    .filter(each -> channel.isEmpty() || channel.get() == each)
                    .map(each -> Topic.filterOfAll(site, each))
                    .toList();
        }

        /** The same, with what the broker keeps of it. */
        public List<Subscription> subscriptions(SiteId site) {
            return filters(site).stream()
                    .map(filter -> new Subscription(filter, QOS, true))
                    .toList();
        }

        /** What is on no topic of ours is everybody's business. */
        private boolean wants(Incoming message) {
            return controller
                    .flatMap(wanted -> Topic.parse(message.topic())
                            .map(topic -> topic.controller().equals(wanted)))
                    .orElse(true);
        }
    }

    private sealed interface Happening {
        record Arrived(Instant at, Incoming message) implements Happening {}

        record Connected() implements Happening {}

        record Disconnected(String reason) implements Happening {}
    }

    /** One that shows what is chosen; nothing is opened yet. */
    public Watching(
            Judge judge, Chosen chosen, Lines lines, PrintStream out, InstantSource clock, LongSupplier nanoClock) {
        this.judge = requireNonNull(judge, "judge");
        this.chosen = requireNonNull(chosen, "chosen");
        this.lines = requireNonNull(lines, "lines");
        this.out = requireNonNull(out, "out");
        this.clock = requireNonNull(clock, "clock");
        this.nanoClock = requireNonNull(nanoClock, "nanoClock");
    }

    /**
     * Connects, for ever anew, and prints on the calling thread for so long. To be called once.
     *
     * @return {@link #DONE} or {@link #REPLACED}
     */
    public int show(SessionSettings settings, Duration atMost, RandomGenerator random) throws InterruptedException {
        long end = nanoClock.getAsLong() + atMost.toNanos();
        try (var _ = MqttSession.open(settings, random, ear())) {
            return show(settings.brokers(), end);
        }
    }

    /** Until that time, by the monotonic clock, whatever waits to be shown then. */
    int show(List<URI> brokers, long end) throws InterruptedException {
        for (long left = end - nanoClock.getAsLong();
                left > 0 && !out.checkError();
                left = end - nanoClock.getAsLong()) {
            Happening next = waiting.poll(left, TimeUnit.NANOSECONDS);
            if (next == null) {
                break;
            }
            if (next instanceof Happening.Disconnected(String reason) && isReplaced(reason)) {
                remark(reason.equals(Inbox.TAKEN_OVER) ? TAKEN_OVER : CUT_OFTEN);
                return REPLACED;
            }
            print(next, brokers);
        }
        remark(shown + " messages were shown, " + wrong + " of them not verified");
        return DONE;
    }

    /** What hears the session. */
    Inbox ear() {
        return new Ear();
    }

    private boolean isReplaced(String reason) {
        long now = nanoClock.getAsLong();
        cuts.addLast(now);
        cuts.removeIf(at -> now - at > CUT_WITHIN.toNanos());
        return reason.equals(Inbox.TAKEN_OVER) || cuts.size() >= CUTS_MAX;
    }

    private void print(Happening happening, List<URI> brokers) {
        long missed = leftOut.getAndSet(0);
        if (missed > 0) {
            remark(missed + " messages came faster than they could be shown");
        }
        switch (happening) {
            case Happening.Connected _ -> remark("watching at " + brokers);
            case Happening.Disconnected(String reason) -> remark("the broker is away, still trying: " + reason);
            case Happening.Arrived(Instant at, Incoming message) -> {
                Sight sight = judge.look(at, message);
                shown++;
                wrong += sight.wrong().isPresent() ? 1 : 0;
                out.println(lines.of(sight));
            }
        }
    }

    private void remark(String text) {
        out.println(lines.remark(text));
    }

    /** On the session's threads: it hands over and returns. */
    private final class Ear implements Inbox {
        @Override
        public void received(Incoming message) {
            if (chosen.wants(message) && !waiting.offer(new Happening.Arrived(clock.instant(), message))) {
                leftOut.incrementAndGet();
            }
        }

        @Override
        public void connected(long connection) {
            put(new Happening.Connected());
        }

        @Override
        public void disconnected(String reason) {
            put(new Happening.Disconnected(reason));
        }

        /** These are few, and one of them ends it all; the session has nothing else to do meanwhile. */
        private void put(Happening happening) {
            try {
                waiting.put(happening);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt(); // the session is ending: nobody waits for this any more
            }
        }
    }
}
