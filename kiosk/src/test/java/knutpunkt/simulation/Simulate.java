package knutpunkt.simulation;

import java.time.Duration;
import knutpunkt.simulation.disk.Quiet;

/**
 * Plays seeds for people, by {@code bin/simulate}.
 *
 * <pre>
 *   --seed N                 plays one, and tells its story if a promise is broken
 *   --seeds N [--from N]     plays so many, one after the other
 *   --minutes N [--from N]   plays on for so long
 * </pre>
 */
public final class Simulate {
    private static final int BROKEN = 1;
    private static final int MISUSED = 2;
    private static final String USAGE =
            "say --seed N, or --seeds N or --minutes N, each with --from N or without; numbers from 0";

    private long seeds = Long.MAX_VALUE;
    private Duration howLong = Duration.ofDays(365);
    private long from = 1;

    private Simulate() {}

    /** Ends with 1 when a promise was broken, and with 2 when it was not told what to do. */
    public static void main(String[] arguments) {
        var simulate = new Simulate();
        try {
            simulate.read(arguments);
        } catch (IllegalArgumentException _) {
            System.err.println("simulate: " + USAGE);
            System.exit(MISUSED);
        }
        try (var _ = Quiet.logs()) {
            simulate.play();
        } catch (AssertionError e) {
            System.out.println(e.getMessage());
            System.exit(BROKEN);
        }
    }

    private void read(String[] arguments) {
        if (arguments.length == 0 || arguments.length % 2 > 0) {
            throw new IllegalArgumentException("options come with a value");
        }
        for (int i = 0; i < arguments.length; i += 2) {
            long value = Long.parseUnsignedLong(arguments[i + 1]);
            switch (arguments[i]) {
                case "--seed" -> {
                    from = value;
                    seeds = 1;
                }
                case "--from" -> from = value;
                case "--seeds" -> seeds = value;
                case "--minutes" -> howLong = Duration.ofMinutes(value);
                default -> throw new IllegalArgumentException("no option");
            }
        }
    }

    private void play() {
        System.out.println(Seeds.playOn(from, seeds, howLong));
    }
}
