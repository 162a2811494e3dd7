package knutpunkt.kiosk.admin;

import knutpunkt.kiosk.web.Printable;

/** What a login may be: what a name may be. */
final class LoginName {
    static final String RULE = "must be 1 to " + Account.LOGIN_MAX + " visible characters";

    private LoginName() {}

    static String accepted(String typed) {
        return Printable.name(typed, Account.LOGIN_MAX);
    }
}
