package knutpunkt.kiosk.log;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.message.EventBatch;

/** A real database with controllers in it, and commits without a thread: for tests of what a commit does. */
public final class SiteLog implements AutoCloseable {
    private final Database database;
    private final List<Derived> derived;
    private Instant now = Instant.parse("2026-11-22T12:00:00Z");

    public SiteLog(Path folder, Function<Database, List<Derived>> derived) {
        this.database = Database.open(folder.resolve("site.db"));
        this.derived = derived.apply(database);
    }

    public Database database() {
        return database;
    }

    public void enrol(String... controllers) {
        database.write(t -> {
            for (String controller : controllers) {
                t.update("INSERT INTO controller (id, name) VALUES (?, ?)", controller, controller);
            }
            return 0;
        });
    }

    /** What a proof of the log finds of one journal. */
    LogProof.Proved proved(JournalId journal) {
        return database.read(LogProof::of).journals().stream()
                .filter(one -> one.head().journal().equals(journal))
                .findFirst()
                .orElseThrow();
    }

    /** When what is committed from now on arrives. */
    public void arriveAt(Instant at) {
        now = at;
    }

    public Outcome commit(ControllerId controller, EventBatch batch) {
        return commit(controller, List.of(batch)).getFirst();
    }

    /** Several batches in one transaction, as the log does when they wait together. */
    public List<Outcome> commit(ControllerId controller, List<EventBatch> batches) {
        return database.write(transaction -> {
            var commit = new BatchCommit(transaction, now);
            List<Outcome> outcomes =
                    batches.stream().map(batch -> commit.add(controller, batch)).toList();
            List<LoggedEvent> events = commit.events();
            if (!events.isEmpty()) {
                derived.forEach(each -> each.apply(transaction, events));
            }
            return outcomes;
        });
    }

    /** A batch and the journal it is of. */
    public record Sent(FakeJournal journal, EventBatch batch) {}

    /** One batch after the other, each as if it were alone, and one sync for all: what a thousand runs can afford. */
    public void commitOneByOne(List<Sent> arrivals) {
        database.write(transaction -> {
            arrivals.forEach(sent -> commit(transaction, sent));
            return 0;
        });
    }

    /** A batch within a transaction of the test's own. */
    public void commit(Transaction transaction, Sent sent) {
        var commit = new BatchCommit(transaction, now);
        commit.add(sent.journal().controller(), sent.batch());
        List<LoggedEvent> events = commit.events();
        if (!events.isEmpty()) {
            derived.forEach(each -> each.apply(transaction, events));
        }
    }

    /** Forgets what records say, as disposal does, after whatever was worked out from them was asked. */
    public static void forget(Transaction transaction, BeforeDisposal before, List<Records.Logged> going) {
        before.keep(transaction, going);
        going.forEach(
                one -> transaction.update("UPDATE record SET salt = NULL, body = NULL WHERE id = ?", one.number()));
    }

    public void commit(FakeJournal... journals) {
        Arrays.stream(journals).forEach(journal -> commit(journal.controller(), journal.all()));
    }

    public List<Long> sequences(FakeJournal journal) {
        return database.read(t -> t.list(
                "SELECT sequence FROM record WHERE journal = ? ORDER BY id",
                row -> row.number("sequence"),
                journal.id().text()));
    }

    public List<Alarms.Alarm> alarms() {
        return database.read(Alarms::list);
    }

    @Override
    public void close() {
        database.close();
    }
}
