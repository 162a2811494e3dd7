package knutpunkt.kiosk.presence;

/** Something that moves presence. */
sealed interface Happening extends Comparable<Happening> permits Movement, Night {
    Place place();

    @Override
    default int compareTo(Happening other) {
        return place().compareTo(other.place());
    }
}
