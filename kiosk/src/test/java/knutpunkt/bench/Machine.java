package knutpunkt.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where figures were taken: without it they say little. */
public final class Machine {
    private Machine() {}

    public static void main(String[] arguments) throws IOException {
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
    }
}
