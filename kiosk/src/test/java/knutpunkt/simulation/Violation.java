package knutpunkt.simulation;

/** Something that must always hold did not. */
final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1;

    Violation(String message) {
        super(message);
    }
}
