package knutpunkt.hardware.gpio;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputConfigBuilder;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalOutputConfigBuilder;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInput;
import com.pi4j.provider.Provider;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import knutpunkt.hardware.HardwareFailure;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pins of one Raspberry Pi, numbered as GPIO (not as header positions). It hands out each pin once. Closing it
 * secures every strike first; so does the end of the process, unless that is killed outright.
 */
public final class GpioBoard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GpioBoard.class);
    private static final int STRIKE_PIN_MIN = 9;
    private static final int PIN_MAX = 27;

    private final GpioProvider provider;
    private final LongSupplier nanoClock;
    private final Context context;
    private final InputThread inputThread = new InputThread();
    private final Thread atExit = Thread.ofPlatform().name("gpio at exit").unstarted(this::closeOnce);
    private final Map<Integer, String> uses = new HashMap<>();
    private final Map<Integer, GpioStrike> strikes = new HashMap<>();
    private final Map<Integer, DigitalOutput> outputs = new HashMap<>();
    private final Map<Integer, GpioInput> inputs = new HashMap<>();
    private boolean closed;

    private GpioBoard(GpioProvider provider, LongSupplier nanoClock, Context context) {
        this.provider = provider;
        this.nanoClock = nanoClock;
        this.context = context;
    }

    /**
     * Opens the board; no pin is touched yet.
     *
     * @param nanoClock monotonic nanoseconds
     * @throws HardwareFailure if there are no pins of this kind here; that may also come out only when the first pin is
     *     asked for
     */
    public static GpioBoard open(GpioProvider provider, LongSupplier nanoClock) {
        try {
            var context = Pi4J.newContextBuilder()
                    .add(provider.providers().toArray(Provider[]::new))
                    .disableShutdownHook()
                    .build();
            var board = new GpioBoard(provider, nanoClock, context);
            Runtime.getRuntime().addShutdownHook(board.atExit);
            return board;
        } catch (RuntimeException | LinkageError failure) {
            throw new HardwareFailure("pins by [" + provider + "] cannot be opened here", failure);
        }
    }

    /**
     * A strike on {@code pin}, secured from the start.
     *
     * @param pin 9..27: the others boot pulled up
     * @param faults hears, on another thread, that the output cannot be secured; it must only offer
     * @throws IllegalArgumentException if the pin is not for a strike, or is in use
     * @throws HardwareFailure if the pin cannot be opened
     */
    public synchronized GpioStrike strike(int pin, Consumer<HardwareFailure> faults) {
        if (pin < STRIKE_PIN_MIN || pin > PIN_MAX) {
            throw new IllegalArgumentException("strike pin [" + pin + "] must be " + STRIKE_PIN_MIN + ".." + PIN_MAX
                    + ": GPIO 0-8 boot pulled up and would release the lock");
        }
        claim(pin, "strike");
        var config = DigitalOutputConfigBuilder.newInstance(context)
                .id("strike-" + pin)
                .address(pin)
                .provider(provider.outputId())
                .initial(DigitalState.LOW)
                .shutdown(DigitalState.LOW)
                .build();
        DigitalOutput output = opened(pin, () -> context.create(config));
        var strike = new GpioStrike(pin, output, nanoClock, faults);
        outputs.put(pin, output);
        strikes.put(pin, strike);
        return strike;
    }

    /**
     * A door contact on {@code pin}, debounced over 20 ms. Its position is known on return, which takes as long. On mock
     * pins the door starts closed.
     *
     * @param normallyClosed whether it conducts while the door is closed
     * @throws IllegalArgumentException if there is no such pin, or it is in use
     * @throws HardwareFailure if the pin cannot be opened
     */
    public synchronized GpioContact contact(int pin, GpioPull pull, boolean normallyClosed) {
        return new GpioContact(input(pin, pull, "contact", normallyClosed), normallyClosed);
    }

    /**
     * A normally open exit button on {@code pin}, debounced over 20 ms.
     *
     * @throws IllegalArgumentException if there is no such pin, or it is in use
     * @throws HardwareFailure if the pin cannot be opened
     */
    public synchronized GpioExitButton exitButton(int pin, GpioPull pull) {
        return new GpioExitButton(input(pin, pull, "exit button", false));
    }

    /**
     * Gives a mock input a level, as its wire would.
     *
     * @throws IllegalStateException if these are real pins
     * @throws IllegalArgumentException if the pin is no input of this board
     */
    public void mockLevel(int pin, boolean high) {
        mockInput(pin).mockState(high ? DigitalState.HIGH : DigitalState.LOW);
    }

    /**
     * Whether an output is high now, as the pin itself says.
     *
     * @throws IllegalArgumentException if the pin is no output of this board
     */
    public synchronized boolean outputHigh(int pin) {
        var output = outputs.get(pin);
        if (output == null) {
            throw new IllegalArgumentException("pin [" + pin + "] is no output of this board");
        }
        return output.isHigh();
    }

    /** Secures every strike, then lets the pins go. */
    @Override
    public void close() {
        closeOnce();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException _) {
            LOG.debug("the process is ending; the board was closed before its hook ran");
        }
    }

    private synchronized void closeOnce() {
        if (closed) {
            return;
        }
        closed = true;
        for (var strike : strikes.values()) {
            try {
                strike.close();
            } catch (HardwareFailure failure) {
                // The shutdown level of the pin, below, is the last means left.
                LOG.error("gpio {} could not be secured by its strike", strike.pin(), failure);
            }
        }
        inputThread.close();
        inputs.values().forEach(GpioInput::close);
        try {
            context.shutdown();
        } catch (RuntimeException failure) {
            LOG.error("the pins could not all be let go", failure);
        }
    }

    private synchronized MockDigitalInput mockInput(int pin) {
        if (provider != GpioProvider.MOCK) {
            throw new IllegalStateException("the pins of [" + provider + "] are real and cannot be given a level");
        }
        var input = inputs.get(pin);
        if (input == null || !(input.pi4j() instanceof MockDigitalInput mock)) {
            throw new IllegalArgumentException("pin [" + pin + "] is no input of this board");
        }
        return mock;
    }

    /** @param mockConducting whether the switch on a mock pin conducts at first: a mock pin has no wire that says so */
    private GpioInput input(int pin, GpioPull pull, String use, boolean mockConducting) {
        if (pin < 0 || pin > PIN_MAX) {
            throw new IllegalArgumentException(use + " pin [" + pin + "] must be 0.." + PIN_MAX);
        }
        claim(pin, use);
        var config = DigitalInputConfigBuilder.newInstance(context)
                .id("input-" + pin)
                .address(pin)
                .provider(provider.inputId())
                .pull(pull.resistance())
                .debounce(0L) // Settling does it, for mock and real pins alike.
                .build();
        DigitalInput pi4j = opened(pin, () -> context.create(config));
        if (pi4j instanceof MockDigitalInput mock) {
            mock.mockState(pull.highWhenConducting() == mockConducting ? DigitalState.HIGH : DigitalState.LOW);
        }
        var input = new GpioInput(pin, pull, pi4j, nanoClock, inputThread::wake);
        inputs.put(pin, input);
        inputThread.add(input);
        return input;
    }

    private static <T> T opened(int pin, Supplier<T> opening) {
        try {
            return opening.get();
        } catch (RuntimeException | LinkageError failure) {
            throw new HardwareFailure("gpio [" + pin + "] cannot be opened", failure);
        }
    }

    private void claim(int pin, String use) {
        if (closed) {
            throw new IllegalStateException("the board is closed");
        }
        @Nullable String other = uses.putIfAbsent(pin, use);
        if (other != null) {
            throw new IllegalArgumentException(use + " pin [" + pin + "] is in use on this board already: " + other);
        }
    }
}
