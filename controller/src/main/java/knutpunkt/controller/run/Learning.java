package knutpunkt.controller.run;

import java.util.Optional;
import java.util.function.Consumer;
import knutpunkt.access.BadgeToken;
import knutpunkt.controller.door.Uptime;
import knutpunkt.hardware.ReaderSignal;
import knutpunkt.wire.PointId;
import org.jspecify.annotations.Nullable;

/** A point at which the next badge is learnt instead of judged; at most one at a door. For the loop's thread only. */
final class Learning {
    private record Running(PointId point, Uptime until, Consumer<Optional<BadgeToken>> heard) {}

    private final Lamps lamps;
    private @Nullable Running running;

    Learning(Lamps lamps) {
        this.lamps = lamps;
    }

    /** Begins; one that runs already ends with nothing. */
    void begin(Input.Learn learn, Uptime now) {
        end(Optional.empty());
        Uptime until = now.plus(learn.within());
        running = new Running(learn.point(), until, learn.heard());
        lamps.showUntil(learn.point(), ReaderSignal.LEARNING, until);
    }

    boolean isAt(PointId point) {
        return running != null && running.point().equals(point);
    }

    /** Ends what runs, if anything does. */
    void end(Optional<BadgeToken> token) {
        Running ended = running;
        if (ended != null) {
            running = null;
            lamps.idle(ended.point());
            ended.heard().accept(token);
        }
    }

    void endIfDue(Uptime now) {
        if (running != null && now.reached(running.until())) {
            end(Optional.empty());
        }
    }
}
