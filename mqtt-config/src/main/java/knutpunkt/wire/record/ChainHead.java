package knutpunkt.wire.record;

import static java.util.Objects.requireNonNull;

import knutpunkt.wire.Hash;
import knutpunkt.wire.JournalId;

/**
 * The newest record of a journal, by number and hash.
 *
 * @param sequence 0 when the journal is empty; the hash is then {@link Hash#ZERO}
 */
public record ChainHead(JournalId journal, long sequence, Hash hash) {
    public ChainHead {
        requireNonNull(journal, "journal");
        requireNonNull(hash, "hash");
        if (sequence < 0 || (sequence == 0) != hash.equals(Hash.ZERO)) {
            throw new IllegalArgumentException(
                    "head [" + sequence + "] must be 0 with the zero hash, or more with another");
        }
    }

    public static ChainHead empty(JournalId journal) {
        return new ChainHead(journal, 0, Hash.ZERO);
    }
}
