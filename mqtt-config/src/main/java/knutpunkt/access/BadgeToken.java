package knutpunkt.access;

import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * All that machines know of a badge: the id of the key and 16 bytes of keyed hash, held as two longs so that a million
 * of them fit in arrays. Ordered as unsigned bytes are, key id first.
 *
 * @param keyId 1 to 65535: two keys may be live while one replaces the other
 */
public record BadgeToken(int keyId, long high, long low) implements Comparable<BadgeToken> {
    /** What its text on the wire matches. */
    public static final Pattern VALID = Pattern.compile("[1-9][0-9]{0,4}\\.[0-9a-f]{32}");

    private static final int KEY_ID_MAX = 65_535;

    public BadgeToken {
        if (keyId < 1 || keyId > KEY_ID_MAX) {
            throw new IllegalArgumentException("key id [" + keyId + "] must be 1 to " + KEY_ID_MAX);
        }
    }

    /** The form on the wire and on disk: {@code 1.} and 32 hexadecimal digits. */
    public String text() {
        HexFormat hex = HexFormat.of();
        return keyId + "." + hex.toHexDigits(high) + hex.toHexDigits(low);
    }

    public static BadgeToken parse(String text) {
        if (!VALID.matcher(text).matches()) {
            throw new IllegalArgumentException("a badge token must match " + VALID);
        }
        int dot = text.indexOf('.');
        return new BadgeToken(
                Integer.parseInt(text.substring(0, dot)),
                HexFormat.fromHexDigitsToLong(text, dot + 1, dot + 17),
                HexFormat.fromHexDigitsToLong(text, dot + 17, dot + 33));
    }

    @Override
    public int compareTo(BadgeToken other) {
        int byKey = Integer.compare(keyId, other.keyId);
        if (byKey != 0) {
            return byKey;
        }
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /** Redacted: a token follows one person about, so it stays out of logs. */
    @Override
    public String toString() {
        return "BadgeToken[redacted]";
    }
}
