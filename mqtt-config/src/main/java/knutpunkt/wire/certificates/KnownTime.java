package knutpunkt.wire.certificates;

import java.time.Instant;
import java.time.InstantSource;

/**
 * What a machine knows of the time when it looks at a certificate's dates. A Raspberry Pi that lost its power knows only
 * that it is not earlier than it was: a certificate that seems to begin later shows that the clock is behind, not that
 * the certificate is false. May be asked by any thread.
 */
public interface KnownTime {
    /** Not later than it is. */
    Instant atLeast();

    /** Whether it is that time, and not only later than it. */
    boolean isExact();

    /** For a machine whose clock is right. */
    static KnownTime exact(InstantSource clock) {
        return new KnownTime() {
            @Override
            public Instant atLeast() {
                return clock.instant();
            }

            @Override
            public boolean isExact() {
                return true;
            }
        };
    }
}
