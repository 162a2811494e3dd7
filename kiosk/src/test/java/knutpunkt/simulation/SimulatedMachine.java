package knutpunkt.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import knutpunkt.loop.Loop;
import knutpunkt.loop.Loops;
import knutpunkt.loop.Rest;
import knutpunkt.loop.Turn;

/**
 * One run of one computer, from its boot to the cut of its power: it gives the turns to its loops, one at a time, late now
 * and then, in an order that the seed decides. What a turn that was under way at the cut does after it, nobody sees.
 */
final class SimulatedMachine implements Loops {
    /** How late a turn usually is: threads are switched. */
    private static final Duration USUALLY = Duration.ofNanos(300_000);

    /** How late it is now and then: the processor is busy, or memory is being cleared up. */
    private static final Duration SELDOM = Duration.ofMillis(400);

    private static final int SELDOM_ONE_IN = 200;

    private final Timeline timeline;
    private final RandomGenerator random;
    private final long bootedAtNanos;
    private final double rate;
    private Duration clockError;
    private boolean clockSet;
    private boolean on = true;
    private long stillUntilNanos;

    /**
     * Boots, its wall clock wrong and not set by the network yet.
     *
     * @param clockError by how much its wall clock is ahead of the true time
     * @param driftPpm by how much its oscillator is too fast, in millionths
     */
    SimulatedMachine(Timeline timeline, RandomGenerator random, Duration clockError, int driftPpm) {
        this.timeline = timeline;
        this.random = random;
        this.bootedAtNanos = timeline.nanos();
        this.rate = 1 + driftPpm / 1e6;
        this.clockError = clockError;
    }

    boolean isOn() {
        return on;
    }

    /** From now on it does nothing, and nothing it does is seen. */
    void cutPower() {
        on = false;
    }

    /** No turn begins for so long. */
    void standStill(Duration howLong) {
        stillUntilNanos = timeline.nanos() + howLong.toNanos();
    }

    /** When it booted, in true time. */
    long bootedAtNanos() {
        return bootedAtNanos;
    }

    /** Its monotonic clock: nanoseconds since the boot. */
    long uptimeNanos() {
        return Math.round((timeline.nanos() - bootedAtNanos) * rate);
    }

    /** Its wall clock, as right or wrong as it is at the moment of asking. */
    InstantSource wallClock() {
        return () -> {
            Instant truth = timeline.instant();
            return truth.plus(clockError);
        };
    }

    /** The network sets its wall clock, as right as it can. */
    void setClock(Duration newError) {
        clockError = newError;
        clockSet = true;
    }

    /** Whether the network has set its wall clock since it booted. */
    boolean isClockSet() {
        return clockSet;
    }

    /** Something that happens on this machine, unless its power is cut before. */
    void after(Duration wait, Runnable what) {
        timeline.after(wait, () -> {
            if (on) {
                what.run();
            }
        });
    }

    private long lateNanos() {
        Duration most = random.nextInt(SELDOM_ONE_IN) == 0 ? SELDOM : USUALLY;
        return random.nextLong(most.toNanos());
    }

    @Override
    public Loop loop(String name, Weight weight, Turn turn) {
        return new TimedLoop(turn);
    }

    private final class TimedLoop implements Loop {
        private static final long NEVER = Long.MAX_VALUE;

        private final Turn turn;
        private long plannedNanos = NEVER;
        private boolean started;
        private boolean ended;
        private boolean inTurn;
        private boolean woken;
        private boolean firm;

        TimedLoop(Turn turn) {
            this.turn = turn;
        }

        @Override
        public void start() {
            started = true;
            plan(timeline.nanos());
        }

        @Override
        public void wake() {
            woken = true;
            if (started && !inTurn && !firm) {
                plan(timeline.nanos());
            }
        }

        @Override
        public void end() {
            ended = true;
        }

        @Override
        public boolean awaitEnd(Duration atMost) {
            if (!ended) {
                throw new IllegalStateException("a loop must be ended before its end is awaited");
            }
            return true; // One thread: no other turn can be under way.
        }

        @Override
        public void interrupt() {
            ended = true;
        }

        /** The earliest plan counts; what was planned for later finds that, and does nothing. */
        private void plan(long fromNanos) {
            long at = fromNanos + lateNanos();
            if (at < plannedNanos) {
                plannedNanos = at;
                timeline.at(at, () -> due(at));
            }
        }

        private void due(long at) {
            if (on && !ended && at == plannedNanos) {
                plannedNanos = NEVER;
                if (at < stillUntilNanos) {
                    plan(stillUntilNanos);
                } else {
                    take();
                }
            }
        }

        private void take() {
            woken = false;
            inTurn = true;
            Rest rest;
            try {
                rest = turn.take();
            } catch (InterruptedException e) {
                throw new AssertionError("nobody interrupts a simulated turn", e);
            } finally {
                inTurn = false;
            }
            firm = !rest.untilWoken();
            boolean atOnce = woken && !firm;
            plan(timeline.nanos() + (atOnce ? 0 : Math.max(0, rest.atMost().toNanos())));
        }
    }
}
