package knutpunkt.kiosk.notices;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.web.Printable;

/**
 * A notice on the wall.
 *
 * @param partner whose it is; empty for one of the premises owner's
 * @param text one line or two of visible characters, with a line feed between them
 * @param until when it goes by itself
 */
public record Notice(
        NoticeId id, Optional<PartnerId> partner, String text, boolean important, Instant from, Instant until) {
    /** How many lines the wall gives a notice. */
    public static final int LINES_MAX = 2;

    /** How many characters both lines have together. */
    public static final int CHARACTERS_MAX = 140;

    /** A notice that is still true after a month is no news: somebody has to say it again. */
    public static final Duration LASTS_MAX = Duration.ofDays(31);

    /** The rule, for whoever refuses a text that is none. */
    public static final String TEXT_RULE =
            "must be 1 or 2 lines of visible characters, at most " + CHARACTERS_MAX + " in all";

    /** The rule, for whoever refuses an end that is none. */
    public static final String UNTIL_RULE =
            "must be after the start and at most " + LASTS_MAX.toDays() + " days after it";

    public Notice {
        requireNonNull(id, "id");
        requireNonNull(partner, "partner");
        requireNonNull(from, "from");
        requireNonNull(until, "until");
        text = text(text);
        if (!until.isAfter(from) || until.isAfter(from.plus(LASTS_MAX))) {
            throw new IllegalArgumentException("the end [" + until + "] " + UNTIL_RULE);
        }
    }

    /**
     * A text as it is kept: its lines without space around them, composed, without empty ones.
     *
     * @throws IllegalArgumentException when it breaks {@link #TEXT_RULE}; the text itself is not repeated
     */
    public static String text(String given) {
        List<String> lines = Arrays.stream(given.split("\\R", -1))
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> Printable.name(line, CHARACTERS_MAX))
                .toList();
        int characters = lines.stream()
                .mapToInt(line -> line.codePointCount(0, line.length()))
                .sum();
        if (lines.isEmpty() || lines.size() > LINES_MAX || characters > CHARACTERS_MAX) {
            throw new IllegalArgumentException("a notice's text " + TEXT_RULE);
        }
        return String.join("\n", lines);
    }

    public boolean isShownAt(Instant now) {
        return !now.isBefore(from) && now.isBefore(until);
    }

    /** Without its text, which may name somebody. */
    @Override
    public String toString() {
        return "Notice[" + id + "]";
    }
}
