package knutpunkt.kiosk.wall;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import knutpunkt.kiosk.screens.Standing;
import knutpunkt.kiosk.screens.Visitor;
import knutpunkt.wire.message.WireJson;

/** What every screen shows at one moment, worked out and written once for all that show the same. Of one thread. */
final class Round {
    private final WallMoment moment;
    private final Instant now;
    private final Instant lastBeat;
    private final Map<Standing, ScreenState> compared = new HashMap<>();
    private final Map<Standing, String> written = new HashMap<>();

    /**
     * A round of telling.
     *
     * @param lastBeat what has changed is asked as if it were still then. The passing of time alone changes what screens
     *     show at beats, or it would be seen to change at the moment of an event that it must not tell of
     */
    Round(WallMoment moment, Instant now, Instant lastBeat) {
        this.moment = moment;
        this.now = now;
        this.lastBeat = lastBeat;
    }

    Standing standing(Visitor visitor) {
        return moment.standings().of(visitor);
    }

    /** What to compare with what was told before. */
    ScreenState compared(Standing standing) {
        return compared.computeIfAbsent(standing, one -> WallRules.state(moment.facts(), one, lastBeat));
    }

    /** The whole event. */
    String written(Standing standing) throws JsonProcessingException {
        String known = written.get(standing);
        if (known != null) {
            return known;
        }
        String state = WireJson.mapper().writeValueAsString(WallRules.state(moment.facts(), standing, now));
        String event = "{\"now\":\"" + now + "\"," + state.substring(1);
        written.put(standing, event);
        return event;
    }
}
