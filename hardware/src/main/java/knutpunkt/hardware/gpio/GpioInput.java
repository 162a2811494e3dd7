package knutpunkt.hardware.gpio;

import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalStateChangeListener;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One debounced input. Pi4J's thread only notes edges; the board's input thread looks and tells. */
final class GpioInput {
    private static final Logger LOG = LoggerFactory.getLogger(GpioInput.class);

    private static final long START_LOOK_NANOS = Duration.ofMillis(5).toNanos();
    private static final int START_LOOKS_STILL = 5;
    private static final int START_LOOKS_MAX = 20;

    private final int pin;
    private final GpioPull pull;
    private final DigitalInput input;
    private final LongSupplier nanoClock;
    private final DigitalStateChangeListener edges;
    private final Settling settling;
    private volatile Consumer<Level> onChange = _ -> {};
    private volatile boolean closed;
    private volatile Level settled;
    private boolean unreadable;

    /** @param waker wakes the thread that looks, after an edge */
    GpioInput(int pin, GpioPull pull, DigitalInput input, LongSupplier nanoClock, Runnable waker) {
        this.pin = pin;
        this.pull = pull;
        this.input = input;
        this.nanoClock = nanoClock;
        this.settled = settledAtTheStart();
        this.settling = new Settling(settled, nanoClock.getAsLong());
        this.edges = _ -> {
            if (settling.edge(nanoClock.getAsLong())) {
                waker.run();
            }
        };
        input.addListener(edges);
    }

    int pin() {
        return pin;
    }

    DigitalInput pi4j() {
        return input;
    }

    /** The last settled level, from any thread. */
    Level level() {
        return settled;
    }

    /** The level that a conducting or an open switch gives. */
    Level levelOf(boolean conducting) {
        return pull.highWhenConducting() == conducting ? Level.HIGH : Level.LOW;
    }

    void onChange(Consumer<Level> listener) {
        onChange = listener;
    }

    /** Looks once, on the input thread; answers whether to look again soon. */
    boolean look() {
        if (closed) {
            return false;
        }
        var before = settled;
        var now = settling.look(read(), nanoClock.getAsLong());
        settled = now;
        if (now != before) {
            onChange.accept(now);
        }
        return settling.isRestless();
    }

    void close() {
        closed = true;
        input.removeListener(edges);
    }

    /** The pull resistor needs some milliseconds to charge the cable; before that the level is not the switch's. */
    private Level settledAtTheStart() {
        var level = read();
        int still = 1;
        for (int i = 0; i < START_LOOKS_MAX && still < START_LOOKS_STILL; i++) {
            LockSupport.parkNanos(START_LOOK_NANOS);
            var next = read();
            still = next == level ? still + 1 : 1;
            level = next;
        }
        return still < START_LOOKS_STILL ? Level.UNKNOWN : level;
    }

    private Level read() {
        try {
            var level = switch (input.state()) {
                case HIGH -> Level.HIGH;
                case LOW -> Level.LOW;
                case UNKNOWN -> Level.UNKNOWN;
            };
            unreadable = false;
            return level;
        } catch (RuntimeException failure) {
            if (!unreadable) {
                LOG.warn("gpio {} cannot be read", pin, failure);
            }
            unreadable = true;
            return Level.UNKNOWN;
        }
    }
}
