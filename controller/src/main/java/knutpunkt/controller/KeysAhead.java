package knutpunkt.controller;

import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import knutpunkt.settings.BadStart;
import knutpunkt.wire.certificates.ControllerKeys;
import knutpunkt.wire.certificates.KeysUnusable;

/** The keys, read on a thread of its own: checking their curves takes most of a start, and the files need not wait. */
final class KeysAhead {
    private final FutureTask<ControllerKeys> reading;

    private KeysAhead(Path folder) {
        reading = new FutureTask<>(() -> ControllerKeys.open(folder));
    }

    static KeysAhead reading(Path folder) {
        var keys = new KeysAhead(folder);
        Thread.ofPlatform().daemon().name("keys").start(keys.reading);
        return keys;
    }

    /**
     * Waits for them.
     *
     * @throws KeysUnusable with one sentence
     * @throws BadStart if the start is interrupted
     */
    ControllerKeys await() {
        try {
            return reading.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KeysUnusable unusable) {
                throw unusable;
            }
            throw new IllegalStateException("reading the keys failed in a way it never should", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BadStart("the start was interrupted", e);
        }
    }
}
