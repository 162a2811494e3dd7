package knutpunkt.kiosk.screens;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/** A screen that may show who is on site, as administrators know it. */
public record PairedScreen(ScreenId id, String name, Place place, Instant pairedAt) {
    public PairedScreen {
        requireNonNull(id, "id");
        requireNonNull(name, "name");
        requireNonNull(place, "place");
        requireNonNull(pairedAt, "pairedAt");
    }
}
