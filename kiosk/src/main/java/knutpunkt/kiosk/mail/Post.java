package knutpunkt.kiosk.mail;

/** Takes letters to a mail server. */
@FunctionalInterface
public interface Post {
    /**
     * Sends one letter; returns once the server has taken it.
     *
     * @throws MailNotSent if it has not
     */
    void send(Letter letter);
}
