package knutpunkt.kiosk.mail;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/** A letter in plain text. It never holds a person's name: mail is read by whoever passes it on. */
public record Letter(String to, String subject, String text) {
    /** The rule, for whoever refuses another address. */
    public static final String ADDRESS_RULE = "must be an e-mail address, like name@example.se";

    private static final int ADDRESS_MAX = 254;

    /** A plain address, without a name beside it and without anything that a mail's head could be changed by. */
    private static final Pattern ADDRESS =
            Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9][A-Za-z0-9.-]*[A-Za-z0-9]");

    public Letter {
        address(to);
        requireNonNull(subject, "subject");
        requireNonNull(text, "text");
    }

    /** The text, if it is an address. */
    public static String address(String text) {
        if (text.length() > ADDRESS_MAX || !ADDRESS.matcher(text).matches()) {
            throw new IllegalArgumentException(ADDRESS_RULE);
        }
        return text;
    }

    /** Without the address, which is often a name. */
    @Override
    public String toString() {
        return "Letter";
    }
}
