package knutpunkt.wire.message;

import java.util.regex.Pattern;

/** Something nobody could know before: 16 random bytes as 32 hexadecimal digits. An answer that holds it is fresh. */
public record Challenge(String text) {
    /** Its whole text. */
    public static final Pattern VALID = Pattern.compile("[0-9a-f]{32}");

    /** What nobody is ever given: said in its place by whoever knows that one is asked for, and has heard none lately. */
    public static final Challenge NONE = new Challenge("0".repeat(32));

    public Challenge {
        if (!VALID.matcher(text).matches()) {
            throw new IllegalArgumentException("challenge [" + text + "] must match " + VALID);
        }
    }
}
