package knutpunkt.hardware;

import static org.awaitility.Awaitility.await;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A listener that remembers, and throws after remembering if told to. */
public final class HeardReads implements BadgeReader.Listener {
    public volatile boolean throwing;
    private final List<BadgeRead> reads = new CopyOnWriteArrayList<>();
    private final List<ReaderHealth> healths = new CopyOnWriteArrayList<>();

    @Override
    public void read(BadgeRead read) {
        reads.add(read);
        maybeThrow();
    }

    @Override
    public void health(ReaderHealth health) {
        healths.add(health);
        maybeThrow();
    }

    public List<BadgeRead> reads() {
        return reads;
    }

    public List<Long> numbers() {
        return reads.stream()
                .map(read -> new BigInteger(1, read.bits()).longValueExact())
                .toList();
    }

    public List<ReaderHealth> healths() {
        return healths;
    }

    public ReaderHealth lastHealth() {
        return healths.isEmpty() ? new ReaderHealth(false, "nothing heard yet", 0, 0, 0) : healths.getLast();
    }

    public void staysAt(int count) {
        await().during(Duration.ofMillis(300)).until(() -> reads.size() == count);
    }

    private void maybeThrow() {
        if (throwing) {
            throw new IllegalStateException("the listener failed");
        }
    }
}
