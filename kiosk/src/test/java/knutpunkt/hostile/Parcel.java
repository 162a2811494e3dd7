package knutpunkt.hostile;

import java.time.Duration;
import java.util.List;
import knutpunkt.wire.Channel;
import knutpunkt.wire.Topic;

/**
 * One message as the broker hands it to a client. The payload is not copied: nobody may change it.
 *
 * @param to the client's name
 * @param signatures the values of every user property that should hold the one signature
 * @param retained the flag that says it was kept
 * @param after how much later than now
 */
@SuppressWarnings("ArrayRecordComponent") // travels one way and is never compared
record Parcel(
        String to, String topic, byte[] payload, List<String> signatures, int qos, boolean retained, Duration after) {
    Parcel {
        signatures = List.copyOf(signatures);
    }

    /** What a right message on a topic looks like, handed over at once. */
    static Parcel of(String to, Topic topic, byte[] payload, String signature) {
        int qos = topic.channel().qos();
        return new Parcel(to, topic.text(), payload, List.of(signature), qos, false, Duration.ZERO);
    }

    /** The channel it is of, as long as nobody changed its topic. */
    Channel channel() {
        return Topic.parse(topic).orElseThrow().channel();
    }

    Parcel to(String client) {
        return new Parcel(client, topic, payload, signatures, qos, retained, after);
    }

    Parcel onTopic(String other) {
        return new Parcel(to, other, payload, signatures, qos, retained, after);
    }

    Parcel holding(byte[] other) {
        return new Parcel(to, topic, other, signatures, qos, retained, after);
    }

    Parcel signed(List<String> others) {
        return new Parcel(to, topic, payload, others, qos, retained, after);
    }

    Parcel kept() {
        return new Parcel(to, topic, payload, signatures, qos, true, after);
    }

    Parcel in(Duration later) {
        return new Parcel(to, topic, payload, signatures, qos, retained, later);
    }
}
