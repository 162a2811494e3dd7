package knutpunkt.kiosk.imports;

import java.util.regex.Pattern;

/** An import's name within the service; it says nothing. */
record ImportId(String text) {
    private static final Pattern VALID = Pattern.compile("[a-z0-9-]{1,32}");

    ImportId {
        if (!VALID.matcher(text).matches()) {
            throw new IllegalArgumentException("import id [" + text + "] must match " + VALID);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
