package knutpunkt.simulation;

import java.util.Optional;
import java.util.function.Function;

/** Plays a seed with whatever program its own class was loaded with: what it breaks, and the story; empty for nothing. */
public final class Broken implements Function<Long, Optional<String>> {
    @Override
    public Optional<String> apply(Long seed) {
        try {
            Seeds.play(seed);
            return Optional.empty();
        } catch (AssertionError e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
