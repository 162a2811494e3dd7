package knutpunkt.kiosk.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import knutpunkt.kiosk.doors.Confirmations;
import knutpunkt.kiosk.doors.FakeClock;
import knutpunkt.kiosk.doors.Liveness;
import knutpunkt.kiosk.keys.SiteKeyDesk;
import knutpunkt.kiosk.log.Alarms;
import knutpunkt.settings.Closing;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.certificates.ControllerKeys;
import knutpunkt.wire.certificates.KnownTime;
import knutpunkt.wire.certificates.SiteKeys;
import knutpunkt.wire.session.Allowances;
import knutpunkt.wire.session.Courier;
import knutpunkt.wire.session.Mailbox;
import knutpunkt.wire.session.Rejections;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * The service's and its controllers' ends of the wire in one process, as the programs have them, over real brokers. Its
 * monotonic clock runs fast, so that what takes half a minute can be waited for.
 */
final class WiredSite implements AutoCloseable {
    static final SiteId SITE = new SiteId("demo");

    private static final int SPEED = 5;
    private static final long START = System.nanoTime();

    static final LongSupplier NANOS = () -> (System.nanoTime() - START) * SPEED;

    final Lists lists;
    final SiteKeys keys;
    final Liveness liveness;
    private final Path folder;
    private final Closing closing = new Closing();
    private final List<Courier> couriers = new CopyOnWriteArrayList<>();
    private final List<String> rejected = new CopyOnWriteArrayList<>();

    /** What the service has not let through. */
    final Rejections rejections = new Rejections((channel, reason, detail) -> rejected.add(channel + " " + reason));

    WiredSite(Path folder) {
        this.folder = folder;
        var clock = new FakeClock();
        keys = SiteKeys.openOrCreate(folder.resolve("keys"), SITE, InstantSource.system(), new SecureRandom());
        lists = closing.add(new Lists(folder, clock));
        liveness = new Liveness(lists.database, new Confirmations(lists.changes), clock, NANOS);
    }

    /** The service, at all of these brokers at once. */
    void serve(URI... brokers) {
        serve(Allowances.Rate.DEFAULT, brokers);
    }

    /** The same, where no sender may say more than this. */
    void serve(Allowances.Rate rate, URI... brokers) {
        SiteLink.Parts base = lists.parts();
        var parts = new SiteLink.Parts(
                base.database(),
                base.changes(),
                base.seals(),
                base.recovery(),
                new SiteKeyDesk(keys, base.database(), InstantSource.system()),
                base.confirmations(),
                liveness,
                List.of(base.confirmations()),
                base.opener(),
                base.learnt(),
                base.clock(),
                NANOS,
                new SecureRandom(),
                base.loops());
        List<Function<Mailbox, Outbox>> connects = List.of(brokers).stream()
                .<Function<Mailbox, Outbox>>map(
                        broker -> mailbox -> SiteLink.over(SITE, courier(broker, rate, mailbox)))
                .toList();
        SiteLink link = closing.add(SiteLink.open(parts, connects));
        lists.log.listen(link::listChanged);
    }

    private Courier courier(URI broker, Allowances.Rate rate, Mailbox mailbox) {
        Courier courier = Courier.forService(
                keys, broker, true, mailbox, rejections, new SecureRandom(), new Allowances(rate, NANOS));
        couriers.add(courier);
        return courier;
    }

    /** Whether the service is at all of its brokers. */
    boolean isConnected() {
        return !couriers.isEmpty() && couriers.stream().allMatch(Courier::isConnected);
    }

    /** A controller that tries these brokers in turn. */
    WiredController controller(String name, URI... brokers) {
        ControllerKeys _ = enrol(name, keys);
        return started(name, brokers);
    }

    /** One that knows no more of the time than this. */
    WiredController controller(String name, URI broker, KnownTime time) {
        ControllerKeys _ = enrol(name, keys);
        return started(name, List.of(broker), time);
    }

    /** One that was enrolled at that time, and has the certificate it was given then. */
    WiredController controllerEnrolled(String name, Instant then, URI broker) {
        ControllerKeys _ = enrol(
                name,
                SiteKeys.openOrCreate(folder.resolve("keys"), SITE, InstantSource.fixed(then), new SecureRandom()));
        return started(name, broker);
    }

    /** Enrols a controller that does not run yet. */
    ControllerKeys enrol(String name, SiteKeys at) {
        var id = new ControllerId(name);
        at.enrol(id, bundle(name));
        lists.enrol(id);
        return ControllerKeys.open(bundle(name));
    }

    /** Starts one that was enrolled. */
    WiredController started(String name, URI... brokers) {
        return started(name, List.of(brokers), KnownTime.exact(InstantSource.system()));
    }

    private WiredController started(String name, List<URI> brokers, KnownTime time) {
        return closing.add(new WiredController(new ControllerId(name), bundle(name), folder, brokers, time));
    }

    private Path bundle(String name) {
        return folder.resolve("keys-of-" + name);
    }

    boolean isOnline(WiredController controller) {
        return liveness.isOnline(controller.id);
    }

    /** Waits until the service has all that happened at its doors, and the controller the newest list. */
    void awaitInStep(WiredController controller) {
        await("controller " + controller.id + " and the service are in step")
                .until(() -> controller.unacknowledged() == 0
                        && logged(controller).size() == controller.records()
                        && controller.list().revision().equals(lists.current().revision())
                        && isOnline(controller));
        assertThat(controller.list().digest()).isEqualTo(lists.current().digest());
        List<Long> logged = logged(controller);
        assertThat(logged)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, logged.size()).boxed().toList());
    }

    /** The numbers of its records in the log, as they came in. */
    List<Long> logged(WiredController controller) {
        return lists.database.read(transaction -> transaction.list(
                "SELECT sequence FROM record WHERE controller = ? ORDER BY id",
                row -> row.number("sequence"),
                controller.id.text()));
    }

    List<String> rejected() {
        return List.copyOf(rejected);
    }

    List<Alarms.Alarm> alarms() {
        return lists.database.read(Alarms::list);
    }

    static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(50));
    }

    @Override
    public void close() {
        closing.close();
    }
}
