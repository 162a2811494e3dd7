package knutpunkt.kiosk.broker;

import static java.util.Objects.requireNonNull;

import io.netty.channel.Channel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.LongSupplier;
import knutpunkt.wire.broker.AccessRules;
import knutpunkt.wire.broker.BrokerLimits;
import knutpunkt.wire.certificates.SiteKeys;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;

/**
 * An MQTT 5 broker in this process. It asks every client for a certificate of the site's authority, takes its common
 * name as who it is, and allows what the access rules say and nothing else. It keeps nothing over a restart: what
 * matters is in the journals at both ends. Methods may be called from any thread.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private final ActiveMQServer server;
    private final Connected connected;
    private final Refusals refusals;
    private final BrokerTls tls;

    private EmbeddedBroker(ActiveMQServer server, Connected connected, Refusals refusals, BrokerTls tls) {
        this.server = server;
        this.connected = connected;
        this.refusals = refusals;
        this.tls = tls;
    }

    /**
     * Starts it and returns once it takes connections.
     *
     * @param host the address to listen at, for example {@code 127.0.0.1} or {@code 0.0.0.0}
     * @param port 0 for any that is free
     * @param scratch a folder of its own, made when missing; nothing in it outlives a run
     * @param nanoClock a monotonic clock, for how fast clients come and send
     * @throws BrokerUnusable with one sentence, when the address is taken or no address of this machine, or the folder
     *     cannot be made
     */
    public static EmbeddedBroker start(
            SiteKeys keys, AccessRules rules, String host, int port, Path scratch, LongSupplier nanoClock) {
        requireNonNull(rules, "rules");
        QuietLogs.apply();
        requireFree(host, port);
        makeFolder(scratch);
        var connected = new Connected();
        var refusals = new Refusals();
        var tls = new BrokerTls(keys, refusals);
        ActiveMQServer server = new ActiveMQServerImpl(
                BrokerSettings.of(host, port, scratch, new SecureRandom()), new CertificateSecurity(rules));
        guard(server, tls, rules, nanoClock, connected, refusals);
        Queue<Exception> failures = new ConcurrentLinkedQueue<>();
        server.registerActivationFailureListener(failures::add);
        if (attempt(server::start, failures) && server.isActive()) {
            return new EmbeddedBroker(server, connected, refusals, tls);
        }
        attempt(server::stop, failures);
        var unusable = new BrokerUnusable("The broker could not start at [" + host + ":" + port + "].");
        failures.forEach(unusable::addSuppressed);
        throw unusable;
    }

    /** A call of the library's, which may throw whatever there is. */
    private interface LibraryCall {
        void run() throws Exception;
    }

    /** Whether it came through; otherwise what it threw is among the failures. */
    private static boolean attempt(LibraryCall call, Queue<Exception> failures) {
        try {
            call.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failures.add(e);
        } catch (Exception e) { // the library declares no less
            failures.add(e);
        }
        return failures.isEmpty();
    }

    private static void guard(
            ActiveMQServer server,
            BrokerTls tls,
            AccessRules rules,
            LongSupplier nanoClock,
            Connected connected,
            Refusals refusals) {
        var arrivals = new Arrivals(nanoClock);
        var acceptor = new TlsAcceptor.Factory(tls::context, () -> new Doorstep(arrivals, refusals));
        server.getServiceRegistry().addAcceptorFactory(BrokerSettings.ACCEPTOR, acceptor);
        Function<Channel, Optional<Refusal>> keys =
                channel -> Identity.certificate(channel).flatMap(tls::refuses);
        server.addProtocolManagerFactory(new GatedMqtt.Factory(
                () -> new ClientGate(rules, arrivals, connected, keys, refusals, nanoClock),
                BrokerLimits.PACKET_BYTES));
    }

    /** The port it listens at. */
    public int port() {
        if (server.getRemotingService().getAcceptor(BrokerSettings.ACCEPTOR) instanceof NettyAcceptor acceptor) {
            return acceptor.getActualPort();
        }
        throw new IllegalStateException("the broker is closed");
    }

    /**
     * The site's keys have changed: new connections are made by those, and whoever is connected by a certificate that does
     * not count any more is cut off, also where the broker's own key cannot be read.
     *
     * @throws knutpunkt.wire.certificates.KeysUnusable when it cannot: new connections are made by the keys as they were
     */
    public void keysChanged() {
        try {
            tls.renew();
        } finally {
            connected.cutWhere(channel -> Identity.certificate(channel).flatMap(tls::refuses), refusals::note);
        }
    }

    /** Cuts a client off, as if its cable were pulled: its will is sent, and it may come again. */
    void disconnect(String clientId) {
        connected.cut(clientId);
    }

    /** How many sockets, connections, messages and subscriptions it has refused since its start. */
    long refused() {
        return refusals.count();
    }

    /** The same, for one reason. */
    long refused(Refusal why) {
        return refusals.count(why);
    }

    /** Ends every session and returns when the port is free again. */
    @Override
    public void close() {
        Queue<Exception> failures = new ConcurrentLinkedQueue<>();
        if (!attempt(server::stop, failures)) {
            var unusable = new BrokerUnusable("The broker could not be stopped in order.");
            failures.forEach(unusable::addSuppressed);
            throw unusable;
        }
    }

    /** The broker itself would report a used port with a page of stack trace. */
    private static void requireFree(String host, int port) {
        try (var probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (UnknownHostException e) {
            throw new BrokerUnusable("The broker cannot listen at [" + host + "]: no such host is known.", e);
        } catch (IOException e) {
            throw new BrokerUnusable(
                    "The broker cannot listen at [" + host + ":" + port + "]: " + e.getMessage() + ".", e);
        }
    }

    private static void makeFolder(Path scratch) {
        try {
            Files.createDirectories(scratch);
        } catch (IOException e) {
            throw new BrokerUnusable("The broker cannot make its folder [" + scratch + "].", e);
        }
    }
}
