package knutpunkt.kiosk.link;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import knutpunkt.access.AccessList;
import knutpunkt.access.ClockTrust;
import knutpunkt.controller.journal.SqliteJournal;
import knutpunkt.controller.link.Identity;
import knutpunkt.controller.link.KeyFiles;
import knutpunkt.controller.link.Link;
import knutpunkt.controller.list.AccessListStore;
import knutpunkt.controller.list.ClockKeeper;
import knutpunkt.controller.list.LeaseKeeper;
import knutpunkt.controller.list.LeaseTimes;
import knutpunkt.controller.run.Doors;
import knutpunkt.loop.Threads;
import knutpunkt.settings.Closing;
import knutpunkt.wire.BootId;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.certificates.ControllerKeys;
import knutpunkt.wire.certificates.KnownTime;
import knutpunkt.wire.message.ControllerState;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.session.Courier;
import knutpunkt.wire.signature.Sealer;

/** A real controller's journal, list, link and session, without doors, on the site's quick clock. */
final class WiredController implements AutoCloseable {
    final ControllerId id;
    final ControllerKeys keys;
    private final Courier courier;
    private final Closing closing = new Closing();
    private final SqliteJournal journal;
    private final AccessListStore lists;

    WiredController(ControllerId id, Path keyFolder, Path data, List<URI> brokers, KnownTime time) {
        this.id = id;
        keys = ControllerKeys.open(keyFolder);
        keys.goBy(time);
        var boot = new BootId("boot-of-" + id);
        var random = new SecureRandom();
        journal = closing.add(SqliteJournal.open(
                data.resolve(id + "-journal.db"),
                boot,
                () -> Instant.now().truncatedTo(ChronoUnit.MILLIS),
                () -> ClockTrust.TRUSTED,
                WiredSite.NANOS,
                random));
        lists = closing.add(AccessListStore.open(data.resolve(id + "-list.db"), random, () -> false));
        var clock = new ClockKeeper(lists.keepsakes(), () -> true, InstantSource.system(), WiredSite.NANOS);
        var lease = new LeaseKeeper(lists.keepsakes(), LeaseTimes.DEFAULTS, clock, WiredSite.NANOS);
        var link = new Link(
                new Identity(boot, "wired", WiredSite.NANOS),
                new Link.Parts(
                        journal,
                        lists,
                        lease,
                        clock,
                        new Doors(List.of()),
                        new Sealer(keys.serviceSealingKey()),
                        new KeyFiles(keys, random)),
                random,
                Threads.THREADS);
        courier = closing.add(Courier.forController(
                keys,
                brokers,
                number -> new ControllerState.Offline(boot, number),
                link,
                link.rejections(),
                random,
                WiredSite.NANOS));
        link.start(knutpunkt.controller.link.Outbox.over(keys.site(), id, courier));
        closing.add(link);
    }

    /** So many things happen at its doors. */
    void happens(int events) {
        journal.append(IntStream.range(0, events)
                .<Event>mapToObj(_ -> new Event.Closed(new DoorId("door-" + id)))
                .toList());
    }

    boolean isConnected() {
        return courier.isConnected();
    }

    long records() {
        return journal.head().sequence();
    }

    long unacknowledged() {
        return journal.pending();
    }

    AccessList list() {
        return lists.current();
    }

    @Override
    public void close() {
        closing.close();
    }
}
