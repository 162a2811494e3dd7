package knutpunkt.kiosk.log;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import knutpunkt.kiosk.database.Database;
import knutpunkt.wire.ControllerId;
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
        for (String controller : controllers) {
            database.write(t -> t.update("INSERT INTO controller (id, name) VALUES (?, ?)", controller, controller));
        }
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
