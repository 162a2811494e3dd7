package knutpunkt.wire.certificates;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which of the site's certificates were taken back before their end, each as a line of the file {@code revocations}: the
 * number of the authority that made it, its serial number, and its end. Immutable.
 */
record Revocations(Set<Entry> entries) {
    static final String FILE = "revocations";

    Revocations {
        entries = Set.copyOf(entries);
    }

    /**
     * One certificate.
     *
     * @param authority the number of the one that made it
     * @param until its end
     */
    record Entry(int authority, BigInteger serial, Instant until) {
        static Entry of(int authority, X509Certificate certificate) {
            return new Entry(
                    authority,
                    certificate.getSerialNumber(),
                    certificate.getNotAfter().toInstant());
        }

        static Entry parse(String line) {
            String[] parts = line.strip().split(" ", -1);
            if (parts.length != 3) {
                throw new IllegalArgumentException(
                        "[" + line + "] must be an authority's number, a serial number and a time");
            }
            return new Entry(Integer.parseInt(parts[0]), new BigInteger(parts[1], 16), Instant.parse(parts[2]));
        }

        String text() {
            return authority + " " + serial.toString(16) + " " + until;
        }
    }

    /** Those in a folder; none when there is no file. */
    static Revocations read(KeyFolder folder) {
        return new Revocations(new HashSet<>(Lines.read(folder, FILE)));
    }

    /** These and more, without those whose authority nobody believes any more. By the clock none is forgotten: it may be wrong. */
    Revocations with(List<Entry> more, Generation authorities) {
        var all = new HashSet<>(entries);
        all.addAll(more);
        all.removeIf(entry -> !authorities.believed().contains(entry.authority()));
        return new Revocations(all);
    }

    /** What the authority of a number has taken back. */
    List<Entry> of(int authority) {
        return entries.stream().filter(entry -> entry.authority() == authority).toList();
    }

    void write(KeyFolder folder) {
        Lines.write(folder, FILE, List.copyOf(entries));
    }

    boolean has(int authority, BigInteger serial) {
        return entries.stream()
                .anyMatch(entry ->
                        entry.authority() == authority && entry.serial().equals(serial));
    }

    /** Files of such entries, one to a line: those taken back, and those each controller was given. */
    static final class Lines {
        private Lines() {}

        static List<Entry> read(KeyFolder folder, String name) {
            return folder.has(name)
                    ? folder.read(
                            name,
                            file -> BadgeKeyFile.text(file)
                                    .lines()
                                    .filter(line -> !line.isBlank())
                                    .map(Entry::parse)
                                    .toList())
                    : List.of();
        }

        static void write(KeyFolder folder, String name, List<Entry> entries) {
            folder.writeText(
                    name,
                    String.join("\n", entries.stream().map(Entry::text).sorted().toList()) + "\n");
        }
    }
}
