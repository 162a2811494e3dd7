package knutpunkt.simulation;

import java.time.Duration;

/**
 * How often what happens, on average; what never happens is zero.
 *
 * @param comings of people to doors, in or out
 * @param changes by the administrator
 * @param faults of computers, disks, broker and network, each of which lasts up to a minute
 * @param breaksOneIn after about so many messages the connection that carries one breaks
 * @param twiceOneIn about so many messages arrive twice
 */
record Weather(Duration comings, Duration changes, Duration faults, int breaksOneIn, int twiceOneIn) {
    static final Weather FAIR = new Weather(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ZERO, 0, 0);
    static final Weather FOUL =
            new Weather(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofSeconds(40), 200, 50);
}
