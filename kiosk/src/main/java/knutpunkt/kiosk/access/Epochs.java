package knutpunkt.kiosk.access;

import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Stream;
import knutpunkt.access.Revision;

/** Where the numbering starts after the service was restored from a backup. */
public final class Epochs {
    private Epochs() {}

    /**
     * The first revision of a new epoch: after everything this service made and everything a controller was heard to
     * hold, so that every controller takes it (invariant I2). What another restore made and no controller has told of yet is
     * not known here: its numbers may come again (decision 0043).
     */
    public static Revision firstOfNext(Revision ours, Collection<Revision> held) {
        int epoch = Stream.concat(Stream.of(ours), held.stream())
                .max(Comparator.naturalOrder())
                .orElse(ours)
                .epoch();
        return new Revision(Math.addExact(epoch, 1), 1);
    }
}
