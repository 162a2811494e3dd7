package knutpunkt.kiosk.link;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import knutpunkt.access.AccessItem;
import knutpunkt.access.AccessList;
import knutpunkt.access.ClockTrust;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.log.FakeJournal;
import knutpunkt.wire.BootId;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.message.AccessHeld;
import knutpunkt.wire.message.AccessRecall;
import knutpunkt.wire.message.AccessReceipt;
import knutpunkt.wire.message.AccessUpdate;
import knutpunkt.wire.message.AccessWant;
import knutpunkt.wire.message.Challenge;
import knutpunkt.wire.message.ControllerState;
import knutpunkt.wire.message.Heartbeat;
import knutpunkt.wire.message.Seal;
import knutpunkt.wire.record.ChainHead;

/** A controller as the wire sees it: takes updates by the same rules as a real one, and counts its own time. */
final class FakeController {
    private static final int HANDED_OVER = 2;

    final ControllerId id;
    final FakeJournal journal;
    private BootId boot = new BootId("boot-1");
    private final List<AccessItem> put = new ArrayList<>();
    private final List<String> removed = new ArrayList<>();
    private AccessList list = AccessList.empty();
    private int wants;
    private int challenges;
    private long connection;
    private long uptimeMillis = 1_000;
    private int part;
    private Optional<Seal> seal = Optional.empty();

    FakeController(String id) {
        this.id = new ControllerId(id);
        this.journal = new FakeJournal(id, "j-" + id);
    }

    AccessList list() {
        return list;
    }

    BootId boot() {
        return boot;
    }

    Optional<Seal> seal() {
        return seal;
    }

    /** Has what another has. */
    FakeController knowing(FakeController other) {
        list = other.list;
        seal = other.seal;
        return this;
    }

    /** Changes its list as no controller may. */
    void alter(AccessItem item) {
        AccessList altered = list.with(list.revision().next(), List.of(item), List.of());
        list = AccessList.empty().with(list.revision(), altered.items().toList(), List.of());
    }

    /** Starts anew with nothing on its disk. */
    void loseStorage() {
        boot = new BootId("boot-2");
        list = AccessList.empty();
        seal = Optional.empty();
        connection = 0;
        uptimeMillis = 1_000;
        wants++;
        part = 0;
    }

    ControllerState.Online birth() {
        return birth(list.revision(), journal.head());
    }

    ControllerState.Online birth(Revision revision, ChainHead head) {
        connection++;
        uptimeMillis += 100;
        return new ControllerState.Online(
                boot,
                connection,
                uptimeMillis,
                "1.0",
                head,
                revision,
                list.digest(),
                ClockTrust.TRUSTED,
                List.of(),
                challenge());
    }

    ControllerState.Offline will() {
        return new ControllerState.Offline(boot, connection);
    }

    AccessWant want() {
        return want(list.revision(), list.digest(), seal);
    }

    AccessWant want(Revision revision, Hash digest) {
        return want(revision, digest, Optional.empty());
    }

    AccessWant want(Revision revision, Hash digest, Optional<Seal> shown) {
        wants++;
        part = 0;
        return new AccessWant(revision, digest, nonce(), boot, journal.id(), shown);
    }

    /** Asks for a whole list, as after changes that made another list than they should. */
    AccessWant wantWhole() {
        AccessWant has = want();
        return new AccessWant(
                has.revision(), has.digest(), has.nonce(), has.boot(), has.journal(), has.seal(), true, 0);
    }

    private Challenge nonce() {
        return new Challenge(String.format("%032x", wants));
    }

    Heartbeat heartbeat() {
        return heartbeat(list.revision());
    }

    Heartbeat heartbeat(Revision revision) {
        uptimeMillis += 5_000;
        challenges++;
        return new Heartbeat(boot, uptimeMillis, challenge(), revision, 0, 0, 0, Optional.empty(), Optional.empty());
    }

    Challenge challenge() {
        return new Challenge(String.format("c%031x", challenges));
    }

    AccessReceipt receipt() {
        return new AccessReceipt(list.revision(), list.digest(), Instant.EPOCH);
    }

    /** Hands over what it is asked for, a few items at a time. */
    AccessHeld handOver(AccessRecall recall) {
        if (!recall.nonce().equals(nonce()) || !recall.revision().equals(list.revision())) {
            throw new AssertionError("asked for another list than it has");
        }
        if (recall.piece().isEmpty()) {
            return new AccessHeld.Outline(recall.nonce(), recall.revision(), list.bucketDigests());
        }
        AccessRecall.Piece piece = recall.piece().get();
        List<AccessItem> left = list.bucket(piece.bucket()).skip(piece.from()).toList();
        List<AccessItem> some = left.subList(0, Math.min(HANDED_OVER, left.size()));
        return new AccessHeld.Items(recall.nonce(), recall.revision(), piece, some, some.size() == left.size());
    }

    /** Takes a part. The receipt once the whole is in force; empty when more is to come, or it does not fit. */
    Optional<AccessReceipt> take(AccessUpdate update) {
        boolean fits = update.nonce().equals(nonce())
                && update.to().isAfter(list.revision())
                && update.from().map(list.revision()::equals).orElse(true);
        if (!fits || (update.part() != 1 && update.part() != part + 1)) {
            return Optional.empty();
        }
        if (update.part() == 1) {
            put.clear();
            removed.clear();
        }
        part = update.part();
        put.addAll(update.put());
        removed.addAll(update.removed());
        if (update.part() < update.parts()) {
            return Optional.empty();
        }
        AccessList base = update.from().isPresent() ? list : AccessList.empty();
        AccessList next = base.with(update.to(), put, removed);
        if (!next.digest().equals(update.digest())) {
            throw new AssertionError("the digest of [" + update.to() + "] differs");
        }
        list = next;
        seal = update.seal();
        part = 0;
        return Optional.of(receipt());
    }
}
