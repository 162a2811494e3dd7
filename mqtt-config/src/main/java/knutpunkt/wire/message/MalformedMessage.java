package knutpunkt.wire.message;

/** What came is not a message: the text says which rule it broke, and holds nothing of what it said. */
public final class MalformedMessage extends RuntimeException {
    private static final long serialVersionUID = 1;

    public MalformedMessage(String message) {
        super(message);
    }
}
