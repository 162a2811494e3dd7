package knutpunkt.kiosk.notices;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** A notice's name within the service; it says nothing. */
public record NoticeId(@JsonValue String text) {
    private static final Pattern VALID = Pattern.compile("[a-z0-9-]{1,32}");

    public NoticeId {
        if (!VALID.matcher(text).matches()) {
            throw new IllegalArgumentException("notice id [" + text + "] must match " + VALID);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
