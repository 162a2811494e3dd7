package knutpunkt.kiosk.access;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import knutpunkt.access.AccessItem;
import knutpunkt.access.AccessList;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.wire.Hash;

/**
 * The change log and the access list that it makes. A feature calls {@link #change} within the transaction that changes
 * the site, so that either both are kept or neither; listeners hear of it after the commit, and the list in memory is the
 * new one by then. Safe for use by several threads.
 */
public final class AccessChanges {
    private static final int FIRST_EPOCH = 1;
    private static final int CATCH_UP_MAX = 1_000;

    private final InstantSource clock;
    private final AtomicReference<AccessList> live;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    private AccessChanges(InstantSource clock, AccessList list) {
        this.clock = clock;
        this.live = new AtomicReference<>(list);
    }

    /**
     * Makes the list from the site's tables and proves it by the digest that the change log holds.
     *
     * @throws AccessListDamaged when they differ
     */
    public static AccessChanges open(Database database, InstantSource clock, List<ItemSource> sources) {
        requireNonNull(clock, "clock");
        return new AccessChanges(clock, database.read(transaction -> rebuild(transaction, sources)));
    }

    private static AccessList rebuild(Transaction transaction, List<ItemSource> sources) {
        var items = new ArrayList<AccessItem>();
        sources.forEach(source -> items.addAll(source.items(transaction)));
        Optional<ChangeLog.Head> head = ChangeLog.head(transaction);
        if (head.isEmpty()) {
            if (!items.isEmpty()) {
                throw new AccessListDamaged("the site's tables hold [" + items.size()
                        + "] items that no change explains: restore the database from a backup");
            }
            return AccessList.empty();
        }
        AccessList list = AccessList.empty().with(head.get().revision(), items, List.of());
        if (!list.digest().equals(head.get().digest())) {
            throw new AccessListDamaged("the site's tables do not match the change log at revision ["
                    + head.get().revision() + "]: restore the database from a backup");
        }
        return list;
    }

    /** The newest committed list. */
    public AccessList current() {
        return requireNonNull(live.get());
    }

    /**
     * Gives a change the next revision, within the transaction that makes it. At most once to a transaction.
     *
     * @param put items to add or replace
     * @param removed keys of items to take away
     */
    public Revision change(Transaction transaction, Collection<? extends AccessItem> put, Collection<String> removed) {
        AccessList before = committed(transaction);
        return change(transaction, before, next(before.revision()), put, removed);
    }

    private static Revision next(Revision newest) {
        return newest.equals(Revision.NONE) ? new Revision(FIRST_EPOCH, 1) : newest.next();
    }

    /**
     * As {@link #change}, in a service that was restored from a backup: where the next revision is not after all that
     * controllers were heard to hold, a new epoch begins with this change.
     *
     * @param held what controllers hold
     */
    public Revision changeAfter(
            Transaction transaction,
            Collection<Revision> held,
            Collection<? extends AccessItem> put,
            Collection<String> removed) {
        AccessList before = committed(transaction);
        boolean higher = held.stream().allMatch(next(before.revision())::isAfter);
        return change(
                transaction,
                before,
                higher ? next(before.revision()) : Epochs.firstOfNext(before.revision(), held),
                put,
                removed);
    }

    /**
     * Begins a new epoch with the list as it is: what a restored service does first of all, so that none of its revisions
     * was one of those that it lost. Only after a second restore, from a backup made before the first, may a number stand for
     * two lists, until a controller tells of the first; their digests tell them apart (decision 0043).
     */
    public Revision beginEpoch(Transaction transaction) {
        AccessList before = committed(transaction);
        Revision first = Epochs.firstOfNext(before.revision(), List.of());
        return change(transaction, before, first, List.of(), List.of());
    }

    private Revision change(
            Transaction transaction,
            AccessList before,
            Revision revision,
            Collection<? extends AccessItem> put,
            Collection<String> removed) {
        AccessList after = before.with(revision, put, removed);
        ChangeLog.append(
                transaction,
                new AccessChange(
                        revision,
                        clock.instant().truncatedTo(ChronoUnit.MILLIS),
                        List.copyOf(put),
                        List.copyOf(removed),
                        after.digest()));
        transaction.afterCommit(() -> publish(after));
        return revision;
    }

    /** A change that means nothing to doors, such as a new partner: numbered all the same, so that it can be followed. */
    public Revision note(Transaction transaction) {
        return change(transaction, List.of(), List.of());
    }

    /** The list that this transaction builds upon: a commit just before it may not have been published yet. */
    private AccessList committed(Transaction transaction) {
        AccessList list = current();
        Revision head = newest(transaction);
        while (!list.revision().equals(head)) {
            List<AccessChange> missed = ChangeLog.after(transaction, list.revision(), CATCH_UP_MAX);
            if (missed.isEmpty()) {
                throw new AccessListDamaged("the list at [" + list.revision() + "] has no way to [" + head + "]");
            }
            for (AccessChange change : missed) {
                list = list.with(change.revision(), change.put(), change.removed());
            }
        }
        return list;
    }

    /** Two commits may be published in either order: the higher revision holds both. */
    private void publish(AccessList list) {
        live.updateAndGet(now -> list.revision().isAfter(now.revision()) ? list : now);
        listeners.forEach(Runnable::run);
    }

    /** Tells a listener after every change from now on, on the thread that made it: it must only take note. */
    public void listen(Runnable listener) {
        listeners.add(requireNonNull(listener, "listener"));
    }

    /**
     * The list as it was at a revision, made anew from the change log and proved by its digest. It takes as long as the log
     * is long: for questions that people ask, not for decisions.
     *
     * @return empty when there never was such a revision
     */
    public Optional<AccessList> at(Transaction transaction, Revision revision) {
        Optional<Hash> digest = digest(transaction, revision);
        if (digest.isEmpty()) {
            return Optional.empty();
        }
        Map<String, AccessItem> items = new HashMap<>();
        replay(transaction, revision, items);
        AccessList list = AccessList.empty().with(revision, items.values(), List.of());
        if (!list.digest().equals(digest.get())) {
            throw new AccessListDamaged("the change log does not lead to the list at revision [" + revision + "]");
        }
        return Optional.of(list);
    }

    private static void replay(Transaction transaction, Revision to, Map<String, AccessItem> items) {
        List<AccessChange> page = ChangeLog.after(transaction, Revision.NONE, CATCH_UP_MAX);
        while (!page.isEmpty()) {
            for (AccessChange change : page) {
                if (change.revision().isAfter(to)) {
                    return;
                }
                change.removed().forEach(items::remove);
                change.put().forEach(item -> items.put(item.key(), item));
            }
            page = ChangeLog.after(transaction, page.getLast().revision(), CATCH_UP_MAX);
        }
    }

    /** The newest revision there is; {@link Revision#NONE} before the first. */
    public Revision newest(Transaction transaction) {
        return ChangeLog.head(transaction).map(ChangeLog.Head::revision).orElse(Revision.NONE);
    }

    /** The newest revision at a moment; {@link Revision#NONE} before the first. */
    public Revision newestAt(Transaction transaction, Instant moment) {
        return ChangeLog.newestAt(transaction, moment);
    }

    /** What came after a revision, oldest first, at most {@code changesMax}; none when it is the newest or unknown. */
    public List<AccessChange> after(Transaction transaction, Revision revision, int changesMax) {
        return ChangeLog.after(transaction, revision, changesMax);
    }

    /** One change by its revision. */
    public Optional<AccessChange> find(Transaction transaction, Revision revision) {
        return ChangeLog.find(transaction, revision);
    }

    /** The digest of the list at a revision; empty when there never was such a one. */
    public Optional<Hash> digest(Transaction transaction, Revision revision) {
        return ChangeLog.digest(transaction, revision);
    }
}
