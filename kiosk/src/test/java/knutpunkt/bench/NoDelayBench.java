package knutpunkt.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import knutpunkt.access.AccessItem;
import knutpunkt.access.AccessList;
import knutpunkt.access.BadgeToken;
import knutpunkt.access.Revision;
import knutpunkt.controller.list.AccessListStore;
import knutpunkt.controller.list.Applied;
import knutpunkt.kiosk.broker.EmbeddedBroker;
import knutpunkt.settings.Closing;
import knutpunkt.wire.BootId;
import knutpunkt.wire.Channel;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.broker.AccessRules;
import knutpunkt.wire.broker.FreePort;
import knutpunkt.wire.broker.MosquittoConfig;
import knutpunkt.wire.certificates.ControllerKeys;
import knutpunkt.wire.certificates.SiteKeys;
import knutpunkt.wire.message.AccessReceipt;
import knutpunkt.wire.message.AccessUpdate;
import knutpunkt.wire.message.ControllerState;
import knutpunkt.wire.message.Message;
import knutpunkt.wire.session.Allowances;
import knutpunkt.wire.session.Courier;
import knutpunkt.wire.session.Mailbox;
import knutpunkt.wire.session.NotDelivered;
import knutpunkt.wire.session.Rejections;

/**
 * What TCP_NODELAY is worth: a signed change of the list from the service, applied and synced at the controller, and its
 * signed receipt back, at QoS 1 over mutual TLS, through either broker, with the option on everywhere and off everywhere.
 * Broker aside, both ends are in this process.
 */
final class NoDelayBench {
    private static final int WARM_UP = 100;
    private static final int RUNS = 300;
    private static final SiteId SITE = new SiteId("bench");
    private static final ControllerId CONTROLLER = new ControllerId("c1");
    private static final BadgeToken TOKEN = new BadgeToken(1, 7, 8);

    private final SecureRandom random = new SecureRandom();
    private final Path folder;
    private final SiteKeys siteKeys;
    private final ControllerKeys controllerKeys;

    private NoDelayBench() throws IOException {
        folder = Files.createTempDirectory("knutpunkt-bench");
        siteKeys = SiteKeys.openOrCreate(folder.resolve("site"), SITE, InstantSource.system(), random);
        siteKeys.enrol(CONTROLLER, folder.resolve("c1"));
        controllerKeys = ControllerKeys.open(folder.resolve("c1"));
    }

    public static void main(String[] arguments) throws Exception {
        var bench = new NoDelayBench();
        Distribution.printHead();
        for (boolean embedded : new boolean[] {true, false}) {
            for (boolean noDelay : new boolean[] {true, false}) {
                bench.run(embedded, noDelay);
            }
        }
    }

    private void run(boolean embedded, boolean noDelay) throws Exception {
        int port = FreePort.next();
        var broker = URI.create("ssl://localhost:" + port);
        try (var closing = new Closing()) {
            if (embedded) {
                closing.add(EmbeddedBroker.start(
                        siteKeys,
                        new AccessRules(SITE),
                        "127.0.0.1",
                        port,
                        Files.createTempDirectory(folder, "scratch"),
                        System::nanoTime));
            } else {
                closing.add(mosquitto(port, noDelay)::destroy);
            }
            var lists = closing.add(AccessListStore.open(
                    Files.createTempDirectory(folder, "list").resolve("list.db"), random, () -> false));
            var controller = closing.add(new Controller(lists, broker, noDelay));
            var service = closing.add(new Service(broker, noDelay));
            service.courier.send(topic(Channel.ACCESS_UPDATE), first(lists));
            service.receipts.poll(10, TimeUnit.SECONDS);
            measure(service, lists, new Distribution("warm-up", WARM_UP), WARM_UP);
            var distribution = new Distribution(
                    "change to receipt, " + (embedded ? "EMBEDDED" : "MOSQUITTO") + ", TCP_NODELAY "
                            + (noDelay ? "on" : "off"),
                    RUNS);
            measure(service, lists, distribution, RUNS);
            distribution.print();
            if (controller.refused.get() > 0) {
                throw new IllegalStateException("[" + controller.refused + "] changes were not taken");
            }
        }
    }

    private Process mosquitto(int port, boolean noDelay) throws IOException {
        Path out = Files.createTempDirectory(folder, "mosquitto");
        MosquittoConfig.write(out, port, siteKeys);
        Path config = out.resolve("mosquitto.conf");
        if (!noDelay) {
            Files.writeString(
                    config, Files.readString(config).replace("set_tcp_nodelay true", "set_tcp_nodelay false"));
        }
        return new ProcessBuilder("/usr/sbin/mosquitto", "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(out.resolve("log").toFile())
                .start();
    }

    private static void measure(Service service, AccessListStore lists, Distribution into, int runs)
            throws InterruptedException {
        for (int run = 0; run < runs; run++) {
            AccessList before = lists.current();
            Revision to = before.revision().next();
            List<AccessItem> put = List.of(new AccessItem.Badge(TOKEN, new PersonId("p-1"), run % 2 == 0));
            var digest = before.with(to, put, List.of()).digest();
            var update = new AccessUpdate(
                    lists.want().nonce(), Optional.of(before.revision()), to, digest, 1, 1, put, List.of());
            long start = System.nanoTime();
            service.courier.send(topic(Channel.ACCESS_UPDATE), update);
            Long arrived = service.receipts.poll(10, TimeUnit.SECONDS);
            if (arrived == null) {
                throw new IllegalStateException("no receipt for [" + to + "]");
            }
            into.add(arrived - start);
        }
    }

    private static AccessUpdate first(AccessListStore lists) {
        List<AccessItem> items = List.of(new AccessItem.Badge(TOKEN, new PersonId("p-1"), false));
        AccessList list = AccessList.empty().with(new Revision(1, 1), items, List.of());
        return new AccessUpdate(
                lists.want().nonce(), Optional.empty(), list.revision(), list.digest(), 1, 1, items, List.of());
    }

    private static Topic topic(Channel channel) {
        return new Topic(SITE, CONTROLLER, channel);
    }

    private static Rejections rejections() {
        return new Rejections((channel, reason, detail) ->
                System.err.println("rejected on " + channel + ": " + reason + ", " + detail));
    }

    private static void awaitConnected(Courier courier) throws InterruptedException {
        while (!courier.isConnected()) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    /** Hears what comes, and nothing of the connection. */
    private interface Ear extends Mailbox {
        @Override
        default void connected(long connection) {}

        @Override
        default void disconnected(String reason) {}
    }

    private final class Service implements AutoCloseable {
        private final SynchronousQueue<Long> receipts = new SynchronousQueue<>();
        private final Courier courier;

        Service(URI broker, boolean noDelay) throws InterruptedException {
            Ear ear = (_, message, _) -> received(message);
            courier = Courier.forService(
                    siteKeys, broker, noDelay, ear, rejections(), random, new Allowances(System::nanoTime));
            awaitConnected(courier);
        }

        private void received(Message message) {
            long now = System.nanoTime();
            if (message instanceof AccessReceipt) {
                try {
                    receipts.offer(now, 1, TimeUnit.SECONDS);
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        @Override
        public void close() {
            courier.close();
        }
    }

    /** Applies on a thread of its own, as a controller does: who receives must not wait for a sync. */
    private final class Controller implements AutoCloseable {
        private final LinkedBlockingQueue<AccessUpdate> updates = new LinkedBlockingQueue<>();
        private final AccessListStore lists;
        private final Courier courier;
        private final Thread worker;
        private final AtomicInteger refused = new AtomicInteger();

        Controller(AccessListStore lists, URI broker, boolean noDelay) throws InterruptedException {
            this.lists = lists;
            Ear ear = (_, message, _) -> {
                if (message instanceof AccessUpdate update) {
                    updates.add(update);
                }
            };
            courier = Courier.forController(
                    controllerKeys,
                    List.of(broker),
                    noDelay,
                    number -> new ControllerState.Offline(new BootId("bench"), number),
                    ear,
                    rejections(),
                    random,
                    System::nanoTime);
            awaitConnected(courier);
            worker = Thread.ofPlatform().name("controller").start(this::apply);
        }

        private void apply() {
            try {
                while (true) {
                    AccessUpdate update = updates.take();
                    if (lists.apply(update) instanceof Applied.InForce(var revision, var digest)) {
                        courier.send(topic(Channel.ACCESS_RECEIPT), new AccessReceipt(revision, digest, today()));
                    } else {
                        refused.incrementAndGet();
                    }
                }
            } catch (InterruptedException | NotDelivered _) {
                // The run is over.
            }
        }

        private static Instant today() {
            return Instant.now().truncatedTo(ChronoUnit.MILLIS);
        }

        @Override
        public void close() {
            worker.interrupt();
            courier.close();
        }
    }
}
