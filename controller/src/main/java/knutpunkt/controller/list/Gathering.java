package knutpunkt.controller.list;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import knutpunkt.access.AccessItem;
import knutpunkt.access.AccessList;
import knutpunkt.access.ListBuilder;
import knutpunkt.wire.message.AccessUpdate;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one update, as they come: in order, each once. A snapshot is packed meanwhile; changes are few, and kept as
 * they came. Not thread-safe.
 */
final class Gathering {
    /** How many parts an update may have. */
    static final int PARTS_MAX = 20_000;

    enum Result {
        TAKEN,
        /** A part that has come before, as a broker may deliver it or the service send it. */
        REPEATED,
        COMPLETE,
        /** One of those before it has not come; what came before that is kept. */
        AHEAD,
        PART_MISSING,
        /** With all parts of it that come after. */
        TOO_LARGE
    }

    private final List<AccessItem> put = new ArrayList<>();
    private final List<String> removed = new ArrayList<>();
    private ListBuilder snapshot = new ListBuilder();
    private int items;
    private @Nullable AccessUpdate newest;
    private @Nullable AccessUpdate refused; // a part of one that is too large

    Result add(AccessUpdate part) {
        AccessUpdate tooLarge = refused;
        if (tooLarge != null && isOfOneUpdate(tooLarge, part)) {
            return Result.TOO_LARGE;
        }
        AccessUpdate before = newest;
        boolean sameUpdate = before != null && isOfOneUpdate(before, part);
        if (sameUpdate && part.part() <= received()) {
            return Result.REPEATED;
        }
        if (sameUpdate && part.part() > received() + 1) {
            return Result.AHEAD;
        }
        if (!sameUpdate) {
            clear();
            if (part.part() != 1) {
                return Result.PART_MISSING;
            }
        }
        items += part.put().size() + part.removed().size();
        if (part.parts() > PARTS_MAX || items > AccessList.ITEMS_MAX) {
            clear();
            refused = part;
            return Result.TOO_LARGE;
        }
        if (part.from().isPresent()) {
            put.addAll(part.put());
            removed.addAll(part.removed());
        } else {
            part.put().forEach(snapshot::add);
        }
        newest = part;
        return part.part() == part.parts() ? Result.COMPLETE : Result.TAKEN;
    }

    private static boolean isOfOneUpdate(AccessUpdate one, AccessUpdate other) {
        return one.nonce().equals(other.nonce())
                && one.from().equals(other.from())
                && one.to().equals(other.to())
                && one.digest().equals(other.digest())
                && one.parts() == other.parts();
    }

    /** How many parts of the newest update have come. */
    int received() {
        return Optional.ofNullable(newest).map(AccessUpdate::part).orElse(0);
    }

    /**
     * The list that a complete update makes.
     *
     * @param current what changes are changes of
     * @throws IllegalArgumentException when it breaks a rule of the list
     */
    AccessList made(AccessList current) {
        AccessUpdate last = Optional.ofNullable(newest).orElseThrow();
        return last.from().isPresent() ? current.with(last.to(), put, removed) : snapshot.build(last.to());
    }

    /** What changes put; nothing for a snapshot. */
    List<AccessItem> put() {
        return List.copyOf(put);
    }

    List<String> removed() {
        return List.copyOf(removed);
    }

    void drop() {
        clear();
        refused = null;
    }

    private void clear() {
        put.clear();
        removed.clear();
        snapshot = new ListBuilder();
        items = 0;
        newest = null;
    }
}
