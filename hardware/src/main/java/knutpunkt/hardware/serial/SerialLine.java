package knutpunkt.hardware.serial;

import com.fazecast.jSerialComm.SerialPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import knutpunkt.hardware.HardwareFailure;
import org.jspecify.annotations.Nullable;

/** One open serial port at 9600 8N1. Used by one thread, which also closes it. */
final class SerialLine implements AutoCloseable {
    static final int READ_MILLIS_MAX = 100;

    private static final int SILENT_READS_UNCHECKED = 10;
    private static final long SILENCE_NANOS = 1_000_000;

    private final SerialPort port;
    private final Path device;
    private final Object node;
    private int silentReads;

    private SerialLine(SerialPort port, Path device, Object node) {
        this.port = port;
        this.device = device;
        this.node = node;
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
        var path = Path.of(device);
        var node = node(path);
        if (node == null) {
            port.closePort();
            throw new HardwareFailure("serial port [" + device + "] is gone again");
        }
        return new SerialLine(port, path, node);
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
        if (count == 0) {
            mistrustSilence();
        }
        return count;
    }

    /** An adapter that was pulled out may just fall silent, at once and for ever: its device file then is not the same. */
    private void mistrustSilence() {
        LockSupport.parkNanos(SILENCE_NANOS);
        silentReads++;
        if (silentReads < SILENT_READS_UNCHECKED) {
            return;
        }
        silentReads = 0;
        if (!Objects.equals(node, node(device))) {
            throw new HardwareFailure("unplugged");
        }
    }

    /** What the system knows the device file by, or null when it is not there. */
    private static @Nullable Object node(Path device) {
        try {
            return Files.readAttributes(device, BasicFileAttributes.class).fileKey();
        } catch (IOException _) {
            return null;
        }
    }

    @Override
    public void close() {
        port.closePort();
    }
}
