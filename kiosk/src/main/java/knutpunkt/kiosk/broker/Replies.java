package knutpunkt.kiosk.broker;

import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodes;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import java.util.Arrays;

/** The packets that say no. */
final class Replies {
    private static final MqttFixedHeader SUBACK =
            new MqttFixedHeader(MqttMessageType.SUBACK, false, MqttQoS.AT_MOST_ONCE, false, 0);

    private Replies() {}

    static MqttMessage noConnection(MqttConnectReturnCode code) {
        return MqttMessageBuilders.connAck().returnCode(code).build();
    }

    /** To a publish at quality of service 1; there is none to 0. */
    static MqttMessage notTaken(MqttPublishMessage publish) {
        return MqttMessageBuilders.pubAck()
                .packetId(publish.variableHeader().packetId())
                .reasonCode(MqttReasonCodes.PubAck.NOT_AUTHORIZED.byteValue())
                .build();
    }

    static MqttMessage noneGiven(MqttSubscribeMessage subscribe) {
        int[] codes = new int[subscribe.payload().topicSubscriptions().size()];
        Arrays.fill(codes, Byte.toUnsignedInt(MqttReasonCodes.SubAck.NOT_AUTHORIZED.byteValue()));
        var header = new MqttMessageIdAndPropertiesVariableHeader(
                subscribe.variableHeader().messageId(), MqttProperties.NO_PROPERTIES);
        return new MqttSubAckMessage(SUBACK, header, new MqttSubAckPayload(codes));
    }

    static MqttMessage goodbye(MqttReasonCodes.Disconnect code) {
        return MqttMessageBuilders.disconnect().reasonCode(code.byteValue()).build();
    }
}
