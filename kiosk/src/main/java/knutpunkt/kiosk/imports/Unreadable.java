package knutpunkt.kiosk.imports;

import java.util.Locale;
import knutpunkt.kiosk.web.Problem;

/** Why what was given is refused as a whole, before any row is looked at. */
enum Unreadable {
    EMPTY("must have rows"),
    SIZE("must be at most " + Encoding.BYTES_MAX + " bytes"),
    /** A workbook, a picture, or anything else that is not text. */
    BINARY("must be text, as CSV is"),
    ENCODING("must be UTF-8, or letters of Windows-1252"),
    QUOTES("must close its quotes"),
    ROWS("must have at most " + Table.ROWS_MAX + " rows"),
    COLUMNS("must have at most " + Table.COLUMNS_MAX + " columns"),
    /** What is on a badge is learnt at a reader, and never typed or kept. */
    BADGE("must not say what is on a badge"),
    PERSONAL_NUMBER("must not hold personal identity numbers"),
    NO_NAME("must have a column for the name or the alias"),
    NO_UNTIL("must have a column for the last day"),
    NO_PARTNER("must say whose people they are"),
    TWICE("must not use two columns for the same");

    private static final String PREFIX = "file-";

    private final String rule;

    Unreadable(String rule) {
        this.rule = rule;
    }

    Problem problem() {
        return Problem.badRequest(field(), rule);
    }

    /** By which pages find the words for it. */
    String field() {
        return PREFIX + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static boolean isFault(String field) {
        return field.startsWith(PREFIX);
    }
}
