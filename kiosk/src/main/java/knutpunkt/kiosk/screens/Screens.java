package knutpunkt.kiosk.screens;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Row;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.OpaqueIds;
import knutpunkt.kiosk.web.Printable;

/**
 * Which browsers are screens of the site. An unknown one gets a secret in a cookie and a code; whoever may pair types the
 * code in, and from then on the secret proves the screen, until it is revoked. Safe for use by several threads.
 */
public final class Screens {
    /** How many screens may wait to be paired at once: an unknown browser costs a row. */
    public static final int WAITING_MAX = 50;

    /** How many screens one site may have. */
    public static final int PAIRED_MAX = 250;

    /** How long a code is good for; after that its screen asks for another. */
    public static final Duration CODE_LASTS = Duration.ofMinutes(15);

    /** The longest name of a screen, in characters. */
    public static final int NAME_MAX = 60;

    /** The rule, for whoever refuses a name that is none. */
    public static final String NAME_RULE = "must be 1 to " + NAME_MAX + " visible characters";

    /** The rule, for whoever refuses an id that is none. */
    public static final String RULE = "must be a screen of this site";

    /** The one screen that pairs itself, at the service's own machine. */
    static final ScreenId TABLE = new ScreenId("table");

    /** No secret has this for its hash. */
    private static final String NO_PROOF = "none";

    private final Database database;
    private final InstantSource clock;
    private final OpaqueIds ids;
    private final RandomGenerator random;
    private final boolean pairsItself;

    /**
     * Whoever makes it with {@code pairsItself} makes a browser at the service's machine the screen {@code table}, unless
     * that was revoked.
     *
     * @param random must be a secure one outside tests
     */
    public Screens(Database database, InstantSource clock, OpaqueIds ids, RandomGenerator random, boolean pairsItself) {
        this.database = requireNonNull(database, "database");
        this.clock = requireNonNull(clock, "clock");
        this.ids = requireNonNull(ids, "ids");
        this.random = requireNonNull(random, "random");
        this.pairsItself = pairsItself;
        if (pairsItself && database.read(transaction -> isMissing(transaction, TABLE))) {
            database.write(transaction -> transaction.update(
                    "INSERT INTO screen (id, name, place, token_hash, made_at, paired_at) VALUES (?, ?, ?, ?, ?, ?)",
                    TABLE.text(),
                    "Table",
                    Place.INDOORS,
                    NO_PROOF,
                    clock.instant(),
                    clock.instant()));
        }
    }

    private static boolean isMissing(Transaction transaction, ScreenId id) {
        return !transaction.exists("SELECT 1 FROM screen WHERE id = ?", id.text());
    }

    /** What came of a browser's asking to be a screen. */
    public enum Asked {
        /** It is one already. */
        PAIRED,
        /** It waits already, and its code is good. */
        WAITING,
        /** It waits from now on, if it takes the secret that was offered. */
        ADMITTED,
        /** Too many wait already. */
        TOO_MANY
    }

    /**
     * A browser asks to be a screen. One whose code has run out begins anew, and so does one with a secret that nobody
     * gave it: whoever could choose a browser's secret would be paired with it.
     *
     * @param freshProof of a secret to give it
     */
    public Asked ask(Visitor visitor, String freshProof) {
        Instant now = clock.instant();
        return switch (standings(now).of(visitor)) {
            case Standing.Paired _ -> Asked.PAIRED;
            case Standing.Waiting(Optional<PairingCode> code) when code.isPresent() -> Asked.WAITING;
            case Standing.Waiting _ ->
                database.write(transaction -> admit(transaction, freshProof, now)) ? Asked.ADMITTED : Asked.TOO_MANY;
        };
    }

    private boolean admit(Transaction transaction, String proof, Instant now) {
        transaction.update("DELETE FROM screen WHERE code IS NOT NULL AND made_at <= ?", now.minus(CODE_LASTS));
        if (transaction.exists("SELECT 1 FROM screen WHERE code IS NOT NULL LIMIT 1 OFFSET ?", WAITING_MAX - 1)) {
            return false;
        }
        transaction.update(
                "INSERT INTO screen (id, name, place, token_hash, code, made_at) VALUES (?, '', ?, ?, ?, ?)",
                ids.fresh('s'),
                Place.INDOORS,
                proof,
                freshCode(transaction).text(),
                now);
        return true;
    }

    private PairingCode freshCode(Transaction transaction) {
        PairingCode code = PairingCode.fresh(random);
        while (transaction.exists("SELECT 1 FROM screen WHERE code = ?", code.text())) {
            code = PairingCode.fresh(random);
        }
        return code;
    }

    /** What every screen may show at one moment. */
    public Standings standings(Instant now) {
        return database.read(transaction -> standings(transaction, now));
    }

    private Standings standings(Transaction transaction, Instant now) {
        var screens = new HashMap<String, Standing>();
        transaction
                .list(
                        "SELECT place, token_hash, code, made_at, paired_at FROM screen",
                        row -> Map.entry(row.text("token_hash"), standing(row, now)))
                .forEach(screen -> screens.put(screen.getKey(), screen.getValue()));
        Optional<Standing> table = pairsItself
                ? transaction.one(
                        "SELECT place, code, made_at, paired_at FROM screen WHERE id = ? AND paired_at IS NOT NULL",
                        row -> standing(row, now),
                        TABLE.text())
                : Optional.empty();
        return new Standings(screens, table);
    }

    private static Standing standing(Row row, Instant now) {
        if (row.findTime("paired_at").isPresent()) {
            return new Standing.Paired(Place.valueOf(row.text("place")));
        }
        Optional<PairingCode> code = row.findText("code").map(PairingCode::new);
        boolean isGood = now.isBefore(row.time("made_at").plus(CODE_LASTS));
        return new Standing.Waiting(isGood ? code : Optional.empty());
    }

    /** What came of pairing. */
    public sealed interface Pairing {
        record Done(PairedScreen screen) implements Pairing {}

        /** No screen shows that code, or not any longer. */
        record NoSuchCode() implements Pairing {}

        /** The site has {@link #PAIRED_MAX} screens. */
        record TooMany() implements Pairing {}
    }

    /**
     * Makes the browser that shows this code a screen; what it shows is there at once.
     *
     * @throws IllegalArgumentException when the name breaks {@link #NAME_RULE}
     */
    public Pairing pair(PairingCode code, String name, Place place) {
        return database.write(transaction -> pair(transaction, code, name, place));
    }

    /** The same within somebody's transaction, such as one that keeps an audit. */
    public Pairing pair(Transaction transaction, PairingCode code, String name, Place place) {
        String kept = Printable.name(name, NAME_MAX);
        Instant now = clock.instant();
        if (transaction.exists("SELECT 1 FROM screen WHERE paired_at IS NOT NULL LIMIT 1 OFFSET ?", PAIRED_MAX - 1)) {
            return new Pairing.TooMany();
        }
        Optional<ScreenId> waiting = transaction.one(
                "SELECT id FROM screen WHERE code = ? AND made_at > ?",
                row -> new ScreenId(row.text("id")),
                code.text(),
                now.minus(CODE_LASTS));
        if (waiting.isEmpty()) {
            return new Pairing.NoSuchCode();
        }
        transaction.update(
                "UPDATE screen SET name = ?, place = ?, paired_at = ?, code = NULL WHERE id = ?",
                kept,
                place,
                now,
                waiting.get().text());
        return new Pairing.Done(find(transaction, waiting.get()).orElseThrow());
    }

    /** Another name or place; it shows what the place allows at once. Empty when there is no such screen. */
    public Optional<PairedScreen> change(ScreenId id, String name, Place place) {
        return database.write(transaction -> change(transaction, id, name, place));
    }

    /** The same within somebody's transaction. */
    public Optional<PairedScreen> change(Transaction transaction, ScreenId id, String name, Place place) {
        transaction.update(
                "UPDATE screen SET name = ?, place = ? WHERE id = ? AND paired_at IS NOT NULL",
                Printable.name(name, NAME_MAX),
                place,
                id.text());
        return find(transaction, id);
    }

    /** From now on it shows nothing about people. False when there is no such screen. */
    public boolean revoke(ScreenId id) {
        return database.write(transaction -> revoke(transaction, id));
    }

    /** The same within somebody's transaction. */
    public boolean revoke(Transaction transaction, ScreenId id) {
        if (id.equals(TABLE)) {
            // Its row stays and says that it was revoked, or the next start would pair it again.
            return transaction.update(
                            "UPDATE screen SET paired_at = NULL WHERE id = ? AND paired_at IS NOT NULL", id.text())
                    == 1;
        }
        return transaction.update("DELETE FROM screen WHERE id = ? AND paired_at IS NOT NULL", id.text()) == 1;
    }

    public Optional<PairedScreen> find(Transaction transaction, ScreenId id) {
        return transaction.one("SELECT * FROM screen WHERE id = ? AND paired_at IS NOT NULL", Screens::read, id.text());
    }

    /** The paired ones, by name. */
    public List<PairedScreen> list() {
        return database.read(Screens::list);
    }

    /** The same within somebody's transaction. */
    public static List<PairedScreen> list(Transaction transaction) {
        return transaction.list(
                "SELECT * FROM screen WHERE paired_at IS NOT NULL ORDER BY name, id LIMIT " + PAIRED_MAX,
                Screens::read);
    }

    private static PairedScreen read(Row row) {
        return new PairedScreen(
                new ScreenId(row.text("id")),
                row.text("name"),
                Place.valueOf(row.text("place")),
                row.time("paired_at"));
    }
}
