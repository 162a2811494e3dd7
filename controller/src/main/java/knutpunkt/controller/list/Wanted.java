package knutpunkt.controller.list;

import java.util.Optional;
import knutpunkt.access.Revision;
import knutpunkt.wire.Hash;
import knutpunkt.wire.message.Challenge;
import knutpunkt.wire.message.Seal;

/**
 * What to ask the service for: what comes after this revision, answered over this nonce.
 *
 * @param seal that came with the list in force; empty when none did
 * @param whole whether only a snapshot helps
 * @param received how many parts of the answer have come already
 */
public record Wanted(
        Revision revision, Hash digest, Challenge nonce, Optional<Seal> seal, boolean whole, int received) {}
