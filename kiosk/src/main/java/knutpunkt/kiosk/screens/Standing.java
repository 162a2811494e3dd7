package knutpunkt.kiosk.screens;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** What a visitor's screen may show. */
public sealed interface Standing {
    /** Paired: what its place allows. */
    record Paired(Place place) implements Standing {
        public Paired {
            requireNonNull(place, "place");
        }
    }

    /**
     * Nothing but the code that it waits to be paired by.
     *
     * @param code empty for one that has none yet, or whose code has run out: it has to ask for another
     */
    record Waiting(Optional<PairingCode> code) implements Standing {
        public Waiting {
            requireNonNull(code, "code");
        }
    }
}
