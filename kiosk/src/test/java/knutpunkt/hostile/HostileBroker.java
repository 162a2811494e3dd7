package knutpunkt.hostile;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * A broker that was taken over: it has the broker's own key, and to the real broker behind it, which does the work, it is
 * each of its clients. What it does besides that work a test says with a {@link Misdeed}. It tells every sender that its
 * message is delivered, whatever became of it, and it remembers all that it saw. Its methods may be called by any thread.
 */
final class HostileBroker implements AutoCloseable {
    private static final String[] PROTOCOLS = {"TLSv1.3"};
    private static final int PACKET_BYTES_MAX = 300_000;

    /** The oldest stay: they are worth most to whoever replays. */
    private static final int REMEMBERED_MAX = 4_000;

    private static final int TIMEOUT_SECONDS = 10;

    private final EventLoopGroup loop = new NioEventLoopGroup(1);
    private final SSLContext own;
    private final Map<String, SSLContext> clients;
    private final int realPort;
    private final RandomGenerator random;
    private final Map<String, Line> lines = new HashMap<>();
    private final List<Parcel> seen = new ArrayList<>();
    private final Map<String, Parcel> newest = new HashMap<>();
    private Misdeed misdeed = Misdeed.none();
    private long ended;
    private int putOff;
    private Optional<Future<?>> ending = Optional.empty();

    private HostileBroker(SSLContext own, Map<String, SSLContext> clients, int realPort, long seed) {
        this.own = own;
        this.clients = Map.copyOf(clients);
        this.realPort = realPort;
        this.random = new SplittableRandom(seed);
    }

    /**
     * Starts it, honest as yet.
     *
     * @param own with the broker's key and certificate
     * @param clients what each client's name connects with
     */
    static HostileBroker start(int port, SSLContext own, Map<String, SSLContext> clients, int realPort, long seed) {
        var broker = new HostileBroker(own, clients, realPort, seed);
        new ServerBootstrap()
                .group(broker.loop)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        SSLEngine engine = broker.own.createSSLEngine();
                        engine.setUseClientMode(false);
                        engine.setNeedClientAuth(true);
                        engine.setEnabledProtocols(PROTOCOLS);
                        channel.pipeline().addLast(new SslHandler(engine), broker.new Greeting());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), port)
                .syncUninterruptibly();
        return broker;
    }

    /** From now on it does this with what passes. */
    void does(Misdeed what) {
        within(() -> {
            ending.ifPresent(task -> task.cancel(false));
            ending = Optional.empty();
            misdeed = what;
            return true;
        });
    }

    /** From now on it does its work. What it has put off still comes. */
    void behaves() {
        does(Misdeed.none());
    }

    /** Hands something over that nobody sent now. */
    void hands(List<Parcel> parcels) {
        within(() -> {
            parcels.forEach(this::hand);
            return parcels.size();
        });
    }

    /** All it was to hand over so far, oldest first. */
    List<Parcel> seen() {
        return within(() -> List.copyOf(seen));
    }

    /** Ends every client's connection. */
    void endsAll() {
        within(() -> {
            List<Line> all = List.copyOf(lines.values());
            all.forEach(Line::end);
            return all.size();
        });
    }

    /** Ends every client's connection again and again, until it {@link #behaves}. */
    void endsAllEvery(Duration time) {
        within(() -> ending = Optional.of(loop.scheduleAtFixedRate(
                () -> List.copyOf(lines.values()).forEach(Line::end), 0, time.toMillis(), TimeUnit.MILLISECONDS)));
    }

    /** Whether nothing is left to come of what it has put off. */
    boolean hasHandedAll() {
        return within(() -> putOff == 0);
    }

    /** How many connections of clients have ended so far. */
    long ended() {
        return within(() -> ended);
    }

    private <T> T within(Callable<T> work) {
        try {
            return loop.submit(work).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException("the broker's thread did not do it", e);
        }
    }

    private void hand(Parcel parcel) {
        Runnable now = () -> Optional.ofNullable(lines.get(parcel.to())).ifPresent(line -> line.hand(parcel));
        if (parcel.after().isZero()) {
            now.run();
        } else {
            putOff++;
            var _ = loop.schedule(
                    () -> {
                        putOff--;
                        now.run();
                    },
                    parcel.after().toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    private final class Desk implements Line.Owner {
        @Override
        public void arrived(Parcel parcel) {
            Optional<Parcel> before = Optional.ofNullable(newest.put(parcel.to() + " " + parcel.topic(), parcel));
            if (seen.size() == REMEMBERED_MAX) {
                seen.remove(REMEMBERED_MAX / 2);
            }
            seen.add(parcel);
            misdeed.handing(new Misdeed.Passing(parcel, before), random).forEach(HostileBroker.this::hand);
        }

        @Override
        public void subscribed(Line line) {
            List<Parcel> its = seen.stream()
                    .filter(parcel -> parcel.to().equals(line.client()))
                    .toList();
            misdeed.subscribed(its).forEach(HostileBroker.this::hand);
        }

        @Override
        public void ended(Line line) {
            ended++;
            lines.remove(line.client(), line);
        }
    }

    /** Waits until a client has shown who it is, and then reaches the real broker in its name. */
    private final class Greeting extends ChannelInboundHandlerAdapter {
        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
            if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
                String client = nameOf(context.channel());
                var line = new Line(client, context.channel(), new Desk());
                context.pipeline().addLast(new MqttDecoder(PACKET_BYTES_MAX), MqttEncoder.INSTANCE, line.new Front());
                lines.put(client, line);
                reach(line, context.channel());
                context.pipeline().remove(this);
            }
            super.userEventTriggered(context, event);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            var _ = context.close();
        }
    }

    private void reach(Line line, Channel front) {
        SSLEngine engine = clients.get(line.client()).createSSLEngine("localhost", realPort);
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(PROTOCOLS);
        var connecting = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new SslHandler(engine),
                                        new MqttDecoder(PACKET_BYTES_MAX),
                                        MqttEncoder.INSTANCE,
                                        line.new Back());
                    }
                })
                .connect(InetAddress.getLoopbackAddress(), realPort);
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                line.reached(connecting.channel());
            } else {
                var _ = front.close();
            }
        });
    }

    private static String nameOf(Channel channel) throws SSLPeerUnverifiedException, InvalidNameException {
        var certificate = (X509Certificate)
                channel.pipeline().get(SslHandler.class).engine().getSession().getPeerCertificates()[0];
        return new LdapName(certificate.getSubjectX500Principal().getName())
                .getRdns().stream()
                        .filter(part -> part.getType().equalsIgnoreCase("CN"))
                        .map(part -> part.getValue().toString())
                        .findFirst()
                        .orElseThrow();
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, TIMEOUT_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
