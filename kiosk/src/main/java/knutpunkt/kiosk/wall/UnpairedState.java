package knutpunkt.kiosk.wall;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.ZoneId;
import java.util.Optional;

/**
 * What a screen shows that is not paired: the time and its code, and nothing about people.
 *
 * @param code in two halves; empty when it has to ask for one
 */
record UnpairedState(ZoneId zone, ScreenState.Theme theme, Optional<String> code) implements ScreenState {
    UnpairedState {
        requireNonNull(zone, "zone");
        requireNonNull(theme, "theme");
        requireNonNull(code, "code");
    }

    @Override
    @JsonProperty
    public String screen() {
        return "unpaired";
    }
}
