package knutpunkt.controller.list;

import java.util.ArrayList;
import java.util.List;
import knutpunkt.access.AccessItem;
import knutpunkt.wire.message.AccessUpdate;
import org.jspecify.annotations.Nullable;

/** The parts of one update, as they come: in order, each once. Not thread-safe. */
final class Gathering {
    /** How many parts an update may have, and how many items and keys they may hold together. */
    static final int PARTS_MAX = 20_000;

    static final int ITEMS_MAX = 3_000_000;

    enum Result {
        TAKEN,
        /** The same part again, as a broker may deliver it. */
        REPEATED,
        COMPLETE,
        PART_MISSING,
        TOO_LARGE
    }

    private final List<AccessItem> put = new ArrayList<>();
    private final List<String> removed = new ArrayList<>();
    private @Nullable AccessUpdate newest;

    Result add(AccessUpdate part) {
        AccessUpdate before = newest;
        if (before != null && isOfOneUpdate(before, part) && part.part() == before.part()) {
            return Result.REPEATED;
        }
        boolean follows = before != null && isOfOneUpdate(before, part) && part.part() == before.part() + 1;
        if (!follows) {
            drop();
            if (part.part() != 1) {
                return Result.PART_MISSING;
            }
        }
        int size =
                put.size() + removed.size() + part.put().size() + part.removed().size();
        if (part.parts() > PARTS_MAX || size > ITEMS_MAX) {
            drop();
            return Result.TOO_LARGE;
        }
        put.addAll(part.put());
        removed.addAll(part.removed());
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

    List<AccessItem> put() {
        return List.copyOf(put);
    }

    List<String> removed() {
        return List.copyOf(removed);
    }

    void drop() {
        put.clear();
        removed.clear();
        newest = null;
    }
}
