package knutpunkt.simulation;

import java.time.Duration;

/**
 * How often what happens, on average; what never happens is zero.
 *
 * @param comings of people to doors, in or out
 * @param changes by the administrator
 * @param faults of computers, disks, clocks, broker and network, each of which lasts up to a minute
 * @param hostilities of whoever has taken the broker over
 * @param breaksOneIn after about so many messages the connection that carries one breaks
 * @param twiceOneIn about so many messages arrive twice, of those that may
 * @param lostOneIn about so many messages are lost, of those that may be
 * @param lateOneIn about so many messages come seconds late, and those behind them on their topic with them
 * @param errsOneIn in about so many of its updates the service forgets something
 */
record Weather(
        Duration comings,
        Duration changes,
        Duration faults,
        Duration hostilities,
        int breaksOneIn,
        int twiceOneIn,
        int lostOneIn,
        int lateOneIn,
        int errsOneIn) {
    /** By so much a clock that the network has set may be wrong, at most. */
    static final Duration CLOCK_WRONG_MOST = Duration.ofSeconds(20);

    static final Weather FAIR =
            new Weather(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ZERO, Duration.ZERO, 0, 0, 0, 0, 0);
    static final Weather FOUL = new Weather(
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofSeconds(40),
            Duration.ofSeconds(8),
            200,
            50,
            50,
            100,
            10);
}
