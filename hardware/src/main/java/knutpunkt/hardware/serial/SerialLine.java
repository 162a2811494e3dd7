package knutpunkt.hardware.serial;

import com.fazecast.jSerialComm.SerialPort;
import knutpunkt.hardware.HardwareFailure;

/** One open serial port at 9600 8N1. Used by one thread, which also closes it. */
final class SerialLine implements AutoCloseable {
    static final int READ_MILLIS_MAX = 100;

    private final SerialPort port;

    private SerialLine(SerialPort port) {
        this.port = port;
    }

    /**
     * Opens the port and discards what the system had buffered while nobody listened.
     *
     * @throws HardwareFailure if it is not there, or is not ours to open
     */
    static SerialLine open(String device) {
        SerialPort port;
        try {
            port = SerialPort.getCommPort(device);
        } catch (RuntimeException failure) {
            throw new HardwareFailure("no serial port at [" + device + "]", failure);
        }
        return open(port, device);
    }

    static SerialLine open(SerialPort port, String device) {
        port.setComPortParameters(9600, 8, SerialPort.ONE_STOP_BIT, SerialPort.NO_PARITY);
        port.setFlowControl(SerialPort.FLOW_CONTROL_DISABLED);
        // Blocks until there is a byte, and looks up now and then to see whether it was closed.
        port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, READ_MILLIS_MAX, 0);
        if (!port.openPort(0)) {
            throw new HardwareFailure("serial port [" + device + "] does not open");
        }
        if (!port.flushIOBuffers()) {
            port.closePort();
            throw new HardwareFailure("serial port [" + device + "] does not let itself be emptied");
        }
        return new SerialLine(port);
    }

    /**
     * Waits up to {@value #READ_MILLIS_MAX} ms for bytes, and answers how many came: 0 is silence.
     *
     * @throws HardwareFailure if the line is gone; it must then be closed, for it would say so in a tight loop
     */
    int read(byte[] into) {
        int count = port.readBytes(into, into.length);
        if (count < 0) {
            throw new HardwareFailure("unplugged");
        }
        return count;
    }

    @Override
    public void close() {
        port.closePort();
    }
}
