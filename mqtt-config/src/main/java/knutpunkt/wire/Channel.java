package knutpunkt.wire;

import java.util.Arrays;
import java.util.Optional;

/**
 * The one table of what travels between a controller and the service: the topic's last levels, who sends, whether the
 * broker keeps the newest, the quality of service and the largest payload. The broker's access rules, the
 * subscriptions and the documents are made from it.
 */
public enum Channel {
    STATE("state", Sender.CONTROLLER, true, 1, 16_384),
    HEARTBEAT("heartbeat", Sender.CONTROLLER, false, 0, 4_096),
    LEASE("lease", Sender.SERVICE, false, 0, 4_096),
    EVENTS("events", Sender.CONTROLLER, false, 1, 262_144),
    EVENTS_ACK("events/ack", Sender.SERVICE, false, 1, 4_096),
    ACCESS_WANT("access/want", Sender.CONTROLLER, false, 1, 4_096),
    ACCESS_UPDATE("access/update", Sender.SERVICE, false, 1, 262_144),
    ACCESS_RECEIPT("access/receipt", Sender.CONTROLLER, false, 1, 4_096),
    ACCESS_RECALL("access/recall", Sender.SERVICE, false, 1, 4_096),
    ACCESS_HELD("access/held", Sender.CONTROLLER, false, 1, 262_144),
    COMMANDS("commands", Sender.SERVICE, false, 1, 4_096),
    COMMANDS_RESULT("commands/result", Sender.CONTROLLER, false, 1, 16_384),
    KEYS_WANT("keys/want", Sender.CONTROLLER, false, 1, 8_192),
    KEYS_UPDATE("keys/update", Sender.SERVICE, false, 1, 16_384);

    /** Which end may publish on a channel; the other end subscribes. */
    public enum Sender {
        CONTROLLER,
        SERVICE
    }

    private final String path;
    private final Sender sender;
    private final boolean retained;
    private final int qos;
    private final int bytesMax;

    Channel(String path, Sender sender, boolean retained, int qos, int bytesMax) {
        this.path = path;
        this.sender = sender;
        this.retained = retained;
        this.qos = qos;
        this.bytesMax = bytesMax;
    }

    /** The topic levels after the controller's, for example {@code access/want}. */
    public String path() {
        return path;
    }

    public Sender sender() {
        return sender;
    }

    public boolean retained() {
        return retained;
    }

    /** MQTT quality of service, 0 or 1. */
    public int qos() {
        return qos;
    }

    /** The largest payload either end accepts, in bytes. */
    public int bytesMax() {
        return bytesMax;
    }

    /** The one with these levels; empty when there is none. */
    public static Optional<Channel> ofPath(String path) {
        return Arrays.stream(values())
                .filter(channel -> channel.path.equals(path))
                .findFirst();
    }
}
