package knutpunkt.controller;

/** The controller cannot start as it is configured. The message is one sentence for whoever starts it. */
final class BadStart extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadStart(String sentence) {
        super(sentence);
    }

    BadStart(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
