package knutpunkt.simulation;

import java.util.Optional;
import java.util.function.Function;
import knutpunkt.simulation.model.Violation;

/**
 * Plays a seed with whatever program its own class was loaded with: the promise that it breaks, and the story; empty for
 * none. A program that fails by itself has broken no promise that was looked for, and that is thrown on.
 */
public final class Broken implements Function<Long, Optional<String>> {
    @Override
    public Optional<String> apply(Long seed) {
        try {
            Seeds.play(seed);
            return Optional.empty();
        } catch (AssertionError e) {
            if (e.getCause() instanceof Violation) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }
}
