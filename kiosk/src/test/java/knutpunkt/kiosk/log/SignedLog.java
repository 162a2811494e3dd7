package knutpunkt.kiosk.log;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import knutpunkt.access.ClockTrust;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.log.LogExport.Contents;
import knutpunkt.verify.LogFile;
import knutpunkt.verify.NotGenuine;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.PointId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.certificates.SiteKeys;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.record.Ground;
import knutpunkt.wire.record.Sequences;
import knutpunkt.wire.signature.Signer;
import knutpunkt.wire.signature.SigningKeys;

/** A log of two controllers and the service, with a site's key to export it by. */
final class SignedLog implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");

    private static final SiteId SITE = new SiteId("torget");
    private static final DoorId DOOR = new DoorId("square");

    final FakeJournal first = new FakeJournal("c1", "j1");
    final FakeJournal second = new FakeJournal("c2", "j2");
    final KeyPair key = SigningKeys.make(new SecureRandom());
    final SiteLog log;

    private final SiteJournal own;

    SignedLog(Path folder) {
        log = new SiteLog(folder, database -> List.of());
        log.enrol("c1", "c2");
        own = new SiteJournal(InstantSource.fixed(NOW), () -> 5_000_000, new Random(5), List.of());
        fill(first, 11);
        fill(second.clock(ClockTrust.LOWER_BOUND), 7);
        first.addRaw(NOW.plusMillis(7), "from-tomorrow", "no json: \"åäö\" \\ \n \u0001 𐍈 {}");
        log.commit(first, second);
        log.database().write(transaction -> own.append(transaction, List.of(new Event.Closed(DOOR))));
    }

    private static void fill(FakeJournal journal, int records) {
        for (int i = 0; i < records; i++) {
            Event event = i % 3 == 0
                    ? new Event.Closed(DOOR)
                    : new Event.ExitRead(DOOR, new PointId("square-exit"), Optional.of(new PersonId("p-" + i)));
            journal.add(NOW.plusMillis(i * 977L), event);
        }
    }

    void own(Transaction transaction, Event event) {
        own.append(transaction, List.of(event));
    }

    JournalId ownJournal() {
        return log.database()
                .read(transaction -> Journals.newestOf(transaction, SiteJournal.SELF))
                .orElseThrow();
    }

    /** Forgets what records held, and says so nowhere. */
    void blank(Transaction transaction, JournalId journal, long... sequences) {
        for (long sequence : sequences) {
            transaction.update(
                    "UPDATE record SET salt = NULL, body = NULL WHERE journal = ? AND sequence = ?",
                    journal.text(),
                    sequence);
        }
    }

    /** Says that records were forgotten, whether they were or not. */
    void tell(Transaction transaction, JournalId journal, long... sequences) {
        own(
                transaction,
                new Event.Disposed(
                        journal, Sequences.of(sequences), "exit-read", Ground.RETENTION, Optional.of("N123-0456/26")));
    }

    void forget(Transaction transaction, JournalId journal, long... sequences) {
        blank(transaction, journal, sequences);
        tell(transaction, journal, sequences);
    }

    /** What the log proves after something was done to it, which is then undone. */
    LogProof.Result proofAfter(Consumer<Transaction> change) {
        return log.database().tryOut(transaction -> {
            change.accept(transaction);
            return LogProof.of(transaction);
        });
    }

    byte[] export() {
        return exportAfter(transaction -> {});
    }

    byte[] exportAfter(Consumer<Transaction> change) {
        return log.database().tryOut(transaction -> {
            change.accept(transaction);
            return export(transaction, key, Contents.ALL, Optional.empty());
        });
    }

    byte[] export(KeyPair by, Contents contents, Optional<JournalId> only) {
        return log.database().read(transaction -> export(transaction, by, contents, only));
    }

    private static byte[] export(Transaction transaction, KeyPair by, Contents contents, Optional<JournalId> only) {
        var out = new ByteArrayOutputStream();
        var signer = new Signer(SiteKeys.SERVICE, SITE, by.getPrivate());
        new LogExport(SITE, signer, contents, out).write(transaction, by.getPublic(), only, NOW);
        return out.toByteArray();
    }

    String fingerprint() {
        return SigningKeys.fingerprint(key.getPublic()).hex();
    }

    /** Proves a file with the site's own key pinned. */
    LogFile.Proof prove(byte[] file) throws NotGenuine {
        return prove(file, Optional.of(fingerprint()), Map.of());
    }

    static LogFile.Proof prove(byte[] file, Optional<String> pinned, Map<String, LogFile.Head> earlier)
            throws NotGenuine {
        try {
            return LogFile.prove(new ByteArrayInputStream(file), pinned, earlier);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        log.close();
    }
}
