package knutpunkt.kiosk.ids;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** Somebody's account at the admin pages. */
public record AccountId(@JsonValue String text) {
    private static final Pattern VALID = Pattern.compile("[a-z0-9-]{1,32}");

    public AccountId {
        if (!VALID.matcher(text).matches()) {
            throw new IllegalArgumentException("account id [" + text + "] must match " + VALID);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
