package knutpunkt.controller;

import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Time and chance, handed in by whoever starts the controller.
 *
 * @param wall the operating system's clock, whatever it is worth
 * @param uptimeNanos monotonic nanoseconds since the start of the process
 * @param random must not be guessable
 */
record Clocks(InstantSource wall, LongSupplier uptimeNanos, RandomGenerator random) {}
