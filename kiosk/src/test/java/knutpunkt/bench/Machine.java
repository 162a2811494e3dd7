package knutpunkt.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.concurrent.TimeUnit;
import knutpunkt.wire.signature.SigningKeys;

/**
 * Where figures were taken: without it they say little. Besides what it is, how it behaves with nothing to do: how late it
 * wakes a thread, how long it takes to make 4 KiB durable, and how long to sign. No figure of ours can be better than these.
 */
public final class Machine {
    private static final int WAKE_UPS = 2_000;
    private static final int SYNCS = 1_000;
    private static final int PAGE = 4_096;
    private static final int SIGNATURES = 1_000;

    private Machine() {}

    public static void main(String[] arguments) throws IOException, InterruptedException, GeneralSecurityException {
        String processor = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown processor");
        long memoryKib = Files.readAllLines(Path.of("/proc/meminfo")).stream()
                .filter(line -> line.startsWith("MemTotal"))
                .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(0L);
        System.out.printf(
                "%s, %d cores, %d GiB, Linux %s, %s %s%n%n",
                processor,
                Runtime.getRuntime().availableProcessors(),
                memoryKib / 1024 / 1024,
                System.getProperty("os.version"),
                System.getProperty("java.vm.name"),
                System.getProperty("java.version"));
        Distribution.printHead();
        wakeUps();
        syncs();
        signatures();
    }

    /** Sealing or checking a message takes one; ours are made by the provider that stands first. */
    private static void signatures() throws GeneralSecurityException {
        KeyPair keys = SigningKeys.make(new SecureRandom());
        sign(keys.getPrivate(), "the JDK", Signature.getInstance("Ed25519", "SunEC"));
        sign(keys.getPrivate(), "Bouncy Castle, as we do", Signature.getInstance("Ed25519"));
    }

    private static void sign(PrivateKey key, String by, Signature signature) throws GeneralSecurityException {
        byte[] message = new byte[2_000];
        var signing = new Distribution("the machine alone: an Ed25519 signature by " + by, SIGNATURES);
        for (int i = 0; i < SIGNATURES; i++) {
            long start = System.nanoTime();
            signature.initSign(key);
            signature.update(message);
            signature.sign();
            signing.add(System.nanoTime() - start);
        }
        signing.print();
    }

    private static void wakeUps() throws InterruptedException {
        var late = new Distribution("the machine alone: a thread woken later than asked", WAKE_UPS);
        long asked = TimeUnit.MILLISECONDS.toNanos(1);
        for (int i = 0; i < WAKE_UPS; i++) {
            long start = System.nanoTime();
            TimeUnit.NANOSECONDS.sleep(asked);
            late.add(System.nanoTime() - start - asked);
        }
        late.print();
    }

    private static void syncs() throws IOException, InterruptedException {
        Path file = Files.createTempFile("knutpunkt-bench", null);
        var durable = new Distribution("the machine alone: 4 KiB written and synced", SYNCS);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int i = 0; i < SYNCS; i++) {
                long start = System.nanoTime();
                channel.write(ByteBuffer.allocate(PAGE), (long) i * PAGE);
                channel.force(true);
                durable.add(System.nanoTime() - start);
                TimeUnit.MILLISECONDS.sleep(5);
            }
        } finally {
            Files.delete(file);
        }
        durable.print();
    }
}
