package knutpunkt.wire;

/** One journal's life: a controller that lost its storage starts another. */
public record JournalId(String text) {
    public JournalId {
        Name.require("journal id", text);
    }

    @Override
    public String toString() {
        return text;
    }
}
