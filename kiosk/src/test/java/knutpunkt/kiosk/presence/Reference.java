package knutpunkt.kiosk.presence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Presence once more, by somebody who never saw the fold: from plain facts, in words. For tests that compare the two. It
 * shares no code with what it is compared to.
 */
final class Reference {
    private static final long DAY = 24 * 60 * 60 * 1000L;

    private Reference() {}

    /**
     * Something that happened.
     *
     * @param person empty for the night, which concerns everybody
     * @param what in, out, toggle, unknown, here, left or night
     * @param sure confirmed, medium, assumed or unknown
     * @param untilSeen for the night: whoever was seen later is left alone
     */
    record Fact(
            String person,
            long at,
            String controller,
            long sequence,
            String journal,
            String what,
            String sure,
            boolean trusted,
            boolean suspect,
            long untilSeen) {}

    private static final class Being {
        String where = "away"; // away, here, gone-by-night
        Fact since;
        long seen;
        long out;
        String how = "";
        final List<String> past = new ArrayList<>();

        private String line(String state, long end) {
            return String.join(
                    " ",
                    since.person(),
                    since.at() + "",
                    since.journal(),
                    since.sequence() + "",
                    seen + "",
                    end < 0 ? "-" : end + "",
                    state,
                    how);
        }

        void come(Fact fact, String why) {
            if (where.equals("here")) {
                past.add(line("END_UNKNOWN", fact.at()));
            } else if (where.equals("gone-by-night")) {
                past.add(line("END_UNKNOWN", out));
            }
            where = "here";
            since = fact;
            seen = fact.at();
            how = why;
        }

        void go(Fact fact, String why) {
            boolean wasHere = !where.equals("away");
            if (!wasHere) {
                since = fact;
                seen = fact.at();
            }
            how = why;
            past.add(line(wasHere ? "LEFT" : "EXIT_WITHOUT_ENTRY", fact.at()));
            where = "away";
        }

        void hear(Fact fact, String why) {
            if (where.equals("away")) {
                since = fact;
            }
            where = "here";
            seen = fact.at();
            how = why;
        }
    }

    /** Every stay of one person, in words, in order. */
    static List<String> stays(List<Fact> facts, String person) {
        Being being = lived(facts, person);
        var all = new ArrayList<>(being.past);
        open(being).forEach(all::add);
        return all;
    }

    /** The stay that goes on at a time, or of which nobody knows whether it does; empty for none. */
    static List<String> now(List<Fact> facts, String person, long now) {
        Being being = lived(facts, person);
        return being.where.equals("gone-by-night") && now >= being.out + DAY ? List.of() : open(being);
    }

    private static List<String> open(Being being) {
        return switch (being.where) {
            case "here" -> List.of(being.line("PRESENT", -1));
            case "gone-by-night" -> List.of(being.line("CHECKED_OUT", being.out));
            default -> List.of();
        };
    }

    private static Being lived(List<Fact> facts, String person) {
        var being = new Being();
        facts.stream()
                .filter(fact -> fact.person().equals(person) || fact.what().equals("night"))
                .sorted(Comparator.comparingLong(Fact::at)
                        .thenComparing(Fact::controller)
                        .thenComparingLong(Fact::sequence)
                        .thenComparing(Fact::journal))
                .forEach(fact -> live(being, fact));
        return being;
    }

    private static void live(Being being, Fact fact) {
        if (being.where.equals("gone-by-night") && fact.at() - being.out >= DAY) {
            being.past.add(being.line("CHECKED_OUT", being.out));
            being.where = "away";
        }
        boolean here = being.where.equals("here");
        switch (fact.what()) {
            case "in" -> being.come(fact, why(fact));
            case "out" -> being.go(fact, why(fact));
            case "toggle" -> {
                String why = fact.trusted() ? "MEDIUM CHECKED_IN" : "ASSUMED CLOCK_UNTRUSTED";
                if (here) {
                    being.go(fact, why);
                } else {
                    being.come(fact, why);
                }
            }
            case "unknown" -> being.hear(fact, "UNKNOWN DIRECTION_UNKNOWN");
            case "here" -> being.hear(fact, "MEDIUM SAID");
            case "left" -> {
                if (!being.where.equals("away")) {
                    being.go(fact, "MEDIUM SAID");
                }
            }
            case "night" -> {
                if (here && being.seen <= fact.untilSeen()) {
                    being.where = "gone-by-night";
                    being.out = fact.at();
                    being.how = "UNKNOWN NIGHT";
                }
            }
            default -> throw new IllegalStateException(fact.what());
        }
    }

    private static String why(Fact fact) {
        if (!fact.trusted()) {
            return (fact.sure().equals("confirmed") ? "MEDIUM" : fact.sure().equals("unknown") ? "UNKNOWN" : "ASSUMED")
                    + " CLOCK_UNTRUSTED";
        }
        return switch (fact.sure()) {
            case "confirmed" -> "CONFIRMED DOOR_OPENED";
            case "medium" -> "MEDIUM DOOR_STOOD_OPEN";
            case "assumed" -> fact.suspect() ? "ASSUMED CONTACT_SUSPECT" : "ASSUMED NO_CONTACT";
            default -> "UNKNOWN NOT_UNDERSTOOD";
        };
    }
}
