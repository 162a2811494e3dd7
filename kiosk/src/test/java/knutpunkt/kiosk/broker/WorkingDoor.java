package knutpunkt.kiosk.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import knutpunkt.bench.Distribution;
import knutpunkt.endtoend.LinkedController;
import knutpunkt.endtoend.RunningSite;
import knutpunkt.endtoend.Supervisor;
import knutpunkt.wire.SiteId;
import org.awaitility.Awaitility;

/**
 * A real site that goes on being used while somebody attacks its broker: service, controller and broker as processes, and
 * people who tap at the door all the time, pass it, and are awaited in the log.
 */
final class WorkingDoor implements AutoCloseable {
    /** An enrolled controller of the site's, known to the service, in a stranger's hands. */
    static final String HOSTILE = "linked-0";

    /** The same badge within this time is one presentation. */
    private static final Duration ONE_PRESENTATION = Duration.ofSeconds(5);

    /** So many, at this pace, take longer than that for a round: what the log has of one of them is of one tap. */
    private static final int PEOPLE = 40;

    private static final Duration PACE = Duration.ofMillis(150);

    /** How often somebody passes at least during one attack, which is repeated until then. */
    private static final int PASSAGES_AT_LEAST = 3;

    /** Fewer than the embedded broker lets one address begin at once, so that attacks do not hinder each other. */
    private static final int CONNECTIONS_FROM_ONE_ADDRESS = 500;

    private final RunningSite running;
    private final TestSite site;
    private final Map<String, SSLContext> contexts = new HashMap<>();
    private final List<RunningSite.Somebody> people = new ArrayList<>();
    private final List<Tap> taps = new CopyOnWriteArrayList<>();
    private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
    private final List<Distribution> told = new ArrayList<>();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final Supervisor supervisor;
    private final List<Thread> threads;
    private int connections;
    private volatile boolean isClosing;

    /** One person at the door: from the badge at the reader to what the reader showed, once the strike was released or not. */
    private record Tap(String person, Instant at, long startNanos, long tookNanos, String outcome) {}

    /** A passage that was seen in the log. */
    private record Arrival(String person, Instant at, long nanos) {
        boolean isOf(Tap tap) {
            Instant earliest = tap.at().truncatedTo(ChronoUnit.MILLIS); // as records have it
            return person.equals(tap.person())
                    && !at.isBefore(earliest)
                    && at.isBefore(earliest.plus(ONE_PRESENTATION));
        }
    }

    /** What somebody hostile does. */
    interface Attack {
        void run() throws Exception;
    }

    private WorkingDoor(RunningSite running, Path folder, RunningSite.Broker broker) throws InterruptedException {
        this.running = running;
        site = TestSite.in(running.data(), new SiteId("demo"), InstantSource.system());
        for (int i = 0; i < PEOPLE; i++) {
            String badge = "0F00E1%04X".formatted(i);
            people.add(running.enrolled("Nr " + i, badge, "square"));
        }
        LinkedController.enrol(running, folder, 0); // later, as nothing is confirmed by all while it is away
        var _ = tls(HOSTILE); // takes back what it was given there, and the broker would be started anew for that
        supervisor = new Supervisor(running, site.keys(), broker);
        threads = List.of(
                Thread.ofPlatform().name("people").start(this::use),
                Thread.ofPlatform().name("log").start(this::watch));
    }

    static WorkingDoor start(Path folder, RunningSite.Broker broker) throws InterruptedException {
        var running = RunningSite.laidOut(folder, broker);
        boolean started = false;
        try {
            running.startAll();
            var door = new WorkingDoor(running, folder, broker);
            started = true;
            return door;
        } finally {
            if (!started) {
                running.close();
            }
        }
    }

    TestSite site() {
        return site;
    }

    int port() {
        return running.mqttPort();
    }

    RunningSite running() {
        return running;
    }

    /** What a client of this name connects with; made once. */
    SSLContext tls(String client) {
        return contexts.computeIfAbsent(client, site::tls);
    }

    /** An address of this machine's that no controller has and not too many have come from. */
    InetAddress elsewhere() {
        int number = connections++ / CONNECTIONS_FROM_ONE_ADDRESS;
        try {
            return InetAddress.getByAddress(new byte[] {127, 1, (byte) (number / 200), (byte) (1 + number % 200)});
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Attacks, again and again until some have passed the door meanwhile, and fails unless the door let each of them in and
     * every passage came into the log. The strike is never released for a badge that was read 2 s ago, so each of them was
     * decided in that time by the door's own clock, however busy the attacker keeps this machine.
     */
    void goesOnDuring(String attack, Attack hostile) throws Exception {
        int first = taps.size();
        do {
            hostile.run();
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        } while (taps.size() < first + PASSAGES_AT_LEAST);
        List<Tap> during = taps.stream().skip(first).toList();
        assertThat(during)
                .as("taps during [%s]", attack)
                .extracting(Tap::outcome)
                .containsOnly("granted");
        Awaitility.await("every passage is in the log")
                .atMost(RunningSite.PATIENCE)
                .until(() -> during.stream().allMatch(tap -> arrival(tap).isPresent()));
        var decisions = new Distribution(attack + ": tap to green", during.size());
        var passages = new Distribution(attack + ": tap to passage in the log", during.size());
        for (Tap tap : during) {
            decisions.add(tap.tookNanos());
            passages.add(arrival(tap).orElseThrow().nanos() - tap.startNanos());
        }
        told.add(decisions);
        told.add(passages);
    }

    private Optional<Arrival> arrival(Tap tap) {
        return arrivals.stream().filter(arrival -> arrival.isOf(tap)).findFirst();
    }

    private void use() {
        for (int i = 0; !isClosing; i++) {
            RunningSite.Somebody who = people.get(i % PEOPLE);
            Instant at = Instant.now();
            long start = System.nanoTime();
            String outcome;
            long took;
            try {
                outcome = running.panel()
                        .tapOnce("square", who.badge(), (i / PEOPLE) % 2 == 0 ? "entry" : "exit")
                        .orElse("nothing shown within 2 s");
                took = System.nanoTime() - start;
                running.panel().open("square");
                running.panel().close("square");
            } catch (UncheckedIOException | AssertionError e) {
                outcome = String.valueOf(e.getMessage());
                took = System.nanoTime() - start;
            }
            taps.add(new Tap(who.person(), at, start, took, outcome));
            LockSupport.parkNanos(PACE.toNanos());
        }
    }

    /** Notes when each passage was first seen in the log; it looks every 100 ms. */
    private void watch() {
        String cursor = "0";
        while (!isClosing) {
            try {
                JsonNode page =
                        running.api().get("events?limit=200&cursor=" + cursor).expect(200);
                long now = System.nanoTime();
                for (JsonNode event : page.path("events")) {
                    if (event.path("kind").asText().equals("passage")) {
                        arrivals.add(new Arrival(
                                event.path("person").asText(),
                                Instant.parse(event.path("at").asText()),
                                now));
                    }
                }
                cursor = page.path("cursor").asText();
            } catch (UncheckedIOException | AssertionError _) {
                unanswered.incrementAndGet(); // asked again; what must be there is awaited elsewhere
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    /** Tells how long people waited, attack by attack. */
    void tell() {
        Distribution.printHead();
        told.forEach(Distribution::print);
        System.out.printf("The log was asked [%d] times without an answer.%n", unanswered.get());
    }

    /** What the service has said, and Mosquitto where it is the broker. */
    String said(RunningSite.Broker by) {
        return switch (by) {
            case EMBEDDED -> running.service().output();
            case MOSQUITTO -> running.mosquitto().output();
        };
    }

    @Override
    public void close() throws InterruptedException {
        isClosing = true;
        for (Thread thread : threads) {
            thread.join();
        }
        supervisor.close();
        running.close();
    }
}
