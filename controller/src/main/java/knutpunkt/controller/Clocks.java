package knutpunkt.controller;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Time and chance, handed in by whoever starts the controller.
 *
 * @param wall the operating system's clock, whatever it is worth
 * @param uptimeNanos monotonic nanoseconds since the start of the process
 * @param random for keys, challenges and ids
 */
record Clocks(InstantSource wall, LongSupplier uptimeNanos, SecureRandom random) {}
