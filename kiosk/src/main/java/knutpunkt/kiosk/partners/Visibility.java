package knutpunkt.kiosk.partners;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** How much of a person may be shown. It never leaves the service: controllers know nobody's name anyway. */
public enum Visibility {
    NORMAL,
    /** Shown under another name only. */
    ALIAS,
    /** Counted, and named nowhere. */
    HIDDEN;

    /** The rule, for whoever refuses another word. */
    public static final String RULE = "must be normal, alias or hidden";

    /** The word in JSON. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Visibility parse(String word) {
        return Arrays.stream(values())
                .filter(one -> one.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(RULE));
    }
}
