package knutpunkt.kiosk.admin;

import static java.util.Objects.requireNonNull;

/** One of the values that a field offers. */
public record Choice(String value, String label, boolean chosen) {
    public Choice {
        requireNonNull(value, "value");
        requireNonNull(label, "label");
    }
}
