package knutpunkt.wire.session;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import knutpunkt.wire.Channel;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.certificates.SiteKeys;

/** Which end of the wire a courier is: what it may send and what it listens to follow from the channels' table. */
public sealed interface End {
    /** The one service of a site. */
    record Service() implements End {}

    /** One controller. */
    record Controller(ControllerId id) implements End {
        public Controller {
            requireNonNull(id, "id");
        }
    }

    /** The name this end signs with; its certificate's common name and its MQTT client id. */
    default String sender() {
        return switch (this) {
            case Service _ -> SiteKeys.SERVICE;
            case Controller(ControllerId id) -> id.text();
        };
    }

    /** Whether this end is the one that publishes on a topic of its site. */
    default boolean sends(Topic topic) {
        return switch (this) {
            case Service _ -> topic.channel().sender() == Channel.Sender.SERVICE;
            case Controller(ControllerId id) ->
                topic.channel().sender() == Channel.Sender.CONTROLLER
                        && topic.controller().equals(id);
        };
    }

    /** Whether a topic of its site is meant for this end. */
    default boolean receives(Topic topic) {
        return switch (this) {
            case Service _ -> topic.channel().sender() == Channel.Sender.CONTROLLER;
            case Controller(ControllerId id) ->
                topic.channel().sender() == Channel.Sender.SERVICE
                        && topic.controller().equals(id);
        };
    }

    /** All it listens to. What the broker kept is handed over only where something may be kept. */
    default List<Subscription> subscriptions(SiteId site) {
        return Arrays.stream(Channel.values())
                .filter(channel -> switch (this) {
                    case Service _ -> channel.sender() == Channel.Sender.CONTROLLER;
                    case Controller _ -> channel.sender() == Channel.Sender.SERVICE;
                })
                .map(channel -> new Subscription(filter(site, channel), channel.qos(), channel.retained()))
                .toList();
    }

    private String filter(SiteId site, Channel channel) {
        return switch (this) {
            case Service _ -> Topic.filterOfAll(site, channel);
            case Controller(ControllerId id) -> new Topic(site, id, channel).text();
        };
    }

    /** Who must have signed what comes on a topic. */
    static String expectedSender(Topic topic) {
        return switch (topic.channel().sender()) {
            case SERVICE -> SiteKeys.SERVICE;
            case CONTROLLER -> topic.controller().text();
        };
    }
}
