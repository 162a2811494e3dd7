package knutpunkt.controller.journal;

/** The journal cannot keep or give records now: a full disk, a failing card. Whoever wanted to let somebody in must refuse. */
public final class JournalUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    public JournalUnavailable(String message) {
        super(message);
    }

    public JournalUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
