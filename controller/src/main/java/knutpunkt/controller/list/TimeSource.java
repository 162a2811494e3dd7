package knutpunkt.controller.list;

import java.nio.file.Files;
import java.nio.file.Path;

/** Whether the operating system's clock has been set by the network since the machine booted. */
@FunctionalInterface
public interface TimeSource {
    boolean synchronised();

    /** As systemd-timesyncd tells it: by a file that it makes when it has set the clock. */
    static TimeSource systemd() {
        Path sign = Path.of("/run/systemd/timesync/synchronized");
        return () -> Files.exists(sign);
    }

    /** For a desk whose clock somebody else looks after. */
    static TimeSource assumed() {
        return () -> true;
    }
}
