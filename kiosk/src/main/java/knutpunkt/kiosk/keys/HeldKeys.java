package knutpunkt.kiosk.keys;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.database.Row;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.message.KeysWant;

/**
 * What a controller last said of its keys.
 *
 * @param trust the digest of whom it believes
 * @param authority who made its certificate; empty when it believes that one no longer
 * @param endsAt the end of its certificate
 * @param signer the fingerprint of the key it signs by
 * @param changeFrom the key that it is to sign by no longer, while it was asked to change it and has not
 */
public record HeldKeys(
        ControllerId controller,
        Hash trust,
        Optional<Hash> authority,
        Instant endsAt,
        Hash signer,
        Instant saidAt,
        Optional<Hash> changeFrom) {
    /** How exactly it is known when the same was said last: it is said once a day, and by a flood any number of times. */
    private static final Duration SAID_WITHIN = Duration.ofHours(1);

    private static final String COLUMNS =
            "SELECT controller, trust, authority, ends_at, signer, said_at, change_from FROM controller_key";

    /** Whether it was asked to change the key it signs by, and has not. */
    boolean isToChange() {
        return changeFrom.equals(Optional.of(signer));
    }

    /** What it says, written down where it is something new, or the last was said a while ago. */
    static void said(Transaction transaction, ControllerId controller, KeysWant want, Instant at) {
        if (of(transaction, controller).filter(held -> held.covers(want, at)).isPresent()) {
            return;
        }
        transaction.update(
                """
                INSERT INTO controller_key (controller, trust, authority, ends_at, signer, said_at)
                VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (controller) DO UPDATE SET
                    trust = excluded.trust, authority = excluded.authority, ends_at = excluded.ends_at,
                    signer = excluded.signer, said_at = excluded.said_at""",
                controller.text(),
                want.trust().hex(),
                want.authority().map(Hash::hex),
                want.until(),
                want.signer().hex(),
                at);
    }

    private boolean covers(KeysWant want, Instant at) {
        return trust.equals(want.trust())
                && authority.equals(want.authority())
                && endsAt.equals(want.until())
                && signer.equals(want.signer())
                && Duration.between(saidAt, at).abs().compareTo(SAID_WITHIN) < 0;
    }

    /** Asks a controller to change the key it signs by. False for one that has never said which it has. */
    public static boolean change(Transaction transaction, ControllerId controller) {
        return transaction.update(
                        "UPDATE controller_key SET change_from = signer WHERE controller = ?", controller.text())
                > 0;
    }

    /** From now on nothing is known of it. */
    public static void forget(Transaction transaction, ControllerId controller) {
        transaction.update("DELETE FROM controller_key WHERE controller = ?", controller.text());
    }

    static Optional<HeldKeys> of(Transaction transaction, ControllerId controller) {
        return transaction.one(COLUMNS + " WHERE controller = ?", HeldKeys::read, controller.text());
    }

    /** Of every controller that has said so, by id. */
    public static List<HeldKeys> all(Transaction transaction) {
        return transaction.list(COLUMNS + " ORDER BY controller", HeldKeys::read);
    }

    private static HeldKeys read(Row row) {
        return new HeldKeys(
                new ControllerId(row.text("controller")),
                new Hash(row.text("trust")),
                row.findText("authority").map(Hash::new),
                row.time("ends_at"),
                new Hash(row.text("signer")),
                row.time("said_at"),
                row.findText("change_from").map(Hash::new));
    }
}
