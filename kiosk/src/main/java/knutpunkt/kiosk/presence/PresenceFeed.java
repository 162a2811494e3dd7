package knutpunkt.kiosk.presence;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Tells that presence has changed; whoever hears it reads presence anew. Listeners run on the thread that committed and
 * must only offer: a permit, a flag, a queue. Safe for use by several threads.
 */
public final class PresenceFeed {
    /** How many may listen at once: every open wall and page is one. */
    public static final int LISTENERS_MAX = 256;

    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

    /** A listener's place, until it is closed. Closing twice is harmless. */
    public final class Subscription implements AutoCloseable {
        private final Runnable listener;

        private Subscription(Runnable listener) {
            this.listener = listener;
        }

        @Override
        public void close() {
            subscriptions.remove(this);
        }
    }

    /** Empty when {@link #LISTENERS_MAX} listen already. */
    public synchronized Optional<Subscription> subscribe(Runnable listener) {
        if (subscriptions.size() >= LISTENERS_MAX) {
            return Optional.empty();
        }
        var subscription = new Subscription(listener);
        subscriptions.add(subscription);
        return Optional.of(subscription);
    }

    void changed() {
        subscriptions.forEach(subscription -> subscription.listener.run());
    }
}
