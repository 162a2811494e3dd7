package knutpunkt.kiosk.imports;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One import as its page shows it.
 *
 * @param people who came with it and is there
 */
public record Imported(
        String id,
        Instant at,
        long added,
        Instant undoUntil,
        Optional<Instant> undoneAt,
        boolean mayUndo,
        List<Came> people) {
    public Imported {
        people = List.copyOf(people);
    }

    /**
     * Somebody who came with it.
     *
     * @param kept what keeps them, in words; empty where nothing does
     */
    public record Came(String id, String called, Optional<String> kept) {
        /** Without the name. */
        @Override
        public String toString() {
            return "Came[" + id + "]";
        }
    }

    public long keeping() {
        return people.stream().filter(one -> one.kept().isPresent()).count();
    }
}
