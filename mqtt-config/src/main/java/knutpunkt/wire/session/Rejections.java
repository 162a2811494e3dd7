package knutpunkt.wire.session;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import knutpunkt.wire.Channel;
import knutpunkt.wire.Topic;

/**
 * Counts what was not let through, by channel and reason, and tells of the first of each kind: a stranger who sends a
 * million of them fills no log. Safe for use by several threads.
 */
public final class Rejections {
    /** Hears of the first rejection of each kind, on the thread that found it. Must return at once: it writes a log line. */
    public interface Listener {
        /**
         * Told once.
         *
         * @param channel its path, or {@code unknown}
         * @param detail which rule was broken, without anything the message said beyond valid ids
         */
        void first(String channel, Rejection reason, String detail);
    }

    /** How many of one kind there were since the start. */
    public record Count(String channel, Rejection reason, long count) {}

    private static final String UNKNOWN = "unknown";

    private record Kind(String channel, Rejection reason) {}

    private final Listener listener;
    private final ConcurrentMap<Kind, LongAdder> counts = new ConcurrentHashMap<>();

    public Rejections(Listener listener) {
        this.listener = requireNonNull(listener, "listener");
    }

    public void rejected(Channel channel, Rejection reason, String detail) {
        add(channel.path(), reason, detail);
    }

    /** For what came on no channel of ours. */
    void rejectedForeign(String detail) {
        add(UNKNOWN, Rejection.FOREIGN_TOPIC, detail);
    }

    /** For what came on this topic and made somebody fail; true the first time for its channel. */
    boolean notHandled(String topic) {
        String channel =
                Topic.parse(topic).map(parsed -> parsed.channel().path()).orElse(UNKNOWN);
        return add(channel, Rejection.NOT_HANDLED, "it could not be handled");
    }

    private boolean add(String channel, Rejection reason, String detail) {
        var first = new LongAdder();
        LongAdder before = counts.putIfAbsent(new Kind(channel, reason), first);
        Optional.ofNullable(before).orElse(first).increment();
        if (before == null) {
            listener.first(channel, reason, detail);
        }
        return before == null;
    }

    /** All rejections since the start: what a heartbeat reports. */
    public long total() {
        return counts.values().stream().mapToLong(LongAdder::sum).sum();
    }

    public long count(Channel channel, Rejection reason) {
        LongAdder count = counts.get(new Kind(channel.path(), reason));
        return count == null ? 0 : count.sum();
    }

    /** Every kind there was, for metrics. */
    public List<Count> counts() {
        return counts.entrySet().stream()
                .map(entry -> new Count(
                        entry.getKey().channel(),
                        entry.getKey().reason(),
                        entry.getValue().sum()))
                .toList();
    }
}
