package knutpunkt.hardware.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.fazecast.jSerialComm.SerialPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import knutpunkt.hardware.HardwareFailure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a port does that no pseudo terminal can be made to do. */
class SerialLineTest {
    private final SerialPort port = mock(SerialPort.class);

    @TempDir
    private Path directory;

    private Path device;

    @BeforeEach
    void nameDevice() {
        device = directory.resolve("ttyX");
    }

    @Test
    void aPortThatDoesNotOpenSaysSo() {
        when(port.openPort(0)).thenReturn(false);

        assertThatThrownBy(() -> SerialLine.open(port, "/dev/ttyX"))
                .isInstanceOf(HardwareFailure.class)
                .hasMessage("serial port [/dev/ttyX] does not open");
    }

    @Test
    void aPortThatCannotBeEmptiedIsClosedAgain() {
        when(port.openPort(0)).thenReturn(true);
        when(port.flushIOBuffers()).thenReturn(false);

        assertThatThrownBy(() -> SerialLine.open(port, "/dev/ttyX"))
                .hasMessage("serial port [/dev/ttyX] does not let itself be emptied");
        verify(port).closePort();
    }

    @Test
    void aReadThatFailsMeansUnplugged() throws IOException {
        Files.createFile(device);
        when(port.openPort(0)).thenReturn(true);
        when(port.flushIOBuffers()).thenReturn(true);
        when(port.readBytes(any(byte[].class), anyInt())).thenReturn(-1);

        try (var line = SerialLine.open(port, device.toString())) {
            assertThatThrownBy(() -> line.read(new byte[8])).hasMessage("unplugged");
        }
        verify(port).closePort();
    }

    @Test
    void aPortThatIsGoneOnceOpenIsClosedAgain() {
        when(port.openPort(0)).thenReturn(true);
        when(port.flushIOBuffers()).thenReturn(true);

        assertThatThrownBy(() -> SerialLine.open(port, device.toString())).hasMessageEndingWith("is gone again");
        verify(port).closePort();
    }

    @Test
    void aPortThatOnlyFallsSilentWhenPulledOutIsFoundOut() throws IOException {
        when(port.openPort(0)).thenReturn(true);
        when(port.flushIOBuffers()).thenReturn(true);
        when(port.readBytes(any(byte[].class), anyInt())).thenReturn(0);
        Files.createFile(device);

        try (var line = SerialLine.open(port, device.toString())) {
            readOften(line);
            Files.move(
                    device,
                    directory.resolve("old")); // It keeps the old node in use, so that it is not given out again.
            Files.createFile(device);

            assertThatThrownBy(() -> readOften(line)).hasMessage("unplugged");
        }
    }

    private static void readOften(SerialLine line) {
        for (int i = 0; i < 20; i++) {
            assertThat(line.read(new byte[8])).isZero();
        }
    }
}
