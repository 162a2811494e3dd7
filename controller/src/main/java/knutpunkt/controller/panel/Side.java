package knutpunkt.controller.panel;

import java.util.Locale;

/** Which of a door's two readers. */
public enum Side {
    /** Outside: whoever is read there wants in. */
    ENTRY,
    /** Inside: whoever is read there wants out. */
    EXIT;

    /** The word in a request and in point ids. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
