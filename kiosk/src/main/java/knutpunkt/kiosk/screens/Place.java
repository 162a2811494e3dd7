package knutpunkt.kiosk.screens;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** Who can read a screen. */
public enum Place {
    /** Only who is let in. */
    INDOORS,
    /** Whoever passes by. */
    STREET;

    /** The rule, for whoever refuses another word. */
    public static final String RULE = "must be indoors or street";

    /** The word in JSON. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Place parse(String word) {
        return Arrays.stream(values())
                .filter(one -> one.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(RULE));
    }
}
