package knutpunkt.wire.broker;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import knutpunkt.wire.Channel;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.certificates.SiteKeys;

/**
 * What each identity may do at a site's broker: a controller only on its own topics, the service on every controller's,
 * each only in its direction, and whoever looks on reads them all and sends nothing. Everything else is denied: other
 * filters with wildcards, shared subscriptions, the broker's own topics. Immutable.
 */
public final class AccessRules {
    private final SiteId site;

    public AccessRules(SiteId site) {
        this.site = requireNonNull(site, "site");
    }

    /**
     * Whether an identity may publish, or leave a will, on a topic.
     *
     * @param identity its certificate's common name
     */
    public boolean mayPublish(String identity, String topic) {
        Optional<Topic> parsed = Topic.parse(topic).filter(ours -> ours.site().equals(site));
        return parsed.isPresent()
                && isParty(identity, parsed.get())
                && sends(identity, parsed.get().channel());
    }

    /**
     * Whether a topic's messages may be kept: only where the table says so.
     *
     * @param topic one the publisher may publish on
     */
    public boolean mayRetain(String topic) {
        return Topic.parse(topic)
                .filter(ours -> ours.site().equals(site))
                .map(ours -> ours.channel().retained())
                .orElse(false);
    }

    /** Whether an identity may subscribe to a filter: exactly those it needs, and no other text. */
    public boolean maySubscribe(String identity, String filter) {
        return filters(identity).contains(filter);
    }

    /** Whether an identity may be given a message of a topic. */
    public boolean mayReceive(String identity, String topic) {
        Optional<Topic> parsed = Topic.parse(topic).filter(ours -> ours.site().equals(site));
        return parsed.isPresent()
                && isParty(identity, parsed.get())
                && !sends(identity, parsed.get().channel());
    }

    /** All filters an identity may subscribe to; none for a name that no party can have. */
    public List<String> filters(String identity) {
        if (isService(identity) || isWatch(identity)) {
            return Arrays.stream(Channel.values())
                    .filter(channel -> !sends(identity, channel))
                    .map(channel -> Topic.filterOfAll(site, channel))
                    .toList();
        }
        return controller(identity)
                .map(id -> Arrays.stream(Channel.values())
                        .filter(channel -> !sends(identity, channel))
                        .map(channel -> new Topic(site, id, channel).text())
                        .toList())
                .orElse(List.of());
    }

    private static boolean isParty(String identity, Topic topic) {
        String controller = topic.controller().text();
        boolean nobodys = isService(controller) || isWatch(controller);
        return !nobodys && (isService(identity) || isWatch(identity) || controller.equals(identity));
    }

    private static boolean sends(String identity, Channel channel) {
        return switch (channel.sender()) {
            case SERVICE -> isService(identity);
            case CONTROLLER -> !isService(identity) && !isWatch(identity);
        };
    }

    private static boolean isService(String identity) {
        return identity.equals(SiteKeys.SERVICE);
    }

    private static boolean isWatch(String identity) {
        return identity.equals(SiteKeys.WATCH);
    }

    private static Optional<ControllerId> controller(String identity) {
        try {
            return Optional.of(new ControllerId(identity));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
