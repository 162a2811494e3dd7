package knutpunkt.verify;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/** A file line by line, each ending in a line feed, none longer than a mebibyte; with a hash over all before a line. */
final class Lines {
    /** Records travel in messages of 256 KiB at most, so no honest line comes near this. */
    static final int LINE_BYTES_MAX = 1 << 20;

    private static final int CHUNK = 1 << 16;

    private final InputStream in;
    private final MessageDigest before = Chain.sha256();
    private final byte[] chunk = new byte[CHUNK];
    private int from;
    private int to;
    private byte[] last = {};
    private long number;

    Lines(InputStream in) {
        this.in = in;
    }

    /** The next line without its line feed; empty at the end of the file. */
    Optional<byte[]> next() throws IOException, NotGenuine {
        if (number > 0) {
            before.update(last);
            before.update((byte) '\n');
        }
        byte[] line = {};
        while (true) {
            if (from == to) {
                from = 0;
                to = Math.max(0, in.read(chunk));
                if (to == 0) {
                    return atEnd(line);
                }
            }
            int end = from;
            while (end < to && chunk[end] != '\n') {
                end++;
            }
            int length = line.length;
            if (length + end - from > LINE_BYTES_MAX) {
                throw new NotGenuine(number + 1, "the line is longer than " + LINE_BYTES_MAX + " bytes");
            }
            line = Arrays.copyOf(line, length + end - from);
            System.arraycopy(chunk, from, line, length, end - from);
            from = end;
            if (end < to) {
                from++;
                number++;
                last = line;
                return Optional.of(line);
            }
        }
    }

    private Optional<byte[]> atEnd(byte[] line) throws NotGenuine {
        if (line.length > 0) {
            throw new NotGenuine(number + 1, "the file ends in the middle of this line");
        }
        last = line;
        return Optional.empty();
    }

    /** The number of the line that was read last, from 1. */
    long number() {
        return number;
    }

    /** SHA-256 of every byte before the line that was read last. */
    byte[] hashBefore() {
        try {
            return ((MessageDigest) before.clone()).digest();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's SHA-256 can be cloned", e);
        }
    }
}
