package knutpunkt.wire.record;

import static java.util.Objects.requireNonNull;

import knutpunkt.wire.Hash;

/** One record of a journal, chained to the one before it by its hash. */
public record JournalRecord(Header header, Content content, Hash hash) {
    public JournalRecord {
        requireNonNull(header, "header");
        requireNonNull(content, "content");
        requireNonNull(hash, "hash");
    }

    /** Makes the record that follows one with the hash {@code previous}; the first follows {@link Hash#ZERO}. */
    public static JournalRecord following(Hash previous, Header header, Content content) {
        return new JournalRecord(header, content, chain(previous, header, content));
    }

    /** Whether this very record follows one with that hash: nothing changed, nothing between them missing. */
    public boolean follows(Hash previous) {
        return hash.equals(chain(previous, header, content));
    }

    /** SHA-256(previous hash, header, SHA-256(salt, body)). */
    private static Hash chain(Hash previous, Header header, Content content) {
        return Hash.of(previous.bytes(), header.canonical(), content.hash().bytes());
    }
}
