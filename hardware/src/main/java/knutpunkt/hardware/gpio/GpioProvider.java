package knutpunkt.hardware.gpio;

import com.pi4j.plugin.gpiod.provider.gpio.digital.GpioDDigitalInputProvider;
import com.pi4j.plugin.gpiod.provider.gpio.digital.GpioDDigitalOutputProvider;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInputProvider;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalOutputProvider;
import com.pi4j.provider.Provider;
import java.util.List;

/** Who moves the pins. */
public enum GpioProvider {
    /** Pi4J's pins in memory, moved by {@link GpioBoard#mockLevel}. */
    MOCK,
    /** The Linux kernel's GPIO character device, on a Raspberry Pi. */
    GPIOD;

    String inputId() {
        return switch (this) {
            case MOCK -> MockDigitalInputProvider.ID;
            case GPIOD -> GpioDDigitalInputProvider.ID;
        };
    }

    String outputId() {
        return switch (this) {
            case MOCK -> MockDigitalOutputProvider.ID;
            case GPIOD -> GpioDDigitalOutputProvider.ID;
        };
    }

    List<Provider<?, ?, ?>> providers() {
        return switch (this) {
            case MOCK -> List.of(MockDigitalInputProvider.newInstance(), MockDigitalOutputProvider.newInstance());
            case GPIOD -> List.of(GpioDDigitalInputProvider.newInstance(), GpioDDigitalOutputProvider.newInstance());
        };
    }
}
