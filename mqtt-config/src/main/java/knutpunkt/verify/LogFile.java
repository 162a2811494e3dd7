package knutpunkt.verify;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a file of exported log from its first byte to its last and believes nothing: every record must be the one that
 * follows the one before it, every journal's newest record and the file as a whole must be signed by one key. Memory is a
 * line, and a bit for each record. Used once.
 */
public final class LogFile {
    private static final String FORMAT = "knutpunkt-log-1";
    private static final String ALL = "all";
    private static final String NONE = "none";
    private static final String SERVICE = "service";
    private static final List<String> KEPT =
            List.of("is", "journal", "sequence", "boot", "kind", "uptimeMillis", "at", "clock", "salt", "body", "hash");
    private static final List<String> GONE =
            List.of("is", "journal", "sequence", "boot", "kind", "uptimeMillis", "at", "clock", "contentHash", "hash");

    private final Lines lines;
    private final Map<String, Head> earlier;
    private final Disposals disposals = new Disposals();
    private final List<Journal> journals = new ArrayList<>();
    private final Set<String> begun = new HashSet<>();
    private String site = "";
    private String which = "";
    private String contents = "";
    private long records;

    /** The newest record of a journal. */
    public record Head(long sequence, String hash) {}

    /**
     * A journal that was proved.
     *
     * @param forgotten how many of its records are without content
     */
    public record Journal(String id, String controller, Head head, long forgotten) {}

    /**
     * What a file proves.
     *
     * @param fingerprint SHA-256 of the key that signed it; whose key that is the file cannot say
     * @param at when it was written, as it says
     * @param accounted whether the file could show that nothing is forgotten but what disposals tell of
     */
    public record Proof(
            String site, String fingerprint, String at, List<Journal> journals, long records, boolean accounted) {
        public Proof {
            journals = List.copyOf(journals);
        }

        /** Each journal's newest record, for holding a later file against this one. */
        public Map<String, Head> heads() {
            var heads = new HashMap<String, Head>();
            journals.forEach(journal -> heads.put(journal.id(), journal.head()));
            return heads;
        }
    }

    private LogFile(InputStream in, Map<String, Head> earlier) {
        this.lines = new Lines(in);
        this.earlier = Map.copyOf(earlier);
    }

    /**
     * Proves a file.
     *
     * @param pinned the fingerprint of the site's key, from a source that is believed; empty to take what the file says
     * @param earlier the newest records of an earlier file: this one must hold the same ones and go on from there
     * @throws NotGenuine with the first thing that is wrong
     */
    public static Proof prove(InputStream in, Optional<String> pinned, Map<String, Head> earlier)
            throws IOException, NotGenuine {
        return new LogFile(in, earlier).prove(pinned);
    }

    private Proof prove(Optional<String> pinned) throws IOException, NotGenuine {
        Line first = line();
        requireIs(first, Line.FILE);
        first.require("is", "format", "site", "at", "journals", "contents", "key");
        if (!first.text("format").equals(FORMAT)) {
            throw first.bad("the format must be " + FORMAT);
        }
        first.time("at");
        site = first.name("site");
        which = first.name("journals");
        contents = first.word("contents");
        if (!contents.equals(ALL) && !contents.equals(NONE)) {
            throw first.bad("[contents] must be all or none");
        }
        SiteKey key = SiteKey.of(first, site);
        if (pinned.isPresent() && !pinned.get().equals(key.fingerprint())) {
            throw first.bad("the key [" + key.fingerprint() + "] is not the one that was given");
        }
        boolean accounted = which.equals(ALL) && contents.equals(ALL);
        Line next = line();
        while (!next.is().equals(Line.WHOLE)) {
            journal(next, key, accounted);
            next = line();
        }
        whole(next, key);
        if (accounted) {
            disposals.requireAccounted();
        }
        requireContinued(next);
        return new Proof(site, key.fingerprint(), first.text("at"), journals, records, accounted);
    }

    /** Reads one journal, from its first line to its end. */
    private void journal(Line first, SiteKey key, boolean accounted) throws IOException, NotGenuine {
        requireIs(first, Line.JOURNAL);
        first.require("is", "journal", "controller");
        String id = first.name("journal");
        String controller = first.name("controller");
        if (!begun.add(id)) {
            throw first.bad("journal [" + id + "] stands there again");
        }
        Head head = new Head(0, Chain.ZERO);
        long forgotten = 0;
        Line next = line(id, 1);
        while (next.is().equals(Line.RECORD)) {
            head = follow(next, id, head);
            boolean isGone = next.has("contentHash");
            forgotten += isGone ? 1 : 0;
            if (accounted) {
                disposals.add(next, id, head.sequence(), isGone);
                if (controller.equals(SERVICE)) {
                    disposals.account(next, id, head.sequence());
                }
            }
            next = line(id, head.sequence() + 1);
        }
        end(next, id, controller, head, key);
        records += head.sequence();
        journals.add(new Journal(id, controller, head, forgotten));
    }

    /** The head that a record makes of the one before it. */
    private Head follow(Line line, String journal, Head before) throws NotGenuine {
        long expected = before.sequence() + 1;
        try {
            boolean isGone = line.has("contentHash");
            line.require(isGone ? GONE : KEPT);
            if (!line.name("journal").equals(journal)) {
                throw line.bad("it is of journal [" + line.name("journal") + "]");
            }
            long sequence = line.number("sequence");
            if (sequence != expected) {
                throw line.bad(
                        sequence > expected
                                ? "the record is missing; the next is [" + sequence + "]"
                                : "record [" + sequence + "] stands there again");
            }
            String content = isGone ? line.hash("contentHash") : Chain.content(line.salt("salt"), line.text("body"));
            String hash = line.hash("hash");
            if (!Chain.next(before.hash(), line, journal, sequence, content).equals(hash)) {
                throw line.bad("the record is not the one that was signed");
            }
            Head known = earlier.get(journal);
            if (known != null && known.sequence() == sequence && !known.hash().equals(hash)) {
                throw line.bad("the earlier file has another record here");
            }
            return new Head(sequence, hash);
        } catch (NotGenuine e) {
            throw new NotGenuine(line.number(), journal, expected, e.fault());
        }
    }

    private void end(Line line, String journal, String controller, Head head, SiteKey key) throws NotGenuine {
        try {
            requireIs(line, Line.END);
            line.require("is", "journal", "controller", "upTo", "head", "jws");
            if (!line.name("journal").equals(journal)
                    || !line.name("controller").equals(controller)) {
                throw line.bad("it is the end of another journal");
            }
            if (line.number("upTo") != head.sequence() || !line.hash("head").equals(head.hash())) {
                throw line.bad("the newest record must be [" + line.number("upTo") + "]");
            }
            String upTo = Long.toString(head.sequence());
            key.require(line, FORMAT + "-journal", Chain.lines(FORMAT, site, journal, controller, upTo, head.hash()));
        } catch (NotGenuine e) {
            throw new NotGenuine(line.number(), journal, head.sequence() + 1, e.fault());
        }
    }

    private void whole(Line line, SiteKey key) throws IOException, NotGenuine {
        String hash = Chain.hex(lines.hashBefore());
        requireIs(line, Line.WHOLE);
        line.require("is", "journals", "records", "hash", "jws");
        if (line.number("journals") != journals.size() || line.number("records") != records) {
            throw line.bad("it must have [" + line.number("journals") + "] journals and [" + line.number("records")
                    + "] records, and has [" + journals.size() + "] and [" + records + "]");
        }
        if (!line.hash("hash").equals(hash)) {
            throw line.bad("something before this line is not as it was written, though each record is");
        }
        String counts = journals.size() + " " + records;
        key.require(line, FORMAT + "-file", Chain.lines(FORMAT, site, counts, hash));
        if (lines.next().isPresent()) {
            throw new NotGenuine(lines.number(), "something stands behind the last line");
        }
    }

    /** Every journal of the earlier file must be here, at least as far as it was there. */
    private void requireContinued(Line last) throws NotGenuine {
        for (Journal journal : journals) {
            Head known = earlier.get(journal.id());
            if (known != null && known.sequence() > journal.head().sequence()) {
                throw new NotGenuine(
                        last.number(),
                        journal.id(),
                        journal.head().sequence() + 1,
                        "the earlier file has it up to [" + known.sequence() + "]");
            }
        }
        for (String known : earlier.keySet()) {
            if (which.equals(ALL) && !begun.contains(known)) {
                throw new NotGenuine(last.number(), known, 1, "the earlier file has this journal");
            }
        }
    }

    private Line line() throws IOException, NotGenuine {
        Optional<byte[]> next = lines.next();
        if (next.isEmpty()) {
            throw new NotGenuine(lines.number() + 1, "the file ends before its last line");
        }
        return Line.read(lines.number(), next.get());
    }

    /** The next line within a journal, where this record should be unless the journal ends. */
    private Line line(String journal, long sequence) throws IOException, NotGenuine {
        try {
            Line next = line();
            if (!next.is().equals(Line.RECORD) && !next.is().equals(Line.END)) {
                throw next.bad("a record, or the journal's end, must stand here");
            }
            return next;
        } catch (NotGenuine e) {
            throw new NotGenuine(e.line(), journal, sequence, e.fault());
        }
    }

    private static void requireIs(Line line, String what) throws NotGenuine {
        if (!line.is().equals(what)) {
            throw line.bad("a line that is [" + what + "] must stand here");
        }
    }
}
