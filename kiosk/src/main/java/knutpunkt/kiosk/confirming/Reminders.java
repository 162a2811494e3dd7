package knutpunkt.kiosk.confirming;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.admin.AccountMail;
import knutpunkt.kiosk.admin.Act;
import knutpunkt.kiosk.admin.Note;
import knutpunkt.kiosk.admin.Visit;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.AccountId;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.mail.Letter;
import knutpunkt.kiosk.mail.MailNotSent;
import knutpunkt.kiosk.mail.Post;
import knutpunkt.kiosk.partners.Partner;
import knutpunkt.kiosk.words.Languages;
import knutpunkt.kiosk.words.Times;
import knutpunkt.kiosk.words.Words;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to partner admins what their overview says: that it is time to answer, that entry will end, that it has. What is
 * due follows from the tables, so nothing waits in memory; what the mail server has taken is not sent again. A letter holds
 * no person's name. One thread at a time sends.
 */
public final class Reminders implements Note.Source {
    private static final List<String> LANGUAGES = List.of("sv", "en");
    private static final Duration KEPT = Duration.ofDays(400);
    private static final Logger LOG = LoggerFactory.getLogger(Reminders.class);

    private final Database database;
    private final Confirming confirming;
    private final Languages languages;
    private final ZoneNow zone;
    private final InstantSource clock;
    private volatile Optional<Instant> failingSince = Optional.empty();

    public Reminders(Database database, Confirming confirming, Languages languages, ZoneNow zone, InstantSource clock) {
        this.database = requireNonNull(database, "database");
        this.confirming = requireNonNull(confirming, "confirming");
        this.languages = requireNonNull(languages, "languages");
        this.zone = requireNonNull(zone, "zone");
        this.clock = requireNonNull(clock, "clock");
    }

    /** How the site writes times now. */
    @FunctionalInterface
    public interface ZoneNow {
        Times times();
    }

    /** A letter to be sent, and what for. */
    private record Due(AccountId account, String occasion, Letter letter) {}

    /**
     * Sends all that is due.
     *
     * @param site where the pages are reached
     * @return false when the mail server did not take it: to be tried again later
     */
    public boolean send(Post post, URI site) {
        for (Due due : database.read(transaction -> due(transaction, site))) {
            try {
                post.send(due.letter());
            } catch (MailNotSent e) {
                if (failingSince.isEmpty()) {
                    LOG.warn("{}", e.getMessage());
                    failingSince = Optional.of(clock.instant());
                }
                return false;
            }
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            database.write(transaction -> {
                transaction.update("DELETE FROM letter WHERE sent_at < ?", now.minus(KEPT));
                return transaction.update(
                        "INSERT INTO letter (account, occasion, sent_at) VALUES (?, ?, ?)",
                        due.account().text(),
                        due.occasion(),
                        now);
            });
        }
        failingSince = Optional.empty();
        return true;
    }

    private List<Due> due(Transaction transaction, URI site) {
        var due = new ArrayList<Due>();
        for (Partner partner : Confirming.asked(transaction)) {
            Standing standing = confirming.standing(transaction, partner.id());
            Optional<String> occasion = occasion(standing);
            if (occasion.isEmpty()) {
                continue;
            }
            AccountMail.ofAdmins(transaction, partner.id()).forEach((account, address) -> {
                if (!isSent(transaction, account, occasion.get())) {
                    due.add(new Due(account, occasion.get(), letter(address, standing, site)));
                }
            });
        }
        return due;
    }

    /** The question comes once a week until it is answered, what follows once; none when all is well. */
    private Optional<String> occasion(Standing standing) {
        return switch (standing) {
            case Standing.Right _ -> Optional.empty();
            case Standing.Due(Instant since) ->
                Optional.of("ask-" + since.getEpochSecond() + "-" + confirming.askedAgain(since));
            case Standing.Warned(Instant at) -> Optional.of("warn-" + at.getEpochSecond());
            case Standing.Suspended(Instant since) -> Optional.of("rests-" + since.getEpochSecond());
        };
    }

    private static boolean isSent(Transaction transaction, AccountId account, String occasion) {
        return transaction.exists("SELECT 1 FROM letter WHERE account = ? AND occasion = ?", account.text(), occasion);
    }

    /** In every language of the pages, one after the other: who reads it is not known. */
    private Letter letter(String address, Standing standing, URI site) {
        var subject = new ArrayList<String>();
        var text = new ArrayList<String>();
        for (String language : LANGUAGES) {
            Words words = languages.of(language).orElseThrow();
            subject.add(words.say("letter.subject"));
            text.add(words.say("letter.lead") + "\n\n" + StillRightPages.state(standing, words, zone.times()) + "\n\n"
                    + words.say("letter.link") + "\n" + site.resolve("/admin/still-right"));
        }
        return new Letter(address, String.join(" / ", subject), String.join("\n\n--\n\n", text) + "\n");
    }

    /** For the premises owner: that mail cannot be sent. */
    @Override
    public List<Note> of(Transaction transaction, Visit visit, Optional<PartnerId> partner) {
        if (partner.isPresent() || !visit.actor().may(Act.KEEP_ACCOUNTS)) {
            return List.of();
        }
        return failingSince
                .map(since -> Note.of(
                        Note.Kind.BAD,
                        visit.words()
                                .say("letter.failing", "time", visit.times().minute(since))))
                .stream()
                .toList();
    }
}
