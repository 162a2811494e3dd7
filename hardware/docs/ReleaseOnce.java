import java.time.Duration;
import knutpunkt.hardware.gpio.GpioBoard;
import knutpunkt.hardware.gpio.GpioProvider;

/**
 * Releases a strike once and never renews it, for {@code needs-metal.sh}. Prints the monotonic nanoseconds just before
 * the release; the kernel dates the pin's edges by the same clock. Run as {@code java ReleaseOnce.java GPIOD 17}.
 */
final class ReleaseOnce {
    private ReleaseOnce() {}

    public static void main(String[] args) throws InterruptedException {
        int pin = Integer.parseInt(args[1]);
        try (var board = GpioBoard.open(GpioProvider.valueOf(args[0]), System::nanoTime)) {
            var strike = board.strike(pin, failure -> System.err.println(failure.getMessage()));
            long before = System.nanoTime();
            strike.release();
            System.out.println("released " + before);
            Thread.sleep(Duration.ofSeconds(2));
            System.out.println("ended " + (board.outputHigh(pin) ? "high" : "low"));
        }
    }
}
