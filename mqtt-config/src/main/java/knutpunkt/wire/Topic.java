package knutpunkt.wire;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** A topic under {@code knutpunkt/v1}: the only place that writes or reads these strings. */
public record Topic(SiteId site, ControllerId controller, Channel channel) {
    private static final String ROOT = "knutpunkt/v1/";
    private static final String CONTROLLERS = "/controllers/";

    public Topic {
        requireNonNull(site, "site");
        requireNonNull(controller, "controller");
        requireNonNull(channel, "channel");
    }

    /** The topic as MQTT carries it, for example {@code knutpunkt/v1/demo/controllers/c1/events/ack}. */
    public String text() {
        return filter(site.text(), controller.text(), channel);
    }

    /** The topics of a channel, with {@code {site}} and {@code {controller}} where the ids stand. */
    public static String template(Channel channel) {
        return filter("{site}", "{controller}", channel);
    }

    /** What the service subscribes to: one channel of every controller of the site. */
    public static String filterOfAll(SiteId site, Channel channel) {
        return filter(site.text(), "+", channel);
    }

    /** Empty when the text is not a topic of ours: whoever receives it rejects the message and counts it. */
    public static Optional<Topic> parse(String text) {
        int site = ROOT.length();
        int afterSite = text.indexOf(CONTROLLERS, site);
        if (!text.startsWith(ROOT) || afterSite < 0) {
            return Optional.empty();
        }
        int controller = afterSite + CONTROLLERS.length();
        int afterController = text.indexOf('/', controller);
        if (afterController < 0) {
            return Optional.empty();
        }
        try {
            var siteId = new SiteId(text.substring(site, afterSite));
            var controllerId = new ControllerId(text.substring(controller, afterController));
            return Channel.ofPath(text.substring(afterController + 1))
                    .map(channel -> new Topic(siteId, controllerId, channel));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static String filter(String site, String controller, Channel channel) {
        return ROOT + site + CONTROLLERS + controller + "/" + channel.path();
    }

    @Override
    public String toString() {
        return text();
    }
}
