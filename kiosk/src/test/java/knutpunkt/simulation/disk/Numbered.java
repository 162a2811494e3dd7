package knutpunkt.simulation.disk;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What SQLite has open, by the numbers that it remembers. Safe for use by several threads; looking up waits for nobody. */
final class Numbered {
    private final BitSet taken = new BitSet();
    private volatile @Nullable OpenFile[] files = new OpenFile[16];

    synchronized int add(OpenFile file) {
        int number = taken.nextClearBit(0);
        @Nullable OpenFile[] changed = Arrays.copyOf(files, Math.max(files.length, Integer.highestOneBit(number) * 2));
        changed[number] = file;
        taken.set(number);
        files = changed;
        return number;
    }

    synchronized void remove(int number) {
        @Nullable OpenFile[] changed = files.clone();
        changed[number] = null;
        taken.clear(number);
        files = changed;
    }

    Stream<OpenFile> all() {
        return Arrays.stream(files).filter(Objects::nonNull);
    }

    OpenFile at(int number) {
        OpenFile file = files[number];
        if (file == null) {
            throw new IllegalStateException("nothing is open by the number [" + number + "]");
        }
        return file;
    }
}
