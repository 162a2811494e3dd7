package knutpunkt.controller.list;

import knutpunkt.access.Revision;
import knutpunkt.wire.Hash;
import knutpunkt.wire.message.Challenge;

/**
 * What to ask the service for: what comes after this revision, answered over this nonce.
 *
 * @param revision {@link Revision#NONE} when only a snapshot helps
 */
public record Wanted(Revision revision, Hash digest, Challenge nonce) {}
