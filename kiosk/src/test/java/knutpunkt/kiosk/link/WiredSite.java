package knutpunkt.kiosk.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import knutpunkt.kiosk.doors.Confirmations;
import knutpunkt.kiosk.doors.FakeClock;
import knutpunkt.kiosk.doors.Liveness;
import knutpunkt.kiosk.keys.SiteKeyDesk;
import knutpunkt.kiosk.log.Alarms;
import knutpunkt.loop.Threads;
import knutpunkt.settings.Closing;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.certificates.KnownTime;
import knutpunkt.wire.certificates.SiteKeys;
import knutpunkt.wire.session.Allowances;
import knutpunkt.wire.session.Courier;
import knutpunkt.wire.session.End;
import knutpunkt.wire.session.Mailbox;
import knutpunkt.wire.session.MqttSession;
import knutpunkt.wire.session.Rejections;
import knutpunkt.wire.session.SessionSettings;
import knutpunkt.wire.signature.Signer;
import knutpunkt.wire.signature.Verifier;
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
    private final List<String> rejected = new CopyOnWriteArrayList<>();

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
        var rejections = new Rejections((channel, reason, detail) -> rejected.add(channel + " " + reason));
        List<Function<Mailbox, Outbox>> connects = List.of(brokers).stream()
                .<Function<Mailbox, Outbox>>map(
                        broker -> mailbox -> SiteLink.over(SITE, courier(broker, rate, mailbox, rejections)))
                .toList();
        SiteLink link = closing.add(SiteLink.open(parts, connects));
        lists.log.listen(link::listChanged);
    }

    private Courier courier(URI broker, Allowances.Rate rate, Mailbox mailbox, Rejections rejections) {
        var end = new End.Service();
        var settings = new SessionSettings(
                end.sender(),
                broker,
                Optional.of(keys::tls),
                end.subscriptions(SITE),
                SessionSettings.KEEP_ALIVE,
                true);
        return Courier.open(
                end,
                SITE,
                new Signer(end.sender(), SITE, keys::signingKey),
                new Verifier(SITE, keys::pinned),
                mailbox,
                rejections,
                new Allowances(rate, NANOS),
                Threads.THREADS,
                inbox -> MqttSession.open(settings, new SecureRandom(), inbox));
    }

    /** A controller that tries these brokers in turn. */
    WiredController controller(String name, URI... brokers) {
        return controller(name, List.of(brokers), KnownTime.exact(InstantSource.system()));
    }

    /** One that knows no more of the time than this. */
    WiredController controller(String name, URI broker, KnownTime time) {
        return controller(name, List.of(broker), time);
    }

    private WiredController controller(String name, List<URI> brokers, KnownTime time) {
        var id = new ControllerId(name);
        keys.enrol(id, folder.resolve("keys-of-" + name));
        lists.enrol(id);
        return closing.add(new WiredController(id, folder.resolve("keys-of-" + name), folder, brokers, time));
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
