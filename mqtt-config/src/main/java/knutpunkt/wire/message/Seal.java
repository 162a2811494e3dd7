package knutpunkt.wire.message;

import java.util.regex.Pattern;

/**
 * The service's own word that it made a list: its detached signature over a revision and a digest. A controller keeps it
 * with the list and shows it, without being able to make one.
 */
public record Seal(String text) {
    /** A header of ours has less than 300 characters; an Ed25519 signature has 86. */
    public static final Pattern VALID = Pattern.compile("[A-Za-z0-9_-]{1,400}\\.\\.[A-Za-z0-9_-]{86}");

    public Seal {
        if (!VALID.matcher(text).matches()) {
            throw new IllegalArgumentException("a seal must match " + VALID);
        }
    }
}
