package knutpunkt.simulation.model;

import java.util.Optional;

/**
 * The first thing that did not hold. It is kept and not thrown at once: what finds it may be called from within the program,
 * which catches whatever is thrown in it and goes on.
 */
final class Objections {
    private Optional<Violation> first = Optional.empty();

    @SuppressWarnings("AnnotateFormatMethod") // its annotation is not worth a dependency
    void object(String form, Object... arguments) {
        if (first.isEmpty()) {
            first = Optional.of(new Violation(form.formatted(arguments)));
        }
    }

    /**
     * To be called where the program does not catch it.
     *
     * @throws Violation if something did not hold
     */
    void raise() {
        first.ifPresent(violation -> {
            throw violation;
        });
    }
}
