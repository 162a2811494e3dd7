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
import java.security.GeneralSecurityException;
import java.security.PublicKey;
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
import knutpunkt.kiosk.disposal.Holds;
import knutpunkt.kiosk.ids.OpaqueIds;
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

    private final KioskConfig config;
    private final InstantSource clock;
    private final PrintStream out;

    LogCommands(KioskConfig config, InstantSource clock, PrintStream out) {
        this.config = config;
        this.clock = clock;
        this.out = out;
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

    /** Of the public key, read where it lies: nothing is made or renewed. */
    private Optional<String> fingerprint() {
        try {
            PublicKey key =
                    SigningKeys.readPublic(config.data().resolve(Service.KEYS).resolve(SiteKeys.SIGNING_PUBLIC));
            return Optional.of(SigningKeys.fingerprint(key).hex());
        } catch (IOException | GeneralSecurityException _) {
            return Optional.empty(); // the log can be proved without it
        }
    }

    /**
     * Writes the log to a file that only its owner may read, and notes who it is for.
     *
     * @param only one journal; all of them when it is empty
     */
    int export(SiteKeys keys, Path to, LogExport.Contents contents, Optional<JournalId> only, Purpose purpose) {
        Path draft = to.resolveSibling(to.getFileName() + ".new");
        Instant now = clock.instant();
        try (Database database = Database.open(file())) {
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

    /** Forgets what records hold of one person, by a decision about them. */
    int forget(Site site, PersonId person, String decision) {
        long forgotten = site.disposal().forget(person, decision);
        note(
                site.database(),
                Deed.RECORDS_FORGOTTEN,
                Map.of("records", Long.toString(forgotten), "decision", decision));
        out.println(forgotten + " records were forgotten");
        return GOOD;
    }

    /** Keeps records from being forgotten; tells of every hold there is. */
    int hold(Database database, Optional<PersonId> person, Instant from, Instant until, RandomGenerator random) {
        String id = new OpaqueIds(random).fresh('h');
        database.write(transaction -> {
            Holds.place(transaction, id, person, from, until, clock.instant());
            return 0;
        });
        note(database, Deed.HOLD_PLACED, Map.of("hold", id));
        return tellHolds(database);
    }

    /** Ends a hold; tells of those that are left. */
    int lift(Database database, String id) {
        boolean lifted = database.write(transaction -> Holds.lift(transaction, id, clock.instant()));
        if (!lifted) {
            throw new BadStart("--id [" + id + "] is no hold");
        }
        note(database, Deed.HOLD_LIFTED, Map.of("hold", id));
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

    private void note(Database database, Deed deed, Map<String, String> after) {
        database.write(transaction -> {
            new Audit(clock).changed(transaction, By.CONSOLE, deed, SUBJECT, Optional.empty(), Audit.NOTHING, after);
            return 0;
        });
    }

    private Path file() {
        return config.data().resolve(Site.DATABASE);
    }
}
