package knutpunkt.kiosk.doors;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.wire.Hash;

/** Revisions 1.1 to 1.9, each with a digest of its own. */
final class FakeLists implements RevisionDigests {
    private final Map<Revision, Hash> digests = new ConcurrentHashMap<>();

    FakeLists() {
        for (int number = 1; number <= 9; number++) {
            var revision = new Revision(1, number);
            digests.put(revision, digestOf(revision));
        }
    }

    static Revision revision(int number) {
        return new Revision(1, number);
    }

    static Hash digestOf(Revision revision) {
        return Hash.of(revision.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Override
    public Optional<Hash> digest(Transaction transaction, Revision revision) {
        return Optional.ofNullable(digests.get(revision));
    }
}
