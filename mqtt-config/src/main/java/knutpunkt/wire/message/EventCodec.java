package knutpunkt.wire.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import knutpunkt.wire.record.Event;

/** Events to a record's kind and body, and back. Thread-safe. */
public final class EventCodec {
    private static final Map<String, Class<? extends Event>> TYPES = Map.ofEntries(
            Map.entry("started", Event.Started.class),
            Map.entry("gap", Event.Gap.class),
            Map.entry("granted", Event.Granted.class),
            Map.entry("refused", Event.Refused.class),
            Map.entry("exit-read", Event.ExitRead.class),
            Map.entry("released-by-command", Event.ReleasedByCommand.class),
            Map.entry("passage", Event.Passage.class),
            Map.entry("not-opened", Event.NotOpened.class),
            Map.entry("exit-requested", Event.ExitRequested.class),
            Map.entry("opened", Event.Opened.class),
            Map.entry("closed", Event.Closed.class),
            Map.entry("held", Event.Held.class),
            Map.entry("contact-suspect", Event.ContactSuspect.class),
            Map.entry("stale-read", Event.StaleRead.class),
            Map.entry("part-health", Event.PartHealth.class),
            Map.entry("list-applied", Event.ListApplied.class),
            Map.entry("lease-changed", Event.LeaseChanged.class),
            Map.entry("lease-low", Event.LeaseLow.class),
            Map.entry("storage-changed", Event.StorageChanged.class),
            Map.entry("records-lost", Event.RecordsLost.class),
            Map.entry("clock-changed", Event.ClockChanged.class),
            Map.entry("command-handled", Event.CommandHandled.class),
            Map.entry("restored", Event.Restored.class),
            Map.entry("message-rejected", Event.MessageRejected.class),
            Map.entry("disposed", Event.Disposed.class),
            Map.entry("checked-out", Event.CheckedOut.class),
            Map.entry("presence-corrected", Event.PresenceCorrected.class));

    private static final Map<Class<? extends Event>, String> KINDS =
            TYPES.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

    private EventCodec() {}

    /** Every kind there is, in the order of their words. */
    public static NavigableSet<String> kinds() {
        return new TreeSet<>(KINDS.values());
    }

    /** What a body of each kind is, in the order of the kinds' words. */
    public static NavigableMap<String, Class<? extends Event>> types() {
        return new TreeMap<>(TYPES);
    }

    /** The word for this kind of event in record headers, for example {@code granted}. */
    public static String kind(Event event) {
        String kind = KINDS.get(event.getClass());
        if (kind == null) {
            throw new IllegalStateException("event type [" + event.getClass().getSimpleName() + "] has no kind");
        }
        return kind;
    }

    public static String body(Event event) {
        try {
            return WireJson.mapper().writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a valid event must have a JSON form: " + kind(event), e);
        }
    }

    /** Empty when the kind is not known here or the body is not of its kind: such a record is kept as unreadable. */
    public static Optional<Event> read(String kind, String body) {
        Class<? extends Event> type = TYPES.get(kind);
        if (type == null) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(WireJson.mapper().readValue(body, type)); // JSON's null is no event either
        } catch (JsonProcessingException _) {
            return Optional.empty();
        }
    }
}
