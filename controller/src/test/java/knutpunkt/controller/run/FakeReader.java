package knutpunkt.controller.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import knutpunkt.hardware.BadgeRead;
import knutpunkt.hardware.BadgeReader;
import knutpunkt.hardware.HardwareFailure;
import knutpunkt.hardware.ReaderHealth;
import knutpunkt.hardware.ReaderSignal;

/** A reader that remembers what it was told to show. */
final class FakeReader implements BadgeReader {
    final List<ReaderSignal> shown = new ArrayList<>();
    private Optional<Listener> listener = Optional.empty();
    boolean failing;
    boolean closed;

    @Override
    public synchronized void start(Listener newListener) {
        listener = Optional.of(newListener);
    }

    @Override
    public synchronized void show(ReaderSignal signal) {
        if (failing) {
            throw new HardwareFailure("the lamp is broken");
        }
        shown.add(signal);
    }

    synchronized List<ReaderSignal> shown() {
        return List.copyOf(shown);
    }

    void tap(BadgeRead read) {
        listener.orElseThrow().read(read);
    }

    void health(ReaderHealth health) {
        listener.orElseThrow().health(health);
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
