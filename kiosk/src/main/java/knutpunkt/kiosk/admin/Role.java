package knutpunkt.kiosk.admin;

import java.util.Arrays;
import java.util.Locale;

/** What an account is for. What each may do is {@link Act}'s table. */
public enum Role {
    /** Answers for the premises: sees all but real names that are not shown, and decides who may do what. */
    OWNER,
    /** Looks after one partner's people, and sees no other's. */
    PARTNER_ADMIN,
    /** Blocks a lost badge at night, and nothing else. */
    NIGHT_DESK,
    /** Looks after doors and screens, and sees no people. */
    TECHNICIAN,
    /** Reads log and audit. */
    LOG_READER;

    static final String RULE = "must be a role of the list";

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Role parse(String word) {
        return Arrays.stream(values())
                .filter(one -> one.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(RULE));
    }
}
