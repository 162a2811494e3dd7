package knutpunkt.kiosk.broker;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.mqtt.MqttDecoder;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.BaseInterceptor;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTInterceptor;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolHandler;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolManagerFactory;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTRoutingHandler;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyServerConnection;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.spi.core.protocol.ConnectionEntry;
import org.apache.activemq.artemis.spi.core.protocol.ProtocolManager;
import org.apache.activemq.artemis.spi.core.protocol.ProtocolManagerFactory;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.remoting.Acceptor;
import org.apache.activemq.artemis.spi.core.remoting.Connection;

/**
 * The broker's MQTT with a {@link ClientGate} before it, and a limit on a packet's size that holds while the packet is read.
 * Everything else is passed on as it is.
 */
final class GatedMqtt implements ProtocolManager<MQTTInterceptor, MQTTRoutingHandler> {
    private final ProtocolManager<MQTTInterceptor, MQTTRoutingHandler> mqtt;
    private final Factory factory;

    /** Takes the place of the broker's own factory. */
    static final class Factory extends MQTTProtocolManagerFactory {
        private final Supplier<ClientGate> gate;
        private final int packetBytesMax;

        Factory(Supplier<ClientGate> gate, int packetBytesMax) {
            this.gate = gate;
            this.packetBytesMax = packetBytesMax;
        }

        @Override
        @SuppressWarnings({"unchecked", "rawtypes"}) // as the library declares it
        public ProtocolManager createProtocolManager(
                ActiveMQServer server,
                Map<String, Object> settings,
                List<BaseInterceptor> incoming,
                List<BaseInterceptor> outgoing)
                throws Exception {
            return new GatedMqtt(super.createProtocolManager(server, settings, incoming, outgoing), this);
        }
    }

    private GatedMqtt(ProtocolManager<MQTTInterceptor, MQTTRoutingHandler> mqtt, Factory factory) {
        this.mqtt = mqtt;
        this.factory = factory;
    }

    @Override
    public void addChannelHandlers(ChannelPipeline pipeline) {
        mqtt.addChannelHandlers(pipeline);
        pipeline.replace(MqttDecoder.class, "mqtt-decoder", new MqttDecoder(factory.packetBytesMax));
        String handler = pipeline.context(MQTTProtocolHandler.class).name();
        pipeline.addBefore(handler, "gate", factory.gate.get());
    }

    @Override
    public ProtocolManagerFactory<MQTTInterceptor> getFactory() {
        return factory;
    }

    @Override
    @SuppressWarnings("rawtypes") // as the library declares it
    public void updateInterceptors(List<BaseInterceptor> incoming, List<BaseInterceptor> outgoing) {
        mqtt.updateInterceptors(incoming, outgoing);
    }

    @Override
    public ConnectionEntry createConnectionEntry(Acceptor acceptor, Connection connection) {
        return mqtt.createConnectionEntry(acceptor, connection);
    }

    @Override
    public void removeHandler(String name) {
        mqtt.removeHandler(name);
    }

    @Override
    public void handleBuffer(RemotingConnection connection, ActiveMQBuffer buffer) {
        mqtt.handleBuffer(connection, buffer);
    }

    /** Whatever begins like MQTT is read as MQTT, so that nothing is left waiting for a protocol nobody knows. */
    @Override
    public boolean isProtocol(byte[] start) {
        return true;
    }

    @Override
    public boolean acceptsNoHandshake() {
        return mqtt.acceptsNoHandshake();
    }

    @Override
    public void handshake(NettyServerConnection connection, ActiveMQBuffer buffer) {
        mqtt.handshake(connection, buffer);
    }

    /** None: the doorstep lets no HTTP in. */
    @Override
    public List<String> websocketSubprotocolIdentifiers() {
        return List.of();
    }

    @Override
    public void setAnycastPrefix(String prefix) {
        mqtt.setAnycastPrefix(prefix);
    }

    @Override
    public void setMulticastPrefix(String prefix) {
        mqtt.setMulticastPrefix(prefix);
    }

    @Override
    public Map<SimpleString, RoutingType> getPrefixes() {
        return mqtt.getPrefixes();
    }

    @Override
    public void setSecurityDomain(String domain) {
        mqtt.setSecurityDomain(domain);
    }

    @Override
    public String getSecurityDomain() {
        return mqtt.getSecurityDomain();
    }

    @Override
    public MQTTRoutingHandler getRoutingHandler() {
        return mqtt.getRoutingHandler();
    }
}
