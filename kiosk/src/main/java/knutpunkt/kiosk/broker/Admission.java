package knutpunkt.kiosk.broker;

import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_BAD_AUTHENTICATION_METHOD;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_CLIENT_IDENTIFIER_NOT_VALID;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_IMPLEMENTATION_SPECIFIC;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED_5;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_QOS_NOT_SUPPORTED;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_UNACCEPTABLE_PROTOCOL_VERSION;
import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.AUTHENTICATION_METHOD;
import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.SESSION_EXPIRY_INTERVAL;
import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.WILL_DELAY_INTERVAL;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.util.Optional;
import knutpunkt.wire.broker.AccessRules;

/** Whether a client that showed a good certificate may connect the way it asks to. Pure. */
final class Admission {
    /** The longest a session is kept for a client that is away; what was published meanwhile waits in memory. */
    static final int SESSION_SECONDS_MAX = 3_600;

    static final Refused UNKNOWN = new Refused(Refusal.UNKNOWN_CLIENT, CONNECTION_REFUSED_NOT_AUTHORIZED_5);

    /** Why not, and the code that says so. */
    record Refused(Refusal why, MqttConnectReturnCode code) {}

    private Admission() {}

    static Optional<Refused> check(AccessRules rules, String client, MqttConnectMessage connect) {
        MqttConnectVariableHeader header = connect.variableHeader();
        if (header.version() != MqttVersion.MQTT_5.protocolLevel()) {
            return refused(Refusal.NOT_MQTT_5, CONNECTION_REFUSED_UNACCEPTABLE_PROTOCOL_VERSION);
        }
        if (!connect.payload().clientIdentifier().equals(client)) {
            return refused(Refusal.FOREIGN_CLIENT_ID, CONNECTION_REFUSED_CLIENT_IDENTIFIER_NOT_VALID);
        }
        if (header.hasUserName()
                || header.hasPassword()
                || header.properties().getProperty(AUTHENTICATION_METHOD.value()) != null) {
            return refused(Refusal.CREDENTIALS, CONNECTION_REFUSED_BAD_AUTHENTICATION_METHOD);
        }
        MqttProperties.MqttProperty<?> expiry = header.properties().getProperty(SESSION_EXPIRY_INTERVAL.value());
        if (expiry != null && !isShort(expiry)) {
            return refused(Refusal.LONG_SESSION, CONNECTION_REFUSED_IMPLEMENTATION_SPECIFIC);
        }
        boolean outlives = expiry != null && seconds(expiry) > 0;
        return header.isWillFlag() ? checkWill(rules, client, connect, outlives) : Optional.empty();
    }

    private static Optional<Refused> checkWill(
            AccessRules rules, String client, MqttConnectMessage connect, boolean sessionOutlives) {
        String topic = connect.payload().willTopic();
        if (!rules.mayPublish(client, topic) || (connect.variableHeader().isWillRetain() && !rules.mayRetain(topic))) {
            return refused(Refusal.FOREIGN_WILL, CONNECTION_REFUSED_NOT_AUTHORIZED_5);
        }
        if (connect.variableHeader().willQos() > MqttQoS.AT_LEAST_ONCE.value()) {
            return refused(Refusal.UNEXPECTED_PACKET, CONNECTION_REFUSED_QOS_NOT_SUPPORTED);
        }
        MqttProperties.MqttProperty<?> delay =
                connect.payload().willProperties().getProperty(WILL_DELAY_INTERVAL.value());
        if (sessionOutlives && (delay == null || seconds(delay) == 0)) {
            return refused(Refusal.WILL_WITHOUT_DELAY, CONNECTION_REFUSED_IMPLEMENTATION_SPECIFIC);
        }
        return Optional.empty();
    }

    static boolean isShort(MqttProperties.MqttProperty<?> expiry) {
        return seconds(expiry) <= SESSION_SECONDS_MAX;
    }

    /** An interval on the wire is unsigned, and the codec gives it as a signed int. */
    private static long seconds(MqttProperties.MqttProperty<?> interval) {
        return interval.value() instanceof Integer seconds ? Integer.toUnsignedLong(seconds) : Long.MAX_VALUE;
    }

    private static Optional<Refused> refused(Refusal why, MqttConnectReturnCode code) {
        return Optional.of(new Refused(why, code));
    }
}
