package knutpunkt.kiosk.ids;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** An organisation at the site. It stays within the service, so it is no topic level, but it keeps to the same rule. */
public record PartnerId(@JsonValue String text) {
    private static final Pattern VALID = Pattern.compile("[a-z0-9-]{1,32}");

    public PartnerId {
        if (!VALID.matcher(text).matches()) {
            throw new IllegalArgumentException("partner id [" + text + "] must match " + VALID);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
