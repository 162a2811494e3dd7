package knutpunkt.endtoend;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A serial cable made of two pseudo-terminals: the controller opens one end, the test is the reader at the other. */
final class SerialLine implements AutoCloseable {
    private final Process socat;
    private final Path controllerEnd;
    private final Path readerEnd;

    private SerialLine(Process socat, Path controllerEnd, Path readerEnd) {
        this.socat = socat;
        this.controllerEnd = controllerEnd;
        this.readerEnd = readerEnd;
    }

    static SerialLine open(Path folder, String name) {
        Path controllerEnd = folder.resolve(name + "-controller");
        Path readerEnd = folder.resolve(name + "-reader");
        try {
            Process socat = new ProcessBuilder(
                            "socat", "pty,raw,echo=0,link=" + controllerEnd, "pty,raw,echo=0,link=" + readerEnd)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Awaitility.await().until(() -> Files.exists(controllerEnd) && Files.exists(readerEnd));
            return new SerialLine(socat, controllerEnd, readerEnd);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a controller's configuration names as its port. */
    Path controllerEnd() {
        return controllerEnd;
    }

    /** Sends a badge of ten hexadecimal digits as an ID-12LA does: STX, digits, checksum, CR, LF, ETX. */
    void badge(String digits) {
        int checksum = 0;
        for (byte value : HexFormat.of().parseHex(digits)) {
            checksum ^= value;
        }
        var frame = new ByteArrayOutputStream();
        frame.write(0x02);
        frame.writeBytes((digits + HexFormat.of().withUpperCase().toHexDigits((byte) checksum)).getBytes(US_ASCII));
        frame.writeBytes(new byte[] {'\r', '\n', 0x03});
        bytes(frame.toByteArray());
    }

    void bytes(byte[] bytes) {
        try (var out = Files.newOutputStream(readerEnd, StandardOpenOption.WRITE)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws Exception {
        socat.destroyForcibly();
        socat.waitFor(5, TimeUnit.SECONDS);
    }
}
