package knutpunkt.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Clears folders away. */
public final class Folders {
    private Folders() {}

    /** Takes away all that is in a folder, and leaves the folder itself. */
    public static void empty(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                if (!each.equals(folder)) {
                    Files.delete(each);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the folder [" + folder + "] cannot be emptied", e);
        }
    }

    /** Takes a folder away with all that is in it, if it is there. */
    public static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        empty(folder);
        try {
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the folder [" + folder + "] cannot be deleted", e);
        }
    }
}
