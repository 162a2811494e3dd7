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
import knutpunkt.wire.message.AccessReceipt;
import knutpunkt.wire.message.AccessUpdate;
import knutpunkt.wire.message.AccessWant;
import knutpunkt.wire.message.Challenge;
import knutpunkt.wire.message.ControllerState;
import knutpunkt.wire.message.Heartbeat;
import knutpunkt.wire.record.ChainHead;

/** A controller as the wire sees it: takes updates by the same rules as a real one, and counts its own time. */
final class FakeController {
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

    /** Starts anew with nothing on its disk. */
    void loseStorage() {
        boot = new BootId("boot-2");
        list = AccessList.empty();
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

    AccessWant want() {
        return want(list.revision(), list.digest());
    }

    AccessWant want(Revision revision, Hash digest) {
        wants++;
        part = 0;
        return new AccessWant(revision, digest, nonce(), boot, journal.id());
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
        return new Heartbeat(boot, uptimeMillis, challenge(), revision, 0, 0, 0);
    }

    Challenge challenge() {
        return new Challenge(String.format("c%031x", challenges));
    }

    AccessReceipt receipt() {
        return new AccessReceipt(list.revision(), list.digest(), Instant.EPOCH);
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
        part = 0;
        return Optional.of(receipt());
    }
}
