package knutpunkt.kiosk;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.By;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.audit.Purpose;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.disposal.Disposal;
import knutpunkt.kiosk.disposal.Holds;
import knutpunkt.kiosk.ids.OpaqueIds;
import knutpunkt.kiosk.log.Journals;
import knutpunkt.kiosk.log.LogExport;
import knutpunkt.kiosk.log.LogProof;
import knutpunkt.settings.BadStart;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.certificates.SiteKeys;
import knutpunkt.wire.signature.Signer;
import knutpunkt.wire.signature.SigningKeys;

/** The commands that prove the log, write it out, and forget what it holds; what they say goes to {@code out}. */
final class LogCommands {
    /** The log is whole, or was written out. */
    static final int GOOD = 0;

    /** The log is not as it was signed. */
    static final int BAD = 1;

    private static final String SUBJECT = "log";

    /** The service's writers take their turn in between. */
    private static final Duration TRY_EVERY = Duration.ofMillis(500);

    private final KioskConfig config;
    private final InstantSource clock;
    private final PrintStream out;
    private final Duration patience;

    /**
     * Commands for a site.
     *
     * @param patience how long to wait for those who read the database, where it must be rid of what they read
     */
    LogCommands(KioskConfig config, InstantSource clock, PrintStream out, Duration patience) {
        this.config = config;
        this.clock = clock;
        this.out = out;
        this.patience = patience;
    }

    /** Proves every journal, changing nothing; the service may run. Answers {@link #GOOD} or {@link #BAD}. */
    int verify() {
        LogProof.Result result = Database.look(file(), LogProof::of);
        for (LogProof.Proved journal : result.journals()) {
            String found = journal.bad()
                    .map(bad -> "BAD at record [" + bad.sequence() + "]: " + bad.fault())
                    .orElse("whole, " + journal.head().sequence() + " records, " + journal.forgotten()
                            + " without content, up to " + journal.head().hash());
            out.println("journal [" + journal.head().journal() + "] of [" + journal.controller() + "]: " + found);
        }
        result.fault().ifPresent(fault -> out.println("BAD: " + fault));
        out.println(
                result.isWhole()
                        ? "the log is whole: " + result.records() + " records in "
                                + result.journals().size() + " journals"
                        : "THE LOG IS NOT WHOLE");
        fingerprint()
                .ifPresent(key -> out.println("exported files of site [" + config.site() + "] are signed by " + key));
        return result.isWhole() ? GOOD : BAD;
    }

    /** Of the public key; the log can be proved without it. */
    private Optional<String> fingerprint() {
        return SiteKeys.signer(config.data().resolve(Service.KEYS))
                .map(key -> SigningKeys.fingerprint(key).hex());
    }

    /**
     * Writes the log to a file that only its owner may read, and notes who it is for.
     *
     * @param only one journal; all of them when it is empty
     * @throws BadStart when there is no such journal, or the file cannot be written; what was there stays
     */
    int export(SiteKeys keys, Path to, LogExport.Contents contents, Optional<JournalId> only, Purpose purpose) {
        Path draft = to.resolveSibling(to.getFileName() + ".new");
        Instant now = clock.instant();
        try (Database database = Database.open(file())) {
            only.ifPresent(id -> requireThere(database, id));
            LogExport.Written written =
                    database.read(transaction -> written(transaction, keys, draft, contents, only, now));
            var told = Map.of(
                    "contents", contents.name(),
                    "journal", only.map(JournalId::text).orElse("all"),
                    "records", Long.toString(written.records()));
            database.write(transaction -> {
                new Audit(clock).read(transaction, By.CONSOLE, Deed.LOG_READ, SUBJECT, Optional.empty(), told, purpose);
                return 0;
            });
            Files.move(draft, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            out.println(written.records() + " records in " + written.journals() + " journals are in [" + to
                    + "], signed by " + SigningKeys.fingerprint(keys.signingPublicKey()));
            return GOOD;
        } catch (LogExport.LogBroken e) {
            out.println("nothing was written: " + e.getMessage());
            return BAD;
        } catch (IOException | UncheckedIOException e) {
            throw new BadStart("the log cannot be written to [" + to + "]", e);
        } finally {
            remove(draft);
        }
    }

    private static void requireThere(Database database, JournalId journal) {
        if (database.read(transaction -> Journals.head(transaction, journal)).isEmpty()) {
            throw new BadStart("--journal [" + journal + "] is no journal in the log");
        }
    }

    private LogExport.Written written(
            Transaction transaction,
            SiteKeys keys,
            Path draft,
            LogExport.Contents contents,
            Optional<JournalId> only,
            Instant now) {
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try {
            Files.deleteIfExists(draft);
            Files.createFile(draft, ownerOnly);
            try (OutputStream stream =
                    new BufferedOutputStream(Files.newOutputStream(draft, StandardOpenOption.WRITE))) {
                var signer = new Signer(SiteKeys.SERVICE, config.site(), keys.signingKey());
                return new LogExport(config.site(), signer, contents, stream)
                        .write(transaction, keys.signingPublicKey(), only, now);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path draft) {
        try {
            Files.deleteIfExists(draft);
        } catch (IOException e) {
            throw new BadStart("[" + draft + "] cannot be removed, and what is in it proves nothing", e);
        }
    }

    /**
     * Forgets what records hold of one person, by a decision about them. It is noted first: whatever cuts it off, nothing is
     * forgotten that nobody answers for.
     *
     * @throws BadStart when somebody reads the database for so long that what is forgotten can still be found beside it
     */
    int forget(Site site, PersonId person, String decision) throws InterruptedException {
        site.database().write(transaction -> note(transaction, Deed.RECORDS_FORGOTTEN, Map.of("decision", decision)));
        long forgotten = site.disposal().forget(person, decision);
        out.println(forgotten + " records were forgotten");
        removeTraces(site.disposal());
        return GOOD;
    }

    private void removeTraces(Disposal disposal) throws InterruptedException {
        for (long left = patience.dividedBy(TRY_EVERY); !disposal.removeTraces(); left--) {
            if (left <= 0) {
                throw new BadStart(
                        "what was forgotten is still on the disk, in the log beside the database, because somebody"
                                + " reads the database: say the same again later, or stop the service and start it");
            }
            Thread.sleep(TRY_EVERY);
        }
    }

    /** Keeps records from being forgotten; tells of every hold there is. */
    int hold(Database database, Optional<PersonId> person, Instant from, Instant until, RandomGenerator random) {
        String id = new OpaqueIds(random).fresh('h');
        database.write(transaction -> {
            Holds.place(transaction, id, person, from, until, clock.instant());
            return note(transaction, Deed.HOLD_PLACED, Map.of("hold", id));
        });
        return tellHolds(database);
    }

    /** Ends a hold; tells of those that are left. */
    int lift(Database database, String id) {
        database.write(transaction -> {
            if (!Holds.lift(transaction, id, clock.instant())) {
                throw new BadStart("--id [" + id + "] is no hold");
            }
            return note(transaction, Deed.HOLD_LIFTED, Map.of("hold", id));
        });
        return tellHolds(database);
    }

    private int tellHolds(Database database) {
        for (Holds.Hold hold : database.read(Holds::all)) {
            out.println("hold [" + hold.id() + "]: "
                    + hold.person().map(PersonId::text).orElse("everybody") + ", from " + hold.from() + " until "
                    + hold.until());
        }
        return GOOD;
    }

    /** In the transaction that does it, so that neither is without the other; answers that it is so. */
    private boolean note(Transaction transaction, Deed deed, Map<String, String> after) {
        new Audit(clock).changed(transaction, By.CONSOLE, deed, SUBJECT, Optional.empty(), Audit.NOTHING, after);
        return true;
    }

    private Path file() {
        return config.data().resolve(Site.DATABASE);
    }
}
