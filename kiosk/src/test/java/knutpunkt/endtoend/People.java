package knutpunkt.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import knutpunkt.endtoend.RunningSite.Somebody;
import org.awaitility.Awaitility;

/** Somebody who comes and goes through the door on the square all the time, and what the log must know of it in the end. */
final class People implements AutoCloseable {
    private static final String DOOR = "square";

    /** Whatever is to happen during passages: some before it is looked at, and some after. */
    private static final int PASSAGES_AT_LEAST = 6;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final RunningSite site;
    private final Somebody who;
    private final Thread thread;
    private final AtomicReference<Optional<Throwable>> failure = new AtomicReference<>(Optional.empty());
    private volatile boolean resting;
    private volatile boolean over;
    private volatile boolean still;
    private final AtomicInteger passages = new AtomicInteger();

    private People(RunningSite site, Somebody who) {
        this.site = site;
        this.who = who;
        this.thread = Thread.ofPlatform().name("people").start(this::run);
    }

    /** Begins at once; the doors must have their list. */
    static People at(RunningSite site) {
        return new People(site, site.enrolled("Elsa", "0F00E1B2C3", DOOR));
    }

    private void run() {
        try {
            while (!over) {
                still = resting;
                if (!still) {
                    pass();
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (RuntimeException | AssertionError e) {
            failure.set(Optional.of(e));
        }
    }

    private void pass() {
        String outcome = site.panel().tap(DOOR, who.badge(), passages.get() % 2 == 0 ? "entry" : "exit");
        assertThat(outcome).as("passage %d", passages.get() + 1).isEqualTo("granted");
        var _ = site.panel().open(DOOR);
        var _ = site.panel().close(DOOR);
        passages.incrementAndGet();
    }

    /** Waits for something while people pass, before it and after. */
    void during(String what, Callable<Boolean> reached) {
        awaitPassages(passages.get() + PASSAGES_AT_LEAST);
        Awaitility.await(what).atMost(RunningSite.PATIENCE.multipliedBy(2)).until(() -> {
            assertNobodyWasStopped();
            return reached.call();
        });
        awaitPassages(passages.get() + PASSAGES_AT_LEAST);
    }

    private void awaitPassages(int count) {
        Awaitility.await("people pass").atMost(RunningSite.PATIENCE).until(() -> {
            assertNobodyWasStopped();
            return passages.get() >= count;
        });
    }

    private void assertNobodyWasStopped() {
        failure.get().ifPresent(e -> {
            throw new AssertionError("somebody could not pass", e);
        });
    }

    /** Returns once nobody is at the door. */
    void rest() {
        resting = true;
        Awaitility.await("nobody is at the door").atMost(RunningSite.PATIENCE).until(() -> {
            assertNobodyWasStopped();
            return still;
        });
    }

    void goOn() {
        resting = false;
    }

    /** Waits until the service knows all that happened, and holds it against the passages there were. */
    void assertNothingIsLost() {
        rest();
        Awaitility.await("all that the door kept is in the log")
                .atMost(RunningSite.PATIENCE)
                .until(this::isAllInLog);
        List<JsonNode> log = records();
        Records.assertOnceAndInOrder(log);
        assertThat(kinds(log, "granted", "exit-read")).isEqualTo(passages.get());
        assertThat(kinds(log, "passage")).isEqualTo(passages.get());
        assertThat(site.countOf(who.partner())).isEqualTo(passages.get() % 2);
    }

    private static long kinds(List<JsonNode> log, String... kinds) {
        return log.stream()
                .filter(event -> List.of(kinds).contains(event.path("kind").asText()))
                .count();
    }

    /** What the controller of the door has told the service. */
    private List<JsonNode> records() {
        return site.api().everyEvent().stream()
                .filter(event -> event.path("controller").asText().equals(RunningSite.CONTROLLER))
                .toList();
    }

    private boolean isAllInLog() throws SQLException {
        long inLog = records().stream()
                .mapToLong(event -> event.path("sequence").asLong())
                .max()
                .orElse(0);
        try (var connection = DriverManager.getConnection(
                        "jdbc:sqlite:" + site.controllerData().resolve("journal.db"));
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT max(sequence) FROM record")) {
            return rows.next() && inLog >= rows.getLong(1);
        }
    }

    @Override
    public void close() throws InterruptedException {
        over = true;
        thread.join();
    }
}
