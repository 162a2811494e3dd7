package knutpunkt.hardware.gpio;

import com.pi4j.io.gpio.digital.DigitalOutput;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import knutpunkt.hardware.HardwareFailure;
import knutpunkt.hardware.Strike;
import knutpunkt.hardware.StrikeLease;

/** A strike on an output pin: high is released, low is secured, for fail-secure and fail-safe locks alike. */
public final class GpioStrike implements Strike {
    private final int pin;
    private final StrikeLease lease;

    GpioStrike(int pin, DigitalOutput output, LongSupplier nanoClock, Consumer<HardwareFailure> faults) {
        this.pin = pin;
        this.lease = new StrikeLease("gpio " + pin, new Pin(output), nanoClock, faults);
    }

    public int pin() {
        return pin;
    }

    @Override
    public void release() {
        lease.release();
    }

    @Override
    public void renew() {
        lease.renew();
    }

    @Override
    public void secure() {
        lease.secure();
    }

    @Override
    public boolean isReleased() {
        return lease.isReleased();
    }

    @Override
    public void close() {
        lease.close();
    }

    private record Pin(DigitalOutput output) implements StrikeLease.Output {
        @Override
        public void set(boolean energised) {
            if (energised) {
                output.high();
            } else {
                output.low();
            }
        }
    }
}
