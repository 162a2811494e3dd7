package knutpunkt.kiosk.presence;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.By;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.log.SiteJournal;
import knutpunkt.kiosk.web.Problem;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.record.Correction;
import knutpunkt.wire.record.CorrectionReason;
import knutpunkt.wire.record.Event;

/**
 * What an administrator knows better than the doors, as a record in the service's own journal. It counts at the time it
 * tells of, so whatever doors tell of later times overrides it. Safe for use by several threads.
 */
public final class Corrections {
    /** How long ago somebody may still be said to have come or left: nobody remembers the week before. */
    public static final Duration REACH = Duration.ofDays(7);

    private final Database database;
    private final SiteJournal journal;
    private final OnSite onSite;
    private final Audit audit;
    private final InstantSource clock;

    public Corrections(Database database, SiteJournal journal, OnSite onSite, Audit audit, InstantSource clock) {
        this.database = requireNonNull(database, "database");
        this.journal = requireNonNull(journal, "journal");
        this.onSite = requireNonNull(onSite, "onSite");
        this.audit = requireNonNull(audit, "audit");
        this.clock = requireNonNull(clock, "clock");
    }

    /**
     * Corrects somebody's presence, and notes who did. The audit is kept for longer than passages, so it has no time in it.
     *
     * @param partner whose person it is
     * @param field the form's name for {@code at}, for whoever is refused
     * @throws Problem when that time is not within {@link #REACH}, or the doors tell otherwise of a later one: then
     *     nothing is kept
     */
    public void correct(
            By by,
            PersonId person,
            PartnerId partner,
            Correction correction,
            Instant at,
            CorrectionReason reason,
            String field) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        if (at.isAfter(now) || at.isBefore(now.minus(REACH))) {
            throw Problem.badRequest(field, "must be within the last seven days");
        }
        database.write(transaction -> {
            journal.append(transaction, List.of(new Event.PresenceCorrected(person, correction, at, by.id(), reason)));
            Optional<OnSite.Somebody> here = onSite.find(transaction, person);
            boolean isSo = switch (correction) {
                case HERE -> here.filter(one -> !one.checkedOut()).isPresent();
                case LEFT -> here.isEmpty();
                case UNKNOWN -> false;
            };
            if (!isSo) {
                throw Problem.conflict(field, "must be after what the doors tell of the person");
            }
            audit.changed(
                    transaction,
                    by,
                    Deed.PRESENCE_CORRECTED,
                    person.text(),
                    Optional.of(partner),
                    Audit.NOTHING,
                    Map.of(
                            "presence", word(correction),
                            "reason", word(reason)));
            return true;
        });
    }

    private static String word(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
