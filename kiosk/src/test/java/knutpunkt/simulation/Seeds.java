package knutpunkt.simulation;

import java.time.Duration;

/** Plays one seed after the other. */
final class Seeds {
    /** Long enough for several faults on top of each other. */
    private static final Duration HOW_LONG = Duration.ofMinutes(20);

    private static final int CONTROLLERS = 2;

    private Seeds() {}

    /** What came of several seeds, of which none broke a promise. */
    record Total(
            long from,
            long seeds,
            long happened,
            long releases,
            long restores,
            long records,
            Duration simulated,
            Duration took) {
        @Override
        public String toString() {
            double days = simulated.toMillis() / (double) Duration.ofDays(1).toMillis();
            double minutes = took.toMillis() / (double) Duration.ofMinutes(1).toMillis();
            return "%d seeds from %d on: %d things happened, %d releases, %d restores, %d records in the logs; %.2f site-days in %.2f min, %.2f a minute"
                    .formatted(seeds, from, happened, releases, restores, records, days, minutes, days / minutes);
        }
    }

    /**
     * Plays seeds until there were so many, or the time is up.
     *
     * @throws AssertionError for the first that breaks a promise
     */
    static Total playOn(long from, long seedsMax, Duration most) {
        long start = System.nanoTime();
        var total = new Total(from, 0, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO);
        while (total.seeds() < seedsMax && total.took().compareTo(most) < 0) {
            Played played = play(from + total.seeds());
            total = new Total(
                    from,
                    total.seeds() + 1,
                    total.happened() + played.happened(),
                    total.releases() + played.releases(),
                    total.restores() + played.restores(),
                    total.records() + played.records(),
                    total.simulated().plus(played.simulated()),
                    Duration.ofNanos(System.nanoTime() - start));
        }
        return total;
    }

    /**
     * What came of a seed.
     *
     * @param simulated how much time passed in it
     * @param told a hash of its story
     */
    record Played(
            long seed, long happened, long releases, long restores, long records, Duration simulated, long told) {}

    /**
     * Plays a seed to its end.
     *
     * @throws AssertionError with the command that plays it again and the end of its story, if something did not hold
     */
    static Played play(long seed) {
        try (var site = new SimulatedSite(seed, CONTROLLERS)) {
            try {
                site.run(HOW_LONG, Weather.FOUL);
                site.heal();
                return new Played(
                        seed,
                        site.happened(),
                        site.releases(),
                        site.restores(),
                        site.recordsInLog(),
                        site.passed(),
                        site.told());
            } catch (RuntimeException e) {
                throw broken(seed, e, site.story());
            }
        } catch (IllegalStateException e) {
            throw broken(seed, e, "when all was over");
        }
    }

    private static AssertionError broken(long seed, RuntimeException by, Object story) {
        return new AssertionError(
                "seed %d: %s%nagain: bin/simulate --seed %d%n%s".formatted(seed, by.getMessage(), seed, story), by);
    }
}
