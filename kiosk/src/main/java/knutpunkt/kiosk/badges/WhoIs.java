package knutpunkt.kiosk.badges;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.people.Called;
import knutpunkt.kiosk.people.People;
import knutpunkt.kiosk.people.Person;
import knutpunkt.kiosk.words.Words;
import knutpunkt.wire.PersonId;

/**
 * Finds people by what somebody types: a badge's label, or part of the name that is shown of them. A name that is not
 * shown finds nobody. What is typed never goes into an address: it is sent with a form.
 */
public final class WhoIs {
    /** How many are offered to choose from. */
    public static final int FOUND_MAX = 20;

    private WhoIs() {}

    /** Somebody, by what they are called and their badges' labels. */
    public record Found(PersonId id, String called, PartnerId partner, List<String> labels) {
        /** One line that tells them from others. */
        public String line() {
            return labels.isEmpty() ? called : called + " (" + String.join(", ", labels) + ")";
        }
    }

    /**
     * Looks.
     *
     * @param partner whose people are looked through; all when empty
     * @return by what they are called, at most {@link #FOUND_MAX}
     */
    public static List<Found> find(Transaction transaction, Optional<PartnerId> partner, String typed, Words words) {
        String text = typed.strip();
        if (text.isEmpty()) {
            return List.of();
        }
        Locale locale = words.locale();
        // SQLite compares letters beyond ASCII as they are, so each is asked for large and small.
        return Stream.of(text, text.toLowerCase(locale), capital(text, locale))
                .map(WhoIs::pattern)
                .distinct()
                .flatMap(pattern -> ids(transaction, partner, pattern, text).stream())
                .distinct()
                .limit(FOUND_MAX)
                .flatMap(id -> People.find(transaction, id).stream())
                .sorted(Called.order(words))
                .map(person -> found(transaction, person, words))
                .toList();
    }

    private static List<PersonId> ids(
            Transaction transaction, Optional<PartnerId> partner, String pattern, String label) {
        return transaction.list(
                """
                SELECT id FROM person WHERE (? IS NULL OR partner = ?) AND (
                    visibility = 'NORMAL' AND name LIKE ? ESCAPE '!'
                    OR visibility = 'ALIAS' AND alias LIKE ? ESCAPE '!'
                    OR id IN (SELECT person FROM badge WHERE label = ? COLLATE NOCASE))
                ORDER BY id LIMIT ?""",
                row -> new PersonId(row.text("id")),
                partner.map(PartnerId::text),
                partner.map(PartnerId::text),
                pattern,
                pattern,
                label,
                FOUND_MAX);
    }

    private static String pattern(String text) {
        return "%" + text.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
    }

    private static String capital(String text, Locale locale) {
        int first = text.offsetByCodePoints(0, 1);
        return text.substring(0, first).toUpperCase(locale) + text.substring(first);
    }

    /** One person as a search would find them; empty when there is no such person, or it is not this partner's. */
    public static Optional<Found> one(Transaction transaction, Optional<PartnerId> partner, PersonId id, Words words) {
        return People.find(transaction, id)
                .filter(person -> partner.isEmpty() || partner.get().equals(person.partner()))
                .map(person -> found(transaction, person, words));
    }

    private static Found found(Transaction transaction, Person person, Words words) {
        List<String> labels = Badges.of(transaction, person.id()).stream()
                .map(Badge::label)
                .sorted()
                .toList();
        return new Found(person.id(), Called.of(person, words), person.partner(), labels);
    }
}
