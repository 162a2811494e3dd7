package knutpunkt.controller.journal;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import knutpunkt.controller.journal.JournalFile.Standing;
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

    /** A disk that once does not give what is on it may do so when asked again; damage stays damage. */
    private static final int TRIES_MAX = 3;

    /**
     * Tries again where that may help. What a disk does not give now is not lost, so it is not set aside.
     *
     * @throws JournalUnavailable if it cannot be opened, and everything is left as it is
     */
    static Beginning of(JournalFolder folder, RecordMaker maker, Room room) {
        for (int tries = 1; ; tries++) {
            try {
                return of(folder, maker);
            } catch (SQLException e) {
                boolean again = SqliteTrouble.isFull(e) ? room.giveUp() : tries < TRIES_MAX;
                if (!again) {
                    throw new JournalUnavailable(
                            "the journal [" + folder.journal()
                                    + "] cannot be opened now and is left as it is; the disk says [" + e.getMessage()
                                    + "]: start again, and if that does not help, replace the disk",
                            e);
                }
                LOG.warn("the journal [{}] did not open, and is tried again: {}", folder.journal(), e.getMessage());
            }
        }
    }

    private static Beginning of(JournalFolder folder, RecordMaker maker) throws SQLException {
        if (!folder.hadJournal()) {
            return first(folder, maker);
        }
        Optional<JournalId> last = folder.lastId();
        String reason = "the journal's file was missing";
        try {
            Optional<Beginning> found = folder.hasFile() ? left(folder) : Optional.empty();
            if (found.isPresent()) {
                JournalId id = found.get().standing().head().journal();
                if (!last.equals(Optional.of(id))) {
                    folder.remember(id);
                }
                return found.get();
            }
            if (folder.hasFile()) {
                folder.discardEmpty();
            }
            if (!folder.hasNote()) {
                return first(folder, maker); // The very first start was cut short.
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
        return anew(folder, maker, reason, last);
    }

    /** A new journal whose first record says that there was another. The files of that one are out of the way. */
    static Beginning anew(JournalFolder folder, RecordMaker maker, String reason, Optional<JournalId> previous)
            throws SQLException {
        JournalId id = maker.newJournal();
        return begin(folder, id, maker.following(ChainHead.empty(id), List.of(new Event.Gap(reason, previous))));
    }

    private static Beginning first(JournalFolder folder, RecordMaker maker) throws SQLException {
        return begin(folder, maker.newJournal(), List.of());
    }

    private static Beginning begin(JournalFolder folder, JournalId id, List<JournalRecord> records)
            throws SQLException {
        JournalFile file = JournalFile.create(folder.journal(), id, records);
        folder.remember(id);
        ChainHead start = ChainHead.empty(id);
        ChainHead head = records.isEmpty()
                ? start
                : new ChainHead(
                        id,
                        records.getLast().header().sequence(),
                        records.getLast().hash());
        return new Beginning(file, new Standing(start, head, 0), Keeping.Written.NONE);
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
