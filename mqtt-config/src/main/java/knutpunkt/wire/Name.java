package knutpunkt.wire;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/** The one rule for every id that may become a topic level, a certificate's name or a column. */
public final class Name {
    /** What every such id matches. */
    public static final Pattern VALID = Pattern.compile("[a-z0-9-]{1,32}");

    private Name() {}

    static void require(String kind, String text) {
        requireNonNull(text, kind);
        if (!VALID.matcher(text).matches()) {
            throw new IllegalArgumentException(kind + " [" + text + "] must match " + VALID);
        }
    }
}
