package knutpunkt.kiosk.badges;

import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import knutpunkt.access.BadgeBits;
import knutpunkt.access.Technology;

/**
 * A badge's number as somebody types it: ten hexadecimal digits, which are the 40 bits of an EM4100 badge. It lives until
 * its token is made.
 */
public final class BadgeNumber {
    static final String RULE = "must be the badge's 10 hexadecimal digits";

    private static final Pattern VALID = Pattern.compile("[0-9A-Fa-f]{10}");

    private final String digits;

    private BadgeNumber(String digits) {
        this.digits = digits;
    }

    public static BadgeNumber parse(String text) {
        if (!VALID.matcher(text).matches()) {
            throw new IllegalArgumentException(RULE);
        }
        return new BadgeNumber(text.toUpperCase(Locale.ROOT));
    }

    public BadgeBits bits() {
        byte[] bytes = HexFormat.of().parseHex(digits);
        return new BadgeBits(Technology.EM4100, bytes.length * 8, bytes);
    }

    /** Whether a label would print the number on the badge and into every list. */
    boolean isToldBy(String label) {
        return label.toUpperCase(Locale.ROOT).replaceAll("[^0-9A-Z]", "").contains(digits);
    }

    @Override
    public String toString() {
        return "BadgeNumber[redacted]";
    }
}
