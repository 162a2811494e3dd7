package knutpunkt.kiosk.screens;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** A screen's name within the service; it opens nothing. */
public record ScreenId(@JsonValue String text) {
    private static final Pattern VALID = Pattern.compile("[a-z0-9-]{1,32}");

    public ScreenId {
        if (!VALID.matcher(text).matches()) {
            throw new IllegalArgumentException("screen id [" + text + "] must match " + VALID);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
