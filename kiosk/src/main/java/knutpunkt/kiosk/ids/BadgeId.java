package knutpunkt.kiosk.ids;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** A badge as the service knows one: opaque, not its number, not its label. */
public record BadgeId(@JsonValue String text) {
    private static final Pattern VALID = Pattern.compile("[a-z0-9-]{1,32}");

    public BadgeId {
        if (!VALID.matcher(text).matches()) {
            throw new IllegalArgumentException("badge id [" + text + "] must match " + VALID);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
