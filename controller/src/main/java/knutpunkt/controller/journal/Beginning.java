package knutpunkt.controller.journal;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import knutpunkt.controller.journal.JournalFile.Standing;
import knutpunkt.controller.sqlite.SqliteTrouble;
import knutpunkt.wire.Hash;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.message.RecordMaker;
import knutpunkt.wire.record.ChainHead;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.record.JournalRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a journal comes to be open: as it was left, or as a new one after the old one was lost. */
record Beginning(JournalFile file, Standing standing, Keeping.Written kept) {
    private static final Logger LOG = LoggerFactory.getLogger(Beginning.class);

    /** How much of the chain is verified at the start; the service verifies all that it is sent. */
    static final int VERIFIED_MAX = 2_000;

    private static final int VERIFIED_AT_ONCE = 200;

    /** A disk that once does not give or take something may do so when asked again; damage stays damage. */
    private static final int TRIES_MAX = 3;

    /**
     * What there is of a journal.
     *
     * @param left the one that goes on
     * @param lost why none does, though there was one; its files are out of the way. Empty at the very first start
     */
    private record Found(Optional<Beginning> left, Optional<String> lost) {
        private static final Found NONE = new Found(Optional.empty(), Optional.empty());

        static Found lost(String reason) {
            return new Found(Optional.empty(), Optional.of(reason));
        }
    }

    /**
     * Goes on with what there is, or begins a new one.
     *
     * @throws JournalUnavailable if it cannot be opened, and everything is left as it is
     */
    static Beginning of(JournalFolder folder, RecordMaker maker, Room room) {
        try {
            Optional<JournalId> last = folder.lastId();
            Found found = again(room, () -> find(folder));
            if (found.left().isPresent()) {
                return found.left().get();
            }
            return found.lost().isPresent()
                    ? anew(folder, maker, room, found.lost().get(), last)
                    : again(room, () -> begin(folder, maker.newJournal(), List.of()));
        } catch (SQLException e) {
            throw new JournalUnavailable(
                    "the journal [" + folder.journal()
                            + "] cannot be opened now and is left as it is; the disk says [" + e.getMessage()
                            + "]: start again, and if that does not help, replace the disk",
                    e);
        }
    }

    private interface Attempt<T> {
        T make() throws SQLException;
    }

    /** Tries again where that may help. What a disk does not give now is not lost, so it is not set aside. */
    private static <T> T again(Room room, Attempt<T> attempt) throws SQLException {
        for (int tries = 1; ; tries++) {
            try {
                return attempt.make();
            } catch (SQLException e) {
                boolean again = SqliteTrouble.isFull(e) ? room.giveUp() : tries < TRIES_MAX;
                if (!again) {
                    throw e;
                }
                LOG.warn("the journal did not open, and is tried again: {}", e.getMessage());
            }
        }
    }

    private static Found find(JournalFolder folder) throws SQLException {
        String reason = "the journal's file was missing";
        try {
            Optional<Beginning> left = folder.hasFile() ? left(folder) : Optional.empty();
            if (left.isPresent()) {
                remember(folder, left.get());
                return new Found(left, Optional.empty());
            }
            if (!folder.hasNote()) {
                return Found.NONE; // A first start, or one that was cut short.
            }
            if (folder.hasFile()) {
                folder.discardEmpty();
            }
        } catch (JournalDamaged e) {
            LOG.error("the journal [{}] is damaged and set aside: {}", folder.journal(), e.getMessage(), e);
            reason = "the journal was damaged";
        } catch (SQLException e) {
            if (!SqliteTrouble.isDamage(e)) {
                throw e;
            }
            LOG.error("the journal [{}] is damaged and set aside", folder.journal(), e);
            reason = "the journal was damaged";
        }
        folder.setAside();
        return Found.lost(reason);
    }

    private static void remember(JournalFolder folder, Beginning left) throws SQLException {
        JournalId id = left.standing().head().journal();
        try {
            if (!folder.lastId().equals(Optional.of(id))) {
                folder.remember(id);
            }
        } catch (JournalUnavailable e) {
            left.file().close();
            throw e;
        }
    }

    /**
     * A new journal whose first record says that there was another. The files of that one are out of the way.
     *
     * @throws SQLException if it cannot be made, also with all that the reserve gives; what was begun goes with the next try
     */
    static Beginning anew(
            JournalFolder folder, RecordMaker maker, Room room, String reason, Optional<JournalId> previous)
            throws SQLException {
        JournalId id = maker.newJournal();
        List<JournalRecord> gap = maker.following(ChainHead.empty(id), List.of(new Event.Gap(reason, previous)));
        return again(room, () -> begin(folder, id, gap));
    }

    /** In place of what an earlier try left, in which nothing was ever kept. */
    private static Beginning begin(JournalFolder folder, JournalId id, List<JournalRecord> records)
            throws SQLException {
        folder.discardEmpty();
        JournalFile file = JournalFile.create(folder.journal(), id, records);
        try {
            folder.remember(id);
        } catch (JournalUnavailable e) {
            file.close();
            throw e;
        }
        ChainHead start = ChainHead.empty(id);
        ChainHead head = records.isEmpty() ? start : headOf(records.getLast());
        return new Beginning(file, new Standing(start, head, 0), Keeping.Written.NONE);
    }

    /** The head of a journal that ends with this record. */
    static ChainHead headOf(JournalRecord last) {
        return new ChainHead(last.header().journal(), last.header().sequence(), last.hash());
    }

    private static Optional<Beginning> left(JournalFolder folder) throws SQLException, JournalDamaged {
        Optional<JournalFile> opened = JournalFile.open(folder.journal());
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        JournalFile file = opened.get();
        try {
            Standing standing = file.standing();
            verify(file, standing);
            return Optional.of(new Beginning(file, standing, file.kept()));
        } catch (SQLException | JournalDamaged e) {
            file.close();
            throw e;
        }
    }

    private static void verify(JournalFile file, Standing standing) throws SQLException, JournalDamaged {
        Optional<String> complaint = file.complaint();
        if (complaint.isPresent()) {
            throw new JournalDamaged(complaint.get());
        }
        long start = standing.start().sequence();
        long newest = standing.head().sequence();
        if (file.count() != newest - start) {
            throw new JournalDamaged("records are missing between " + start + " and " + newest);
        }
        if (standing.acknowledged() < start || standing.acknowledged() > newest) {
            throw new JournalDamaged(
                    "acknowledged is " + standing.acknowledged() + ", but it holds " + start + " to " + newest);
        }
        verifyChain(file, standing);
    }

    private static void verifyChain(JournalFile file, Standing standing) throws SQLException, JournalDamaged {
        JournalId id = standing.head().journal();
        long newest = standing.head().sequence();
        long at = Math.max(standing.start().sequence(), newest - VERIFIED_MAX);
        Hash previous = at == standing.start().sequence()
                ? standing.start().hash()
                : file.read(id, at - 1, at, 1).getFirst().hash();
        while (at < newest) {
            for (JournalRecord each : file.read(id, at, newest, VERIFIED_AT_ONCE)) {
                if (each.header().sequence() != at + 1 || !each.follows(previous)) {
                    throw new JournalDamaged("the chain breaks after " + at);
                }
                previous = each.hash();
                at++;
            }
        }
    }
}
