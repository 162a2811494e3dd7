package knutpunkt.kiosk.clock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import knutpunkt.loop.Loop;
import knutpunkt.loop.Loops;
import knutpunkt.loop.Rest;
import knutpunkt.loop.Turn;

/** Loops that keep their turns for a test to take. */
public final class KeptTurns implements Loops {
    private final List<Turn> started = new ArrayList<>();

    /** Takes a turn of the only loop that was started. */
    public Rest take() throws InterruptedException {
        return started.getFirst().take();
    }

    @Override
    public Loop loop(String name, Weight weight, Turn turn) {
        return new Loop() {
            @Override
            public void start() {
                started.add(turn);
            }

            @Override
            public void wake() {}

            @Override
            public void end() {}

            @Override
            public boolean awaitEnd(Duration atMost) {
                return true;
            }

            @Override
            public void interrupt() {}
        };
    }
}
