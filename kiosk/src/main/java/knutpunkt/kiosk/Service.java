package knutpunkt.kiosk;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import knutpunkt.kiosk.access.AccessListDamaged;
import knutpunkt.kiosk.broker.BrokerUnusable;
import knutpunkt.kiosk.broker.EmbeddedBroker;
import knutpunkt.kiosk.confirming.HourlyLook;
import knutpunkt.kiosk.confirming.MailRound;
import knutpunkt.kiosk.database.DatabaseUnusable;
import knutpunkt.kiosk.keys.KeyRounds;
import knutpunkt.kiosk.keys.SiteKeyDesk;
import knutpunkt.kiosk.link.ListChanges;
import knutpunkt.kiosk.link.Outbox;
import knutpunkt.kiosk.link.Seals;
import knutpunkt.kiosk.link.SiteLink;
import knutpunkt.kiosk.mail.SmtpPost;
import knutpunkt.kiosk.web.ApiToken;
import knutpunkt.kiosk.web.ApiTokenUnusable;
import knutpunkt.kiosk.web.Front;
import knutpunkt.kiosk.web.ServerUnusable;
import knutpunkt.kiosk.web.SiteServer;
import knutpunkt.loop.Threads;
import knutpunkt.settings.BadStart;
import knutpunkt.settings.Closing;
import knutpunkt.settings.HeldFolder;
import knutpunkt.wire.broker.AccessRules;
import knutpunkt.wire.certificates.SiteKeys;
import knutpunkt.wire.message.Command;
import knutpunkt.wire.session.Courier;
import knutpunkt.wire.session.Mailbox;
import knutpunkt.wire.session.Rejections;
import knutpunkt.wire.signature.Opener;
import knutpunkt.wire.signature.Signer;
import knutpunkt.wire.signature.Verifier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole of the service, put together in the order in which it must work: the site's data, its broker, the doors, and
 * the pages last, so that whoever sees a page sees a service that is all there. Closing it goes the other way.
 */
final class Service implements AutoCloseable {
    static final String KEYS = "keys";
    static final String TOKEN = "api-token";
    static final String ADMIN_LINK = "admin-link";

    private static final String BROKER_SCRATCH = "broker";
    private static final Duration MAIL_EVERY = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(Service.class);

    private final Closing closing;
    private final int httpPort;

    private Service(
            KioskConfig config, Closing closing, InstantSource clock, LongSupplier nanoClock, SecureRandom random) {
        this.closing = closing;
        HeldFolder folder = closing.add(HeldFolder.hold(config.data()));
        SiteKeys keys = SiteKeys.openOrCreate(folder.path(KEYS), config.site(), config.certified(), clock, random);
        ApiToken token = ApiToken.readOrMake(folder.path(TOKEN), random);
        Site site = closing.add(Site.open(config.data(), keys.badgeKey(), config.told(), clock, nanoClock, random));
        Reached broker = broker(config, keys, folder, nanoClock);
        SiteLink link = closing.add(link(site, keys, broker.at(), clock, nanoClock, random));
        closing.add(new KeyRounds(
                        keys, site.database(), broker.at(), broker.keysChanged(), clock, nanoClock, Threads.THREADS)
                .start());
        site.changes().listen(link::listChanged);
        site.learning()
                .connect((controller, door, point, beforeSending) ->
                        link.send(controller, door, Optional.of(point), Command.Action.LEARN_BADGE, beforeSending));
        site.releases()
                .connect((controller, door) ->
                        link.send(controller, door, Optional.empty(), Command.Action.RELEASE_ONCE, _ -> {}));
        closing.add(HourlyLook.start(site.confirming()::look));
        closing.add(site.disposal().start(Threads.THREADS));
        closing.add(site.nightCheckOut().start(Threads.THREADS));
        config.mail().ifPresent(mail -> {
            var post = new SmtpPost(mail.server(), clock);
            closing.add(MailRound.start(() -> site.reminders().send(post, mail.pages()), MAIL_EVERY));
        });
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), config.httpPort());
        SiteServer server = closing.add(SiteServer.start(address, Main.routing(new Front(token, random), site)));
        // The streams end before the server stops: it waits for no answer that never ends.
        closing.add(site::endStreams);
        httpPort = server.port();
        FirstLink.tell(site.admin(), folder.path(ADMIN_LINK), httpPort);
    }

    /**
     * The folder of keys of a site that was started before.
     *
     * @throws BadStart where there is none: a command that is only to look or to change must not make another site where
     *     {@code data} is wrong
     */
    static Path madeKeys(KioskConfig config) {
        Path folder = config.data().resolve(KEYS);
        if (!Files.exists(folder)) {
            throw new BadStart("there are no keys in [" + folder + "]: start the service once, which makes them");
        }
        return folder;
    }

    /**
     * Starts everything.
     *
     * @throws BadStart when configuration, keys, database or ports do not let it start; what was opened is closed
     */
    static Service start(KioskConfig config, InstantSource clock, LongSupplier nanoClock, SecureRandom random) {
        var closing = new Closing();
        boolean started = false;
        try {
            var service = new Service(config, closing, clock, nanoClock, random);
            started = true;
            LOG.info("the service is up: the wall is at http://127.0.0.1:{}/", service.httpPort);
            return service;
        } catch (BrokerUnusable
                | DatabaseUnusable
                | AccessListDamaged
                | ServerUnusable
                | ApiTokenUnusable
                | UncheckedIOException e) {
            throw new BadStart(String.valueOf(e.getMessage()), e);
        } finally {
            if (!started) {
                closing.close();
            }
        }
    }

    /** Where the brokers are, and whom to tell when the site's keys have changed: one outside reads its files by itself. */
    private record Reached(List<URI> at, Runnable keysChanged) {}

    private Reached broker(KioskConfig config, SiteKeys keys, HeldFolder folder, LongSupplier nanoClock) {
        return switch (config.broker()) {
            case KioskConfig.Broker.Outside(List<URI> addresses) -> new Reached(addresses, () -> {});
            case KioskConfig.Broker.Embedded embedded -> {
                EmbeddedBroker broker = closing.add(EmbeddedBroker.start(
                        keys,
                        new AccessRules(config.site()),
                        embedded.address(),
                        embedded.port(),
                        folder.path(BROKER_SCRATCH),
                        nanoClock));
                yield new Reached(List.of(embedded.reached()), broker::keysChanged);
            }
        };
    }

    private static SiteLink link(
            Site site,
            SiteKeys keys,
            List<URI> brokers,
            InstantSource clock,
            LongSupplier nanoClock,
            SecureRandom random) {
        var rejections = new Rejections((channel, reason, detail) -> LOG.warn(
                "a message on [{}] was rejected: {}, {}; more of the kind are only counted", channel, reason, detail));
        var parts = new SiteLink.Parts(
                site.database(),
                new ListChanges(site.database(), site.changes()),
                new Seals(
                        keys.site(),
                        new Signer(SiteKeys.SERVICE, keys.site(), keys::signingKey),
                        new Verifier(keys.site(), _ -> keys.everySigner())),
                site.recovery(),
                new SiteKeyDesk(keys, site.database(), clock),
                site.confirmations(),
                site.liveness(),
                site.derived(),
                new Opener(keys.sealingKey()),
                site.learning(),
                clock,
                nanoClock,
                random,
                Threads.THREADS);
        List<Function<Mailbox, Outbox>> connects = brokers.stream()
                .<Function<Mailbox, Outbox>>map(broker -> mailbox -> SiteLink.over(
                        keys.site(), Courier.forService(keys, broker, mailbox, rejections, random, nanoClock)))
                .toList();
        return SiteLink.open(parts, connects);
    }

    @Override
    public void close() {
        closing.close();
        LOG.info("the service has stopped");
    }
}
