package knutpunkt.hardware.serial;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.fazecast.jSerialComm.SerialPort;
import knutpunkt.hardware.HardwareFailure;
import org.junit.jupiter.api.Test;

/** What a port does that no pseudo terminal can be made to do. */
class SerialLineTest {
    private final SerialPort port = mock(SerialPort.class);

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
    void aReadThatFailsMeansUnplugged() {
        when(port.openPort(0)).thenReturn(true);
        when(port.flushIOBuffers()).thenReturn(true);
        when(port.readBytes(any(byte[].class), anyInt())).thenReturn(-1);

        try (var line = SerialLine.open(port, "/dev/ttyX")) {
            assertThatThrownBy(() -> line.read(new byte[8])).hasMessage("unplugged");
        }
        verify(port).closePort();
    }
}
