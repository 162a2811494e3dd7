package knutpunkt.kiosk.ids;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** Doors that are granted together. */
public record DoorGroupId(@JsonValue String text) {
    private static final Pattern VALID = Pattern.compile("[a-z0-9-]{1,32}");

    public DoorGroupId {
        if (!VALID.matcher(text).matches()) {
            throw new IllegalArgumentException("door group id [" + text + "] must match " + VALID);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
