package knutpunkt.kiosk.link;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import knutpunkt.access.AccessItem;
import knutpunkt.access.AccessList;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.access.AccessChange;
import knutpunkt.kiosk.access.AccessChanges;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.wire.Hash;

/** The site's change log as controllers catch up by it. */
public final class ListChanges implements ChangeSource {
    /** Whoever is further behind takes a snapshot. */
    private static final int CHANGES_MAX = 5_000;

    private final Database database;
    private final AccessChanges changes;

    public ListChanges(Database database, AccessChanges changes) {
        this.database = requireNonNull(database, "database");
        this.changes = requireNonNull(changes, "changes");
    }

    @Override
    public AccessList current() {
        return changes.current();
    }

    @Override
    public Optional<Hash> digest(Transaction transaction, Revision revision) {
        return changes.find(transaction, revision).map(AccessChange::digest);
    }

    @Override
    public Optional<ChangeSet> since(Revision revision) {
        Revision newest = current().revision();
        if (revision.epoch() != newest.epoch() || newest.number() - revision.number() > CHANGES_MAX) {
            return Optional.empty();
        }
        List<AccessChange> after = database.read(transaction -> changes.after(transaction, revision, CHANGES_MAX));
        return after.isEmpty() ? Optional.empty() : Optional.of(merge(revision, after));
    }

    /** Of several changes to one key only the last counts. */
    private static ChangeSet merge(Revision from, List<AccessChange> changes) {
        Map<String, Optional<AccessItem>> newest = new LinkedHashMap<>();
        for (AccessChange change : changes) {
            change.removed().forEach(key -> newest.put(key, Optional.empty()));
            change.put().forEach(item -> newest.put(item.key(), Optional.of(item)));
        }
        AccessChange last = changes.getLast();
        List<String> removed = newest.entrySet().stream()
                .filter(entry -> entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
        List<AccessItem> put =
                newest.values().stream().flatMap(Optional::stream).toList();
        return new ChangeSet(from, last.revision(), last.digest(), put, removed);
    }
}
