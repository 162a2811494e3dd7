package knutpunkt.kiosk.audit;

import java.util.Arrays;
import java.util.Locale;

/** What somebody reads personal data for: a closed list, and working time is not in it (users' requirement R1). */
public enum Purpose {
    /** Something happened at the premises. */
    INCIDENT,
    /** A badge was lost or does not work. */
    BADGE,
    /** A part is broken, or the log must be checked. */
    FAULT,
    /** The person concerned asks. */
    DATA_SUBJECT,
    /** A request for public records, or a supervising authority. */
    DISCLOSURE;

    /** The rule, for whoever refuses another word. */
    public static final String RULE = "must be a purpose of the list";

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Purpose parse(String word) {
        return Arrays.stream(values())
                .filter(one -> one.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(RULE));
    }
}
