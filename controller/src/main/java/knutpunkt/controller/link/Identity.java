package knutpunkt.controller.link;

import java.util.function.LongSupplier;
import knutpunkt.wire.BootId;

/**
 * Who is speaking.
 *
 * @param version of this program
 * @param uptimeNanos monotonic nanoseconds since the boot
 */
public record Identity(BootId boot, String version, LongSupplier uptimeNanos) {
    long uptimeMillis() {
        return uptimeNanos.getAsLong() / 1_000_000;
    }
}
