package knutpunkt.kiosk.screens;

import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * What a screen shows while it waits: eight characters of which no two are taken for each other, read aloud or by eye,
 * and that make no words.
 */
public record PairingCode(String text) {
    private static final String CHARACTERS = "CDFHJKMNPQRTVWX34679";
    private static final int LENGTH = 8;
    private static final Pattern VALID = Pattern.compile("[" + CHARACTERS + "]{" + LENGTH + "}");

    /** The rule, for whoever refuses a code that is none. */
    public static final String RULE = "must be the eight characters that the screen shows";

    public PairingCode {
        if (!VALID.matcher(text).matches()) {
            throw new IllegalArgumentException("a pairing code " + RULE);
        }
    }

    /** A code as somebody types it: small letters, spaces and dashes do not matter. */
    public static PairingCode parse(String typed) {
        return new PairingCode(typed.replaceAll("[\\s\\p{Pd}]", "").toUpperCase(Locale.ROOT));
    }

    static PairingCode fresh(RandomGenerator random) {
        var code = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            code.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        }
        return new PairingCode(code.toString());
    }

    /** In two halves, as it is shown and read aloud. */
    public String grouped() {
        return text.substring(0, LENGTH / 2) + " " + text.substring(LENGTH / 2);
    }
}
