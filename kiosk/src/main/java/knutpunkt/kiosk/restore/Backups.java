package knutpunkt.kiosk.restore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import knutpunkt.kiosk.database.Copies;
import knutpunkt.kiosk.database.Database;

/** Makes backups and puts them back. A backup says of itself that it is one, so a service that starts on it knows. */
public final class Backups {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Backups() {}

    /**
     * Copies the database while the service runs, or does not. No session, one-time link or screen is in the copy.
     *
     * @param to a file that is not there yet
     * @throws knutpunkt.kiosk.database.DatabaseUnusable when it cannot be made
     */
    public static void make(Path database, Path to, InstantSource clock) {
        Copies.make(database, to, transaction -> {
            Restoring.forgetWaysIn(transaction);
            Restores.markCopied(transaction, now(clock));
            return 0;
        });
    }

    /**
     * Puts a backup, or any other whole copy, in the place of the database. No service may be running on it. What was there is
     * kept beside it.
     *
     * @throws knutpunkt.kiosk.database.DatabaseUnusable when that cannot be done; the database is then what it was
     */
    public static void restore(Path backup, Path database, InstantSource clock) {
        Copies.requireThere(backup);
        Instant written = written(backup);
        Copies.putBack(backup, database, "replaced-" + STAMP.format(now(clock)), transaction -> {
            Restores.markCopied(transaction, written);
            return 0;
        });
    }

    /** Says of the database that is there that it was restored: by whoever put an older copy there some other way. */
    public static void declare(Path database, InstantSource clock) {
        Copies.requireThere(database);
        try (Database open = Database.open(database)) {
            open.write(transaction -> {
                Restores.markCopied(transaction, now(clock));
                return 0;
            });
        }
    }

    private static Instant written(Path backup) {
        try {
            return Files.getLastModifiedTime(backup).toInstant().truncatedTo(ChronoUnit.MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Instant now(InstantSource clock) {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
