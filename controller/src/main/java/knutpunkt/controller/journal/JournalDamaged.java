package knutpunkt.controller.journal;

/** What is in the file is not a journal any more. It is set aside; the message says what was wrong, for the gap record. */
final class JournalDamaged extends Exception {
    private static final long serialVersionUID = 1;

    JournalDamaged(String message) {
        super(message);
    }

    JournalDamaged(String message, Throwable cause) {
        super(message, cause);
    }
}
