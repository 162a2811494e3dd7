package knutpunkt.crash;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;

/**
 * A process that writes to the file it is given through a memory mapping, forces it, writes again and forces nothing. It
 * says so on its output and stays.
 */
final class MapsAFile {
    static final int BYTES = 64 * 1024;
    static final byte FORCED = 'f';
    private static final byte LEFT = 'l';

    private MapsAFile() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (var channel = FileChannel.open(
                Path.of(arguments[0]), StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            var mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES);
            for (int i = 0; i < BYTES; i++) {
                mapped.put(i, FORCED);
            }
            var _ = mapped.force();
            for (int i = 0; i < BYTES; i++) {
                mapped.put(i, LEFT);
            }
            System.out.println("written");
            new CountDownLatch(1).await();
        }
    }
}
