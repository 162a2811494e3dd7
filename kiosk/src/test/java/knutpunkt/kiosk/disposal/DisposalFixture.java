package knutpunkt.kiosk.disposal;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import knutpunkt.kiosk.log.BeforeDisposal;
import knutpunkt.kiosk.log.FakeJournal;
import knutpunkt.kiosk.log.LogProof;
import knutpunkt.kiosk.log.Records;
import knutpunkt.kiosk.log.SiteJournal;
import knutpunkt.kiosk.log.SiteLog;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.PointId;
import knutpunkt.wire.record.Content;
import knutpunkt.wire.record.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A log of one controller, and who forgets what it holds. */
abstract class DisposalFixture {
    static final Instant NOW = Instant.parse("2026-11-23T20:00:00Z");
    static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");
    static final DoorId DOOR = new DoorId("square");
    static final Retention DECIDED =
            new Retention(Optional.of("N123-0456/26"), Duration.ofDays(14), Duration.ofDays(90));

    @TempDir
    Path folder;

    final List<List<Long>> asked = new ArrayList<>();
    final FakeJournal journal = new FakeJournal("c1", "j1");
    Instant now = NOW;
    long nanos;
    SiteLog log;

    @BeforeEach
    void open() {
        log = new SiteLog(folder, database -> List.of());
        log.enrol("c1");
    }

    @AfterEach
    void close() {
        log.close();
    }

    Disposal disposal(Retention retention, BeforeDisposal... before) {
        InstantSource clock = () -> now;
        var own = new SiteJournal(clock, () -> 0, new Random(1), List.of());
        return new Disposal(log.database(), own, List.of(before), retention, () -> ZONE, clock, () -> nanos);
    }

    Disposal disposal() {
        return disposal(DECIDED);
    }

    static Instant daysAgo(double days) {
        return NOW.minus(Duration.ofMinutes(Math.round(days * 24 * 60)));
    }

    static Event read(String person) {
        return new Event.ExitRead(DOOR, new PointId("square-exit"), Optional.of(new PersonId(person)));
    }

    /** One record, as it arrives a second after it happened. */
    void happens(Instant at, Event event) {
        journal.add(at, event);
        arrives(at.plusSeconds(1));
    }

    void arrives(Instant at) {
        log.arriveAt(at);
        log.commit(journal.controller(), journal.batch(journal.size(), journal.size()));
    }

    List<Records.Logged> all() {
        return log.database().read(transaction -> Records.after(transaction, 0, 10_000));
    }

    List<Long> kept() {
        return all().stream()
                .filter(logged -> logged.journalRecord().header().journal().equals(journal.id()))
                .filter(logged -> logged.journalRecord().content() instanceof Content.Kept)
                .map(logged -> logged.journalRecord().header().sequence())
                .toList();
    }

    List<Event.Disposed> told() {
        return all().stream()
                .flatMap(logged -> logged.event().stream())
                .filter(Event.Disposed.class::isInstance)
                .map(Event.Disposed.class::cast)
                .toList();
    }

    List<Holds.Hold> holds() {
        return log.database().read(Holds::all);
    }

    LogProof.Result proof() {
        return log.database().read(LogProof::of);
    }
}
