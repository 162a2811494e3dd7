package knutpunkt.kiosk.link;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
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
    private static final int CHANGES_MAX = 20_000;

    /** How many changes are read at a time. */
    private static final int PAGE = 1_000;

    private final Database database;
    private final AccessChanges changes;
    private final int page;
    private final ReentrantLock cutting = new ReentrantLock();
    private SnapshotCut newest = SnapshotCut.of(AccessList.empty());

    public ListChanges(Database database, AccessChanges changes) {
        this(database, changes, PAGE);
    }

    ListChanges(Database database, AccessChanges changes, int page) {
        this.page = page;
        this.database = requireNonNull(database, "database");
        this.changes = requireNonNull(changes, "changes");
    }

    @Override
    public AccessList current() {
        return changes.current();
    }

    @Override
    public Optional<Hash> digest(Transaction transaction, Revision revision) {
        return changes.digest(transaction, revision);
    }

    @Override
    public Optional<ChangeSet> since(Revision revision) {
        Revision newest = current().revision();
        if (revision.epoch() == newest.epoch() && newest.number() - revision.number() > CHANGES_MAX) {
            return Optional.empty();
        }
        return database.read(transaction -> since(transaction, revision, newest));
    }

    /** Several controllers take the same list: it is cut once for all of them. */
    @Override
    public SnapshotCut cut(AccessList list) {
        cutting.lock();
        try {
            if (newest.list() != list) {
                newest = SnapshotCut.of(list);
            }
            return newest;
        } finally {
            cutting.unlock();
        }
    }

    /** Of several changes to one key only the last counts. */
    private Optional<ChangeSet> since(Transaction transaction, Revision from, Revision to) {
        Map<String, Optional<AccessItem>> last = new LinkedHashMap<>();
        Revision reached = from;
        List<AccessChange> next = changes.after(transaction, from, page);
        Optional<Hash> digest = Optional.empty();
        int read = 0;
        while (!next.isEmpty() && to.isAfter(reached) && read < CHANGES_MAX) {
            read += next.size();
            for (AccessChange change : next) {
                change.removed().forEach(key -> last.put(key, Optional.empty()));
                change.put().forEach(item -> last.put(item.key(), Optional.of(item)));
            }
            reached = next.getLast().revision();
            digest = Optional.of(next.getLast().digest());
            next = changes.after(transaction, reached, page);
        }
        Revision end = reached;
        return digest.filter(_ -> !to.isAfter(end)).map(its -> changeSet(from, end, its, last));
    }

    private static ChangeSet changeSet(
            Revision from, Revision to, Hash digest, Map<String, Optional<AccessItem>> last) {
        List<String> removed = last.entrySet().stream()
                .filter(entry -> entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
        List<AccessItem> put = last.values().stream().flatMap(Optional::stream).toList();
        return new ChangeSet(from, to, digest, put, removed);
    }
}
