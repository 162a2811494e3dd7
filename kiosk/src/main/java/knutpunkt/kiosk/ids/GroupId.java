package knutpunkt.kiosk.ids;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** A partner's group of people. It stays within the service, so it is no topic level, but it keeps to the same rule. */
public record GroupId(@JsonValue String text) {
    private static final Pattern VALID = Pattern.compile("[a-z0-9-]{1,32}");

    public GroupId {
        if (!VALID.matcher(text).matches()) {
            throw new IllegalArgumentException("group id [" + text + "] must match " + VALID);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
