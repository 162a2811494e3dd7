package knutpunkt.kiosk.presence;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import knutpunkt.kiosk.log.FakeJournal;
import knutpunkt.kiosk.log.Records;
import knutpunkt.kiosk.log.SiteJournal;
import knutpunkt.kiosk.log.SiteLog;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.record.Confidence;
import knutpunkt.wire.record.Direction;
import knutpunkt.wire.record.Event;

/** A log of one door and the service, and the presence that follows from it, by a clock that a test sets. */
final class Told implements AutoCloseable {
    final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    final InstantSource clock = now::get;
    final SiteLog log;
    final Presence presence;
    final SiteJournal own;
    final OnSite onSite = new OnSite(PresenceRules.DEFAULT, clock);
    private final FakeJournal door = new FakeJournal("c1", "j1");

    Told(Path folder) {
        var made = new AtomicReference<Presence>();
        log = new SiteLog(folder, database -> {
            made.set(new Presence(database, clock));
            return List.of(made.get());
        });
        presence = made.get();
        own = new SiteJournal(clock, () -> 0, new Random(1), List.of(presence));
        log.enrol("c1");
        People.make(log.database());
    }

    /** Lets somebody go through the door, and the log hear of it now. */
    Told pass(String person, Direction direction, String at) {
        door.add(
                Instant.parse(at),
                new Event.Passage(new DoorId("front"), direction, new PersonId(person), 1, Confidence.CONFIRMED));
        log.arriveAt(now.get());
        log.commit(door);
        return this;
    }

    Told at(String time) {
        now.set(Instant.parse(time));
        return this;
    }

    /** How many the wall counts. */
    long wall() {
        return presence.now().total();
    }

    /** Whom a warden looks for. */
    List<String> evacuated() {
        return log.database().read(onSite::evacuation).stream()
                .map(one -> one.person().text())
                .toList();
    }

    List<Records.Logged> records() {
        return log.database().read(transaction -> Records.after(transaction, 0, 500));
    }

    long nights() {
        return records().stream()
                .filter(one -> one.event().orElseThrow() instanceof Event.CheckedOut)
                .count();
    }

    long rows(String table) {
        return log.database()
                .read(transaction -> transaction.one("SELECT count(*) AS n FROM " + table, row -> row.number("n")))
                .orElseThrow();
    }

    @Override
    public void close() {
        log.close();
    }
}
