package knutpunkt.kiosk.link;

import java.util.Optional;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.message.KeysWant;

/** Has nothing to say about keys: for what is not about them. */
public final class SilentKeyDesk implements KeyDesk {
    @Override
    public Optional<Answer> said(ControllerId controller, KeysWant want) {
        return Optional.empty();
    }

    @Override
    public Optional<Answer> lacks(ControllerId controller) {
        return Optional.empty();
    }
}
