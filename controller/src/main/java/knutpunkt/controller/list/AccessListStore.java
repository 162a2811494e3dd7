package knutpunkt.controller.list;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import knutpunkt.access.AccessItem;
import knutpunkt.access.AccessList;
import knutpunkt.access.ListBuilder;
import knutpunkt.controller.list.Applied.InForce;
import knutpunkt.controller.list.Applied.Incomplete;
import knutpunkt.controller.list.Applied.NotTaken;
import knutpunkt.controller.list.Applied.Why;
import knutpunkt.wire.message.AccessHeld;
import knutpunkt.wire.message.AccessRecall;
import knutpunkt.wire.message.AccessUpdate;
import knutpunkt.wire.message.Challenge;
import knutpunkt.wire.message.Seal;
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
    private Optional<Seal> seal;
    private boolean snapshotNeeded;
    private boolean rewriteNeeded; // the file may lack what is in force, so that changes are not enough for it
    private @Nullable Challenge nonce;

    private AccessListStore(ListFile file, RandomGenerator random, AccessList current, Optional<Seal> seal) {
        this.file = file;
        this.random = random;
        this.current = current;
        this.seal = seal;
    }

    /**
     * Loads the list. A damaged one is set aside, and the controller starts with none, which refuses everybody.
     *
     * @param random for nonces: must not be guessable
     * @param makeRoom asked again and again while the disk is too full even to open the list; false when it can make no more
     * @throws ListUnavailable when a newer version wrote the file, or the disk does not give it now; it is left as it is
     */
    public static AccessListStore open(Path file, RandomGenerator random, BooleanSupplier makeRoom) {
        while (true) {
            try {
                return open(SqliteListFile.open(file), random);
            } catch (ListUnavailable e) {
                if (!e.isFull() || !makeRoom.getAsBoolean()) {
                    throw e;
                }
                LOG.warn("the access list [{}] did not open on the full disk, and is tried again", file);
            }
        }
    }

    static AccessListStore open(ListFile file, RandomGenerator random) {
        try {
            var builder = new ListBuilder();
            Optional<ListFile.Claim> stored = file.load(builder::add);
            AccessList list = stored.isPresent() ? rebuilt(builder, stored.get()) : AccessList.empty();
            Optional<Seal> seal = stored.flatMap(ListFile.Claim::seal);
            return new AccessListStore(file, random, list, seal);
        } catch (ListDamaged e) {
            LOG.error("the access list is damaged and set aside; nobody is admitted until a new one comes", e);
            return afterSettingAside(file, random);
        } catch (ListUnavailable e) {
            file.close();
            throw e;
        }
    }

    private static AccessListStore afterSettingAside(ListFile file, RandomGenerator random) {
        try {
            file.setAside();
            return new AccessListStore(file, random, AccessList.empty(), Optional.empty());
        } catch (ListUnavailable e) {
            file.close();
            throw e;
        }
    }

    private static AccessList rebuilt(ListBuilder builder, ListFile.Claim stored) throws ListDamaged {
        try {
            AccessList list = builder.build(stored.revision());
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

    /** Makes a fresh nonce: from now on only updates that hold it are taken. What was gathered is dropped. */
    public synchronized Wanted want() {
        byte[] drawn = new byte[NONCE_BYTES];
        random.nextBytes(drawn);
        var fresh = new Challenge(HexFormat.of().formatHex(drawn));
        nonce = fresh;
        gathering.drop();
        return wanted(fresh);
    }

    /** What was last asked, with how much of the answer has come; empty while no part of it has. */
    public synchronized Optional<Wanted> progress() {
        return Optional.ofNullable(nonce).filter(_ -> gathering.received() > 0).map(this::wanted);
    }

    private Wanted wanted(Challenge asked) {
        return new Wanted(current.revision(), current.digest(), asked, seal, snapshotNeeded, gathering.received());
    }

    /** What a restored service asks for; empty when it asks by another want than the newest, or for another list. */
    public synchronized Optional<AccessHeld> handOver(AccessRecall recall) {
        if (!recall.nonce().equals(nonce) || !recall.revision().equals(current.revision())) {
            return Optional.empty();
        }
        AccessHeld held = recall.piece()
                .map(piece -> HandedOver.items(recall.nonce(), current, piece))
                .orElseGet(() -> HandedOver.outline(recall.nonce(), current));
        return Optional.of(held);
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
            case TAKEN, REPEATED -> new Incomplete();
            case AHEAD -> new NotTaken(Why.PART_AHEAD);
            case PART_MISSING -> new NotTaken(Why.PART_MISSING);
            case TOO_LARGE -> new NotTaken(Why.TOO_LARGE);
            case COMPLETE -> complete(part);
        };
    }

    private Applied complete(AccessUpdate last) {
        AccessList next;
        try {
            next = gathering.made(current);
        } catch (IllegalArgumentException e) {
            gathering.drop();
            LOG.warn("the update to revision {} breaks a rule of the list", last.to(), e);
            return new NotTaken(Why.MALFORMED);
        }
        List<AccessItem> put = gathering.put();
        List<String> removed = gathering.removed();
        gathering.drop();
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
        seal = last.seal();
        snapshotNeeded = false;
        return new InForce(next.revision(), next.digest());
    }

    private void write(AccessUpdate last, AccessList next, List<AccessItem> put, List<String> removed) {
        var claim = new ListFile.Claim(last.to(), next.digest(), last.seal());
        try {
            if (last.from().isPresent() && !rewriteNeeded) {
                file.change(claim, put, removed);
            } else {
                file.replace(next, last.seal());
            }
        } catch (ListUnavailable e) {
            if (!e.isDamaged()) {
                throw e;
            }
            LOG.error("the access list's file is damaged, is set aside, and is written anew from memory", e);
            rewriteNeeded = true;
            file.setAside();
            file.replace(next, last.seal());
        }
        rewriteNeeded = false;
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
