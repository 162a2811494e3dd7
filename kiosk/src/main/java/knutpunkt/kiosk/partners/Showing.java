package knutpunkt.kiosk.partners;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** What a partner lets indoor screens show of its people, from least to most. Each partner chooses for itself. */
public enum Showing {
    /** No row at all, and no share in any number that is shown. */
    NOTHING,
    /** That somebody is here, not how many. */
    PRESENT,
    /** How many are here. */
    NUMBER,
    /** How many, and the short names of those who may be named. */
    NAMES;

    /** The rule, for whoever refuses another word. */
    public static final String RULE = "must be nothing, present, number or names";

    /** The word in JSON. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Showing parse(String word) {
        return Arrays.stream(values())
                .filter(one -> one.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(RULE));
    }
}
