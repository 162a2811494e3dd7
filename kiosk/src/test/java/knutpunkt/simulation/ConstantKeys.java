package knutpunkt.simulation;

import java.time.Instant;
import java.util.Optional;
import knutpunkt.controller.link.Keyring;
import knutpunkt.wire.Hash;
import knutpunkt.wire.message.KeysUpdate;
import knutpunkt.wire.message.KeysWant;

/** Keys that never change. */
public final class ConstantKeys implements Keyring {
    @Override
    public boolean isDue(Instant at) {
        return false;
    }

    @Override
    public KeysWant have() {
        return new KeysWant(Hash.ZERO, Optional.of(Hash.ZERO), Instant.EPOCH, Hash.ZERO, Optional.empty());
    }

    @Override
    public KeysWant ask(boolean everything) {
        throw new IllegalStateException("keys that never change ask for none");
    }

    @Override
    public boolean adopt(KeysUpdate update) {
        return false;
    }
}
