package knutpunkt.kiosk.link;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import knutpunkt.wire.message.Command;
import knutpunkt.wire.message.EventAck;
import knutpunkt.wire.message.Message;

/**
 * What waits to be done for one controller. Messages and commands wait in line, at most {@link #WAITING_MAX}; of
 * acknowledgements only the newest counts, and "the connection has ended", "the list has changed" and "time has passed"
 * are said once however often they are true. Nothing here blocks; offered to from any thread.
 */
final class Inbox {
    static final int WAITING_MAX = 64;

    /** Something to do, the most urgent first. */
    sealed interface Task {
        record Acknowledge(EventAck ack) implements Task {}

        /** The connection to the broker has ended. */
        record Part() implements Task {}

        record Push() implements Task {}

        /** Something arrived over the way of this number. */
        record Handle(Message message, int way) implements Task {}

        record Send(Command command) implements Task {}

        record Tick() implements Task {}
    }

    private final ReentrantLock lock = new ReentrantLock();

    // All of these under the lock.
    private final Deque<Task> waiting = new ArrayDeque<>();
    private Optional<EventAck> ack = Optional.empty();
    private boolean part;
    private boolean push;
    private boolean tick;
    private boolean closed;

    /** False when too many wait: the message is dropped, and whoever sent it will say it again. */
    boolean offer(Message message, int way) {
        return offer(new Task.Handle(message, way));
    }

    /** False when too many wait. */
    boolean offer(Command command) {
        return offer(new Task.Send(command));
    }

    private boolean offer(Task task) {
        lock.lock();
        try {
            if (closed || waiting.size() >= WAITING_MAX) {
                return false;
            }
            waiting.addLast(task);
            return true;
        } finally {
            lock.unlock();
        }
    }

    void acknowledge(EventAck newest) {
        note(() -> ack = Optional.of(newest));
    }

    void part() {
        note(() -> part = true);
    }

    void push() {
        note(() -> push = true);
    }

    void tick() {
        note(() -> tick = true);
    }

    /** What waits is dropped, and nothing more comes. */
    void close() {
        note(() -> {
            closed = true;
            waiting.clear();
        });
    }

    private void note(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    /** The next, the most urgent first; empty when there is none now, or it is closed. */
    Optional<Task> poll() {
        lock.lock();
        try {
            return closed ? Optional.empty() : next();
        } finally {
            lock.unlock();
        }
    }

    private Optional<Task> next() {
        if (part) {
            part = false;
            return Optional.of(new Task.Part());
        }
        if (push) {
            push = false;
            return Optional.of(new Task.Push());
        }
        if (ack.isPresent()) {
            Task next = new Task.Acknowledge(ack.get());
            ack = Optional.empty();
            return Optional.of(next);
        }
        if (!waiting.isEmpty()) {
            return Optional.of(waiting.removeFirst());
        }
        if (tick) {
            tick = false;
            return Optional.of(new Task.Tick());
        }
        return Optional.empty();
    }
}
