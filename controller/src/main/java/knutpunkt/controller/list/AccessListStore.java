package knutpunkt.controller.list;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import knutpunkt.access.AccessItem;
import knutpunkt.access.AccessList;
import knutpunkt.controller.list.Applied.InForce;
import knutpunkt.controller.list.Applied.Incomplete;
import knutpunkt.controller.list.Applied.NotTaken;
import knutpunkt.controller.list.Applied.Why;
import knutpunkt.wire.message.AccessUpdate;
import knutpunkt.wire.message.Challenge;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The access list in force: on disk in a file of its own, decided on from memory. It only ever moves to a higher
 * revision, and only by an update that answers its newest want (I2). {@link #current} may be called from any thread and
 * never waits; the others wait for each other and for the disk.
 */
public final class AccessListStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccessListStore.class);
    private static final int NONCE_BYTES = 16;

    private final ListFile file;
    private final RandomGenerator random;
    private final Gathering gathering = new Gathering();
    private volatile AccessList current;
    private volatile boolean lost;
    private boolean snapshotNeeded;
    private @Nullable Challenge nonce;

    private AccessListStore(ListFile file, RandomGenerator random, AccessList current, boolean lost) {
        this.file = file;
        this.random = random;
        this.current = current;
        this.lost = lost;
    }

    /**
     * Loads the list. A damaged one is set aside, and the controller starts with none, which refuses everybody.
     *
     * @param random for nonces: must not be guessable
     * @throws ListUnavailable when a newer version wrote the file, or it cannot be opened at all
     */
    public static AccessListStore open(Path file, RandomGenerator random) {
        return open(SqliteListFile.open(file), random);
    }

    static AccessListStore open(ListFile file, RandomGenerator random) {
        try {
            Optional<ListFile.Stored> stored = file.load();
            AccessList list = stored.isPresent() ? rebuilt(stored.get()) : AccessList.empty();
            return new AccessListStore(file, random, list, false);
        } catch (ListDamaged e) {
            LOG.error("the access list is damaged and set aside; nobody is admitted until a new one comes", e);
            file.setAside();
            return new AccessListStore(file, random, AccessList.empty(), true);
        }
    }

    private static AccessList rebuilt(ListFile.Stored stored) throws ListDamaged {
        try {
            AccessList list = AccessList.empty().with(stored.revision(), stored.items(), List.of());
            if (!list.digest().equals(stored.digest())) {
                throw new ListDamaged("revision " + stored.revision() + " does not have the digest it should");
            }
            return list;
        } catch (IllegalArgumentException e) {
            throw new ListDamaged("revision " + stored.revision() + " is not a list", e);
        }
    }

    /** The list to decide by. */
    public AccessList current() {
        return current;
    }

    /** Whether the list was found damaged at the start and none has come since. */
    public boolean lost() {
        return lost;
    }

    /** Makes a fresh nonce: from now on only updates that hold it are taken. What was gathered is dropped. */
    public synchronized Wanted want() {
        byte[] drawn = new byte[NONCE_BYTES];
        random.nextBytes(drawn);
        var fresh = new Challenge(HexFormat.of().formatHex(drawn));
        nonce = fresh;
        gathering.drop();
        AccessList has = snapshotNeeded ? AccessList.empty() : current;
        return new Wanted(has.revision(), has.digest(), fresh);
    }

    /** Takes one verified part. When the last has come, the list is written to disk and is then in force. */
    public synchronized Applied apply(AccessUpdate part) {
        if (!part.nonce().equals(nonce)) {
            return new NotTaken(Why.OTHER_NONCE);
        }
        if (!part.to().isAfter(current.revision())) {
            return new NotTaken(Why.NOT_NEWER);
        }
        if (part.from().isPresent() && !part.from().get().equals(current.revision())) {
            return new NotTaken(Why.OTHER_BASE);
        }
        return switch (gathering.add(part)) {
            case TAKEN, REPEATED -> new Incomplete(part.part(), part.parts());
            case PART_MISSING -> new NotTaken(Why.PART_MISSING);
            case TOO_LARGE -> new NotTaken(Why.TOO_LARGE);
            case COMPLETE -> complete(part);
        };
    }

    private Applied complete(AccessUpdate last) {
        List<AccessItem> put = gathering.put();
        List<String> removed = gathering.removed();
        gathering.drop();
        AccessList base = last.from().isPresent() ? current : AccessList.empty();
        AccessList next;
        try {
            next = base.with(last.to(), put, removed);
        } catch (IllegalArgumentException e) {
            LOG.warn("the update to revision {} breaks a rule of the list", last.to(), e);
            return new NotTaken(Why.MALFORMED);
        }
        if (!next.digest().equals(last.digest())) {
            // Sending the same change again would end the same way.
            snapshotNeeded = true;
            return new NotTaken(Why.DIGEST_DIFFERS);
        }
        try {
            write(last, next, put, removed);
        } catch (ListUnavailable e) {
            LOG.error("revision {} could not be written and is not in force", last.to(), e);
            return new NotTaken(Why.STORAGE);
        }
        current = next;
        lost = false;
        snapshotNeeded = false;
        return new InForce(next.revision(), next.digest());
    }

    private void write(AccessUpdate last, AccessList next, List<AccessItem> put, List<String> removed) {
        try {
            if (last.from().isPresent()) {
                file.change(last.to(), next.digest(), put, removed);
            } else {
                file.replace(last.to(), next.digest(), put);
            }
        } catch (ListUnavailable e) {
            if (!e.isDamaged()) {
                throw e;
            }
            LOG.error("the access list's file is damaged, is set aside, and is written anew from memory", e);
            file.setAside();
            file.replace(last.to(), next.digest(), next.items().toList());
        }
    }

    /** Where the lease's age and the last known time are kept: the same file. */
    public Keepsakes keepsakes() {
        return file;
    }

    @Override
    public synchronized void close() {
        file.close();
    }
}
