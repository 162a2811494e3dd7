package knutpunkt.access;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.ScheduleId;

/** One piece of an access list. A list is a set of these, at most one to a key; a change puts some and removes others. */
public sealed interface AccessItem {
    /** What tells it from every other item of the list, for example {@code person/p-17}. */
    String key();

    /** A badge: whose it is, and whether it is blocked. A blocked badge stays in the list, so that the door can say so. */
    record Badge(BadgeToken token, PersonId person, boolean blocked) implements AccessItem {
        private static final String PREFIX = "badge/";

        public Badge {
            requireNonNull(token, "token");
            requireNonNull(person, "person");
        }

        @Override
        public String key() {
            return keyOf(token);
        }

        public static String keyOf(BadgeToken token) {
            return PREFIX + token.text();
        }

        /** The token of a badge's key; empty when it is not the key of a badge. */
        static Optional<BadgeToken> tokenOf(String key) {
            return AccessItem.afterPrefix(key, PREFIX, BadgeToken::parse);
        }
    }

    /**
     * A person: what they may do, and what they need for it.
     *
     * @param pinNeeded a badge alone does not do
     * @param extendedTime the door stays released longer, for those who need it
     * @param entersInLockdown admitted while a door is in lockdown
     * @param essential admitted while only essential persons are
     */
    record Holder(
            PersonId person,
            boolean pinNeeded,
            boolean extendedTime,
            boolean entersInLockdown,
            boolean essential,
            List<Grant> grants)
            implements AccessItem {
        private static final String PREFIX = "person/";

        public Holder {
            requireNonNull(person, "person");
            grants = List.copyOf(grants);
        }

        @Override
        public String key() {
            return keyOf(person);
        }

        public static String keyOf(PersonId person) {
            return PREFIX + person.text();
        }

        /** The person of a holder's key; empty when it is not the key of a holder. */
        static Optional<PersonId> personOf(String key) {
            return AccessItem.afterPrefix(key, PREFIX, PersonId::new);
        }
    }

    /**
     * Hours of the week, in the site's time zone.
     *
     * @param weekly when it holds on an ordinary day
     * @param onExceptionDays when it holds on the site's exception days instead; the weekday of these windows counts
     *     too, so a day that appears in none of them is closed
     */
    record Schedule(ScheduleId id, List<Window> weekly, List<Window> onExceptionDays) implements AccessItem {
        public Schedule {
            requireNonNull(id, "id");
            weekly = List.copyOf(weekly);
            onExceptionDays = List.copyOf(onExceptionDays);
        }

        @Override
        public String key() {
            return keyOf(id);
        }

        public static String keyOf(ScheduleId id) {
            return "schedule/" + id.text();
        }
    }

    /** The site's time zone and its named exception days (public holidays and the like). At most one to a list. */
    record Calendar(ZoneId zone, SortedMap<LocalDate, String> exceptionDays) implements AccessItem {
        public static final String KEY = "calendar";

        public Calendar {
            requireNonNull(zone, "zone");
            SortedMap<LocalDate, String> byDate = new TreeMap<>(); // by date, whatever order the given map keeps
            byDate.putAll(exceptionDays);
            exceptionDays = byDate;
        }

        @Override
        public SortedMap<LocalDate, String> exceptionDays() {
            return new TreeMap<>(exceptionDays);
        }

        @Override
        public String key() {
            return KEY;
        }
    }

    private static <T> Optional<T> afterPrefix(String key, String prefix, Function<String, T> read) {
        if (!key.startsWith(prefix)) {
            return Optional.empty();
        }
        try {
            return Optional.of(read.apply(key.substring(prefix.length())));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
