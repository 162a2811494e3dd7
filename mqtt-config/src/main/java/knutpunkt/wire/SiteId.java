package knutpunkt.wire;

/** The site's name on the wire: the third level of every topic. */
public record SiteId(String text) {
    public SiteId {
        Name.require("site id", text);
    }

    @Override
    public String toString() {
        return text;
    }
}
