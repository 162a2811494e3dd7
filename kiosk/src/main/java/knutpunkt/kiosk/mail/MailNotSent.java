package knutpunkt.kiosk.mail;

/** The mail server could not be reached, or did not take a letter. */
public final class MailNotSent extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The cause is left out: what servers answer repeats addresses, which are names. */
    MailNotSent(String message) {
        super(message);
    }
}
