package knutpunkt.kiosk.wall;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a paired screen shows. Each event of the stream holds all of it, so a wall that missed some is right again with
 * the next. There is nothing in it that the screen may not show: what is left out here is not there to be found.
 *
 * @param screen {@code indoors} or {@code street}
 * @param zone of the site, by which the time is shown
 * @param asleep black: nothing else is in it then
 * @param total how many are on site; empty where that is not told
 * @param rows of the partners that are shown, and of the others together
 * @param picture which version of today's picture belongs to this; empty for none
 */
public record WallState(
        String screen,
        ZoneId zone,
        ScreenState.Theme theme,
        boolean asleep,
        Optional<Long> total,
        Certainty certainty,
        List<Row> rows,
        List<Note> notices,
        String meetingPoint,
        List<Door> doors,
        Optional<Welcome> welcome,
        Optional<String> picture)
        implements ScreenState {
    public WallState {
        requireNonNull(screen, "screen");
        requireNonNull(zone, "zone");
        requireNonNull(theme, "theme");
        requireNonNull(total, "total");
        requireNonNull(certainty, "certainty");
        rows = List.copyOf(rows);
        notices = List.copyOf(notices);
        requireNonNull(meetingPoint, "meetingPoint");
        doors = List.copyOf(doors);
        requireNonNull(welcome, "welcome");
        requireNonNull(picture, "picture");
    }

    static WallState asleep(String screen, ZoneId zone) {
        return new WallState(
                screen,
                zone,
                ScreenState.Theme.DARK,
                true,
                Optional.empty(),
                Certainty.UNTOLD,
                List.of(),
                List.of(),
                "",
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** How the total is meant. */
    public enum Certainty {
        EXACT,
        /** Some partner does not tell how many of its people are here. */
        AT_LEAST,
        /** On the street one and two and nobody are the same. */
        FEWER_THAN_THREE,
        /** Nothing true could be said that tells no more than it may. */
        UNTOLD;

        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What a row tells. */
    public enum Telling {
        /** Whether anybody is here. */
        PRESENT,
        /** How many, and the names of those who may be named. */
        NUMBER,
        /** The sum of those partners that are too few to be shown. */
        OTHERS;

        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A partner, or the others.
     *
     * @param here whether anybody is
     * @param count empty where only that is told
     */
    public record Row(String id, String name, Telling telling, boolean here, Optional<Long> count, List<Named> names) {
        public Row {
            requireNonNull(id, "id");
            requireNonNull(name, "name");
            requireNonNull(telling, "telling");
            requireNonNull(count, "count");
            names = List.copyOf(names);
        }
    }

    /**
     * Somebody who is here and may be named.
     *
     * @param name the short one
     * @param role what the person does at the site; empty for none
     */
    public record Named(String name, Optional<String> role) {
        public Named {
            requireNonNull(name, "name");
            requireNonNull(role, "role");
        }

        /** Without the name. */
        @Override
        public String toString() {
            return "Named";
        }
    }

    /**
     * A notice.
     *
     * @param from the partner's name; empty for the premises owner's
     */
    public record Note(String id, String text, boolean important, Optional<String> from) {
        public Note {
            requireNonNull(id, "id");
            requireNonNull(text, "text");
            requireNonNull(from, "from");
        }
    }

    /**
     * A door as far as the wall cares.
     *
     * @param heard whether its controller is heard from
     * @param silentSince since when it is not; empty while it is, and when it never was
     */
    public record Door(String name, boolean heard, Optional<Instant> silentSince) {
        public Door {
            requireNonNull(name, "name");
            requireNonNull(silentSince, "silentSince");
        }
    }

    /**
     * What whoever stands at the door wants to know now.
     *
     * @param number the same for as long as it is the same happening
     * @param name empty where nobody may be named
     */
    public record Welcome(long number, boolean allowed, Optional<String> name) {
        public Welcome {
            requireNonNull(name, "name");
        }
    }
}
