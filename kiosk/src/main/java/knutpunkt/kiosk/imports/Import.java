package knutpunkt.kiosk.imports;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import knutpunkt.kiosk.ids.PartnerId;

/**
 * People who were added together.
 *
 * @param partner of the partner admin who did it; empty when somebody did who answers for the site
 * @param lastRecord the log's newest record then, 0 for none
 */
record Import(
        ImportId id,
        String account,
        Optional<PartnerId> partner,
        Instant madeAt,
        long added,
        long lastRecord,
        Optional<Instant> undoneAt) {
    /** How long it can be taken back. */
    static final Duration UNDO_MAX = Duration.ofHours(24);

    /** The rule, for whoever refuses an id that is none. */
    static final String RULE = "must be an import of this site";

    Import {
        requireNonNull(id, "id");
        requireNonNull(account, "account");
        requireNonNull(partner, "partner");
        requireNonNull(madeAt, "madeAt");
        requireNonNull(undoneAt, "undoneAt");
    }

    /** The first moment when it is too late. */
    Instant undoUntil() {
        return madeAt.plus(UNDO_MAX);
    }

    boolean canBeUndone(Instant now) {
        return undoneAt.isEmpty() && now.isBefore(undoUntil());
    }
}
