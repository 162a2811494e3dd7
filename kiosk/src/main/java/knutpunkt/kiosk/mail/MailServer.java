package knutpunkt.kiosk.mail;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Where mail is handed over.
 *
 * @param from the address that letters are from
 * @param login empty for a server that asks for none
 */
public record MailServer(String host, int port, String from, Tls tls, Optional<Login> login) {
    public MailServer {
        requireNonNull(host, "host");
        Letter.address(from);
        requireNonNull(tls, "tls");
        requireNonNull(login, "login");
    }

    /** How the way there is kept from others. */
    public enum Tls {
        /** Not at all: for a server on this machine. */
        NONE,
        /** A plain connection that must become encrypted before anything is said. */
        STARTTLS,
        /** Encrypted from the first byte. */
        WHOLE;

        public static Tls parse(String word) {
            return Arrays.stream(values())
                    .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("[" + word + "] must be none, starttls or whole"));
        }
    }

    /** What the server knows the service by. */
    public record Login(String user, String password) {
        public Login {
            requireNonNull(user, "user");
            requireNonNull(password, "password");
        }

        /** Without the password. */
        @Override
        public String toString() {
            return "Login[" + user + "]";
        }
    }
}
