package knutpunkt.kiosk.wall;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Optional;
import knutpunkt.kiosk.database.Row;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.web.Printable;

/**
 * What the site has decided about its wall. What a partner shows of itself it decides for itself.
 *
 * @param meetingPoint where everybody gathers after an evacuation; empty for none
 * @param day when the levels and the partners' choices by day hold; those at night hold otherwise
 * @param dark when screens are light on dark
 * @param off when screens are black, except after something happened at a door; empty for never
 */
public record WallSettings(
        String meetingPoint, Hours day, Level byDay, Level atNight, Hours dark, Optional<Hours> off) {
    /** The longest meeting point, in characters. */
    public static final int MEETING_POINT_MAX = 80;

    /** The rule, for whoever refuses a meeting point that is none. */
    public static final String MEETING_POINT_RULE =
            "must be empty or up to " + MEETING_POINT_MAX + " visible characters";

    public WallSettings {
        meetingPoint = meetingPoint.isBlank() ? "" : Printable.name(meetingPoint, MEETING_POINT_MAX);
        requireNonNull(day, "day");
        requireNonNull(byDay, "byDay");
        requireNonNull(atNight, "atNight");
        requireNonNull(dark, "dark");
        requireNonNull(off, "off");
    }

    /** How much every screen shows at most. */
    public enum Level {
        /** How many are on site. */
        TOTAL(0),
        /** How many of each partner, as far as each allows. */
        PARTNERS(1),
        /** The short names too, as far as partner and person allow. */
        NAMES(2);

        private final int number;

        Level(int number) {
            this.number = number;
        }

        /** As people speak of it, and as the table keeps it. */
        public int number() {
            return number;
        }

        /** Of such a number; empty where there is none. */
        public static Optional<Level> of(long number) {
            return Arrays.stream(values())
                    .filter(level -> level.number == number)
                    .findFirst();
        }
    }

    public static WallSettings find(Transaction transaction) {
        return transaction.one("SELECT * FROM wall", WallSettings::read).orElseThrow();
    }

    /** Every screen shows it at once. */
    public static void replace(Transaction transaction, WallSettings settings) {
        transaction.update(
                """
                UPDATE wall SET meeting_point = ?, day_from = ?, day_until = ?, level_by_day = ?, level_at_night = ?,
                    dark_from = ?, dark_until = ?, off_from = ?, off_until = ?""",
                settings.meetingPoint(),
                settings.day().from(),
                settings.day().until(),
                settings.byDay().number(),
                settings.atNight().number(),
                settings.dark().from(),
                settings.dark().until(),
                settings.off().map(Hours::from),
                settings.off().map(Hours::until));
    }

    private static WallSettings read(Row row) {
        Optional<Long> off = row.findNumber("off_from");
        return new WallSettings(
                row.text("meeting_point"),
                hours(row, "day"),
                level(row, "level_by_day"),
                level(row, "level_at_night"),
                hours(row, "dark"),
                off.map(_ -> hours(row, "off")));
    }

    private static Hours hours(Row row, String name) {
        return new Hours(Math.toIntExact(row.number(name + "_from")), Math.toIntExact(row.number(name + "_until")));
    }

    private static Level level(Row row, String column) {
        return Level.of(row.number(column)).orElseThrow();
    }
}
