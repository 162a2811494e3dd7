package knutpunkt.kiosk.broker;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.cluster.ClusterConnection;
import org.apache.activemq.artemis.core.server.metrics.MetricsManager;
import org.apache.activemq.artemis.spi.core.protocol.ProtocolManager;
import org.apache.activemq.artemis.spi.core.remoting.Acceptor;
import org.apache.activemq.artemis.spi.core.remoting.AcceptorFactory;
import org.apache.activemq.artemis.spi.core.remoting.BufferHandler;
import org.apache.activemq.artemis.spi.core.remoting.ServerConnectionLifeCycleListener;
import org.apache.activemq.artemis.utils.actors.OrderedExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Takes TCP connections and asks TLS 1.3 and a certificate of the site from each. The keys stay in memory: the broker's
 * own way would have them in a store on disk.
 */
final class TlsAcceptor extends NettyAcceptor {
    private static final String[] PROTOCOLS = {"TLSv1.3"};
    private final Supplier<SSLContext> tls;
    private final Supplier<Doorstep> doorstep;

    /** Makes the one acceptor; the broker hands over the rest of what it needs. */
    record Factory(Supplier<SSLContext> tls, Supplier<Doorstep> doorstep) implements AcceptorFactory {
        @Override
        @SuppressWarnings("rawtypes") // as the library declares it
        public Acceptor createAcceptor(
                String name,
                ClusterConnection cluster,
                Map<String, Object> settings,
                BufferHandler handler,
                ServerConnectionLifeCycleListener listener,
                Executor threads,
                ScheduledExecutorService scheduler,
                Map<String, ProtocolManager> protocols,
                String threadGroup,
                MetricsManager metrics) {
            return new TlsAcceptor(
                    this,
                    name,
                    cluster,
                    settings,
                    handler,
                    listener,
                    threads,
                    scheduler,
                    protocols,
                    threadGroup,
                    metrics);
        }
    }

    @SuppressWarnings("rawtypes") // as the library declares it
    private TlsAcceptor(
            Factory ours,
            String name,
            ClusterConnection cluster,
            Map<String, Object> settings,
            BufferHandler handler,
            ServerConnectionLifeCycleListener listener,
            Executor threads,
            ScheduledExecutorService scheduler,
            Map<String, ProtocolManager> protocols,
            String threadGroup,
            MetricsManager metrics) {
        super(
                name,
                cluster,
                settings,
                handler,
                listener,
                scheduler,
                new OrderedExecutor(threads),
                protocols,
                threadGroup,
                metrics);
        this.tls = ours.tls;
        this.doorstep = ours.doorstep;
    }

    @Override
    public SslHandler getSslHandler(ByteBufAllocator allocator, @Nullable String peerHost, int peerPort) {
        SSLEngine engine = tls.get().createSSLEngine();
        engine.setUseClientMode(false);
        engine.setNeedClientAuth(true);
        engine.setEnabledProtocols(PROTOCOLS);
        return new SslHandler(engine) {
            @Override
            public void handlerAdded(ChannelHandlerContext context) throws Exception {
                super.handlerAdded(context);
                // Comes right behind TLS: the broker's own handlers are added after this one.
                context.pipeline().addLast(doorstep.get());
            }
        };
    }
}
