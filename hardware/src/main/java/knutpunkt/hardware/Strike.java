package knutpunkt.hardware;

import java.time.Duration;

/**
 * The lock's electric part, as a renewable lease: it is released only while somebody keeps renewing. Without renewal the
 * output is de-energised within {@link #LEASE}, even if the caller's thread died. Every method may be called from any
 * thread and returns as soon as the output has answered.
 *
 * <p>The lease holds as long as this process runs. A process that is killed outright cannot secure anything: what then
 * holds is said in {@code hardware/docs/wiring.md}.
 */
public interface Strike extends AutoCloseable {
    /** How long a release lasts at most without renewal. Renew at least every 500 ms. */
    Duration LEASE = Duration.ofMillis(1500);

    /**
     * Energises (releases) now, for at most {@link #LEASE} unless renewed. Releasing a released strike renews it.
     *
     * @throws HardwareFailure if the output refused; the strike is then being secured
     * @throws IllegalStateException if it was closed
     */
    void release();

    /** Extends the lease. Does nothing to a strike that is secured or whose lease ran out: it never releases again. */
    void renew();

    /**
     * Secures now. Securing a secured strike does nothing more.
     *
     * @throws HardwareFailure if the output refused; securing is then tried again every 100 ms until it succeeds
     */
    void secure();

    /**
     * Whether the output is energised: the last level that it accepted. So a strike that could not be secured still
     * counts as released.
     */
    boolean isReleased();

    /**
     * Secures, and can be released no more. Closing twice does nothing more.
     *
     * @throws HardwareFailure if it could not be secured after several attempts
     */
    @Override
    void close();
}
