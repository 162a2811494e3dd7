package knutpunkt.kiosk.wall;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Everything a screen shows at one moment, besides the time. */
public sealed interface ScreenState permits WallState, UnpairedState {
    /** How far it may go: {@code unpaired}, {@code indoors} or {@code street}. */
    @JsonProperty
    String screen();

    /** Light on dark or the other way. */
    enum Theme {
        LIGHT,
        DARK;

        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
