package knutpunkt.kiosk.presence;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Comparator;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.JournalId;

/**
 * Where something stands among all that moves presence: by time, then controller, then sequence. It is the same in whatever
 * order records arrive.
 *
 * @param at when it happened: the door's time where its clock is trusted, else when it arrived here
 */
record Place(Instant at, ControllerId controller, long sequence, JournalId journal) implements Comparable<Place> {
    private static final Comparator<Place> ORDER = Comparator.comparing(Place::at)
            .thenComparing(place -> place.controller().text())
            .thenComparingLong(Place::sequence)
            // A controller that lost its storage counts anew: two journals can hold the same sequence.
            .thenComparing(place -> place.journal().text());

    Place {
        requireNonNull(at, "at");
        requireNonNull(controller, "controller");
        requireNonNull(journal, "journal");
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }
}
