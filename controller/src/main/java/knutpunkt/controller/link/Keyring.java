package knutpunkt.controller.link;

import java.time.Instant;
import knutpunkt.wire.message.KeysUpdate;
import knutpunkt.wire.message.KeysWant;

/**
 * The keys of a controller that change while it runs: files in earnest, none in a simulation. Used by one thread; what it
 * says of itself may be asked by any.
 */
public interface Keyring {
    /** Whether the certificate should be renewed at a time, or keys were made and wait for one. */
    boolean isDue(Instant at);

    /** What it has. */
    KeysWant have();

    /**
     * What it has, and the question for a certificate of a new key; the same question until there is an answer.
     *
     * @param everything whether the key it signs by is to change as well
     */
    KeysWant ask(boolean everything);

    /**
     * Takes what the service sent, whole or not at all.
     *
     * @return whether there is a new certificate
     * @throws IllegalArgumentException when it does not fit what was asked; nothing has changed then
     * @throws knutpunkt.wire.certificates.KeysUnusable when it cannot be written down; nothing has changed then
     */
    boolean adopt(KeysUpdate update);
}
