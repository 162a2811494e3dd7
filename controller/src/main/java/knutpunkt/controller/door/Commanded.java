package knutpunkt.controller.door;

/**
 * A release by command that has not been opened yet.
 *
 * @param sequence of its record
 * @param settled whether anybody opened cannot be seen, so nothing more is recorded of it
 */
record Commanded(long sequence, boolean settled) {
    Commanded settle() {
        return new Commanded(sequence, true);
    }
}
