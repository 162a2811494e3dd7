package knutpunkt.kiosk.audit;

import static java.util.Objects.requireNonNull;

import knutpunkt.kiosk.ids.AccountId;

/** Who did something: somebody's account, or a part of the service. */
public record By(String id) {
    /** A program with the service's token. */
    public static final By API = new By("api");

    /** Somebody at the machine itself, by a command. */
    public static final By CONSOLE = new By("console");

    /** The service by itself. */
    public static final By SERVICE = new By("service");

    public By {
        requireNonNull(id, "id");
    }

    public static By account(AccountId account) {
        return new By(account.text());
    }
}
