package knutpunkt.simulation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;
import knutpunkt.wire.session.Inbox;
import knutpunkt.wire.session.Incoming;
import knutpunkt.wire.session.NotDelivered;
import knutpunkt.wire.session.Outgoing;
import knutpunkt.wire.session.Subscription;
import knutpunkt.wire.session.Transport;

/**
 * A broker and the network around it, as MQTT 5 allows them to be with clean sessions: what is published comes late, in
 * its sender's order, and is gone when a connection breaks first; a publisher whose connection breaks does not know
 * whether it came through. What is kept outlives connections, and not the broker's disk.
 */
final class SimulatedBroker {
    private static final Duration LATE_MOST = Duration.ofMillis(20);
    private static final Duration VERY_LATE_MOST = Duration.ofSeconds(5);
    private static final Duration BACK_MOST = Duration.ofSeconds(5);

    /** Between two looks whether a client takes more. */
    private static final Duration WAITS = Duration.ofMillis(1);

    /** A client whose machine died is missed after one and a half keep-alives of 15 s. */
    private static final Duration MISSED_AFTER = Duration.ofMillis(22_500);

    private final Timeline timeline;
    private final RandomGenerator random;
    private final Map<String, Line> lines = new LinkedHashMap<>();
    private final Map<String, Outgoing> kept = new LinkedHashMap<>();
    private Carrier carrier = Carrier.HONEST;
    private boolean up = true;
    private Weather weather = Weather.FAIR;

    SimulatedBroker(Timeline timeline, RandomGenerator random) {
        this.timeline = timeline;
        this.random = random;
    }

    void weather(Weather newWeather) {
        weather = newWeather;
    }

    /** Whoever runs the broker: sees everything, and may keep it back. */
    interface Carrier {
        Carrier HONEST = new Carrier() {};

        /** Whether what is published is carried on, and not kept back. */
        default boolean carries(Outgoing message) {
            return true;
        }

        /** A client has connected. */
        default void connected(String client) {}

        /** A client is handed what was published, and not what was smuggled in. */
        default void delivered(String client, String topic) {}
    }

    void carriedBy(Carrier newCarrier) {
        carrier = newCarrier;
    }

    /** Hands a client a message that nobody sent just now. False when that client is not connected. */
    boolean smuggle(String client, Incoming message) {
        Line line = lines.get(client);
        if (line == null || !line.connected || !line.machine.isOn()) {
            return false;
        }
        line.arrived.add(message);
        line.handOver();
        return true;
    }

    /** Stops it. Connections break; clients try again until it is back. */
    void stop(boolean loseKept) {
        up = false;
        if (loseKept) {
            kept.clear();
        }
        List.copyOf(lines.values()).forEach(line -> line.broken("the broker is gone"));
    }

    void start() {
        up = true;
    }

    /** Parts a client from the broker until it is joined again. */
    void part(String client) {
        Optional.ofNullable(lines.get(client)).ifPresent(line -> {
            line.parted = true;
            line.broken("the network is gone");
        });
    }

    void join(String client) {
        Optional.ofNullable(lines.get(client)).ifPresent(line -> line.parted = false);
    }

    /**
     * A client's way in; the machine's death ends it.
     *
     * @param will published when a connection of this number ends without a goodbye
     */
    Transport open(
            String client,
            SimulatedMachine machine,
            List<Subscription> subscriptions,
            LongFunction<Optional<Outgoing>> will,
            Inbox inbox,
            Pace pace) {
        Line before = lines.get(client);
        var line = new Line(client, machine, subscriptions, will, inbox, pace);
        if (before != null) {
            line.parted = before.parted;
            before.takenOver();
        }
        lines.put(client, line);
        line.tryLater();
        return line;
    }

    private void publish(Outgoing message) {
        if (!carrier.carries(message)) {
            return;
        }
        if (message.retained()) {
            kept.put(message.topic(), message);
        }
        for (Line line : List.copyOf(lines.values())) {
            if (line.connected && line.wants(message.topic())) {
                line.deliver(message);
            }
        }
    }

    private long lateNanos() {
        Duration most = happens(weather.lateOneIn()) ? VERY_LATE_MOST : LATE_MOST;
        return random.nextLong(most.toNanos());
    }

    private boolean happens(int oneIn) {
        return oneIn > 0 && random.nextInt(oneIn) == 0;
    }

    /** One client's side: a transport that connects again and again, with a new number each time. */
    private final class Line implements Transport {
        private final String client;
        private final SimulatedMachine machine;
        private final List<Subscription> subscriptions;
        private final LongFunction<Optional<Outgoing>> will;
        private final Inbox inbox;
        private final Pace pace;
        private final Deque<Incoming> arrived = new ArrayDeque<>();
        private final Map<String, Long> newestOf = new HashMap<>();
        private boolean connected;
        private boolean parted;
        private boolean closed;
        private long number;

        Line(
                String client,
                SimulatedMachine machine,
                List<Subscription> subscriptions,
                LongFunction<Optional<Outgoing>> will,
                Inbox inbox,
                Pace pace) {
            this.client = client;
            this.machine = machine;
            this.subscriptions = subscriptions;
            this.will = will;
            this.inbox = inbox;
            this.pace = pace;
        }

        boolean wants(String topic) {
            return subscriptions.stream().anyMatch(one -> matches(one.filter(), topic));
        }

        private static boolean matches(String filter, String topic) {
            String[] wanted = filter.split("/", -1);
            String[] given = topic.split("/", -1);
            if (wanted.length != given.length) {
                return false;
            }
            for (int i = 0; i < wanted.length; i++) {
                if (!wanted[i].equals("+") && !wanted[i].equals(given[i])) {
                    return false;
                }
            }
            return true;
        }

        void tryLater() {
            machine.after(Duration.ofNanos(random.nextLong(BACK_MOST.toNanos())), this::connect);
        }

        private void connect() {
            if (closed || connected) {
                return;
            }
            number++;
            if (!up || parted) {
                tryLater();
                return;
            }
            connected = true;
            newestOf.clear();
            arrived.clear();
            pace.handed();
            subscriptions.stream()
                    .filter(Subscription::replayRetained)
                    .flatMap(one -> kept.values().stream().filter(message -> matches(one.filter(), message.topic())))
                    .forEach(this::deliver);
            inbox.connected(number);
            carrier.connected(client);
        }

        /** Comes after what came before it on its topic, or not at all. */
        void deliver(Outgoing message) {
            if (message.qos() == 0 && happens(weather.lostOneIn())) {
                return;
            }
            long due = Math.max(timeline.nanos() + lateNanos(), newestOf.getOrDefault(message.topic(), 0L));
            newestOf.put(message.topic(), due);
            long connection = number;
            timeline.at(due, () -> arrive(message, connection));
            if (message.qos() > 0 && happens(weather.twiceOneIn())) {
                timeline.at(due, () -> arrive(message, connection));
            }
        }

        private void arrive(Outgoing message, long connection) {
            if (machine.isOn() && connected && number == connection) {
                arrived.add(new Incoming(message.topic(), message.payload(), message.jws(), 1, message.retained()));
                carrier.delivered(client, message.topic());
                handOver();
            }
        }

        private void handOver() {
            while (!arrived.isEmpty() && !pace.isFull()) {
                pace.handed();
                inbox.received(arrived.remove());
            }
            if (!arrived.isEmpty()) {
                machine.after(WAITS, this::handOver);
            }
        }

        @Override
        public void publish(Outgoing message) {
            if (!machine.isOn()) {
                throw new NotDelivered(NotDelivered.Reason.CONNECTION_LOST, message.topic());
            }
            if (!connected) {
                throw new NotDelivered(NotDelivered.Reason.NOT_CONNECTED, message.topic());
            }
            if (happens(weather.breaksOneIn())) {
                if (random.nextBoolean()) {
                    SimulatedBroker.this.publish(message);
                }
                broken("the connection broke");
                throw new NotDelivered(NotDelivered.Reason.CONNECTION_LOST, message.topic());
            }
            SimulatedBroker.this.publish(message);
        }

        /** The client is there and sees it at once; the broker speaks the will, even when the client is back before it does. */
        void broken(String reason) {
            if (connected) {
                connected = false;
                Optional<Outgoing> last = will.apply(number);
                if (up) {
                    timeline.after(Duration.ofSeconds(1), () -> last.ifPresent(SimulatedBroker.this::publish));
                }
                if (machine.isOn()) {
                    pace.handed();
                    inbox.disconnected(reason);
                    tryLater();
                }
            }
        }

        /** The machine is dead; nobody says so. */
        void silent() {
            long connection = number;
            timeline.after(MISSED_AFTER, () -> {
                if (connected && number == connection) {
                    broken("it was not heard from");
                }
            });
        }

        /** The same client has come again: a broker ends the connection before. */
        private void takenOver() {
            closed = true;
            broken("the same client has come again");
        }

        @Override
        public void renew(String reason) {
            broken(reason);
        }

        @Override
        public boolean isConnected() {
            return connected;
        }

        @Override
        public void close() {
            closed = true;
            connected = false;
        }
    }

    /** A client's program has died, and its system says so. */
    void reset(String client) {
        Optional.ofNullable(lines.get(client)).ifPresent(line -> line.broken("the program is gone"));
    }

    /** A client's machine has died without a word. */
    void silent(String client) {
        Optional.ofNullable(lines.get(client)).ifPresent(Line::silent);
    }
}
