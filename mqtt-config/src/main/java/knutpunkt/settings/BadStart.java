package knutpunkt.settings;

/** A program cannot start as it is configured. The message is one sentence for whoever starts it. */
public final class BadStart extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BadStart(String sentence) {
        super(sentence);
    }

    public BadStart(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
