package knutpunkt.controller.list;

import java.util.Map;
import java.util.OptionalLong;

/** A few numbers that outlive a reboot. Durable when {@link #put} returns; may be called from any thread. */
public interface Keepsakes {
    OptionalLong find(String name);

    /**
     * Keeps numbers, all or none.
     *
     * @throws ListUnavailable if they could not be written
     */
    void put(Map<String, Long> numbers);
}
