package knutpunkt.verify;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which records are without content, and whether disposals account for all of them: the service's own journals tell,
 * number by number, what was forgotten. Memory is a bit for each record.
 */
final class Disposals {
    private static final String KIND = "disposed";
    private static final Pattern RUN = Pattern.compile("([1-9][0-9]{0,17})(?:-([1-9][0-9]{0,17}))?");

    private final Map<String, Journal> journals = new HashMap<>();

    private static final class Journal {
        private final long firstLine;
        private final BitSet gone = new BitSet();
        private long last;

        Journal(long firstLine) {
            this.firstLine = firstLine;
        }
    }

    /** Takes in the next record of a journal. */
    void add(Line line, String journal, long sequence, boolean isGone) throws NotGenuine {
        if (sequence >= Integer.MAX_VALUE) {
            throw new NotGenuine(line.number(), journal, sequence, "more records than can be followed");
        }
        Journal known = journals.computeIfAbsent(journal, _ -> new Journal(line.number()));
        known.gone.set((int) sequence, isGone);
        known.last = sequence;
    }

    /** Takes the word of a record of the service's own journal, if it tells of a disposal. */
    void account(Line line, String own, long sequence) throws NotGenuine {
        if (!line.word("kind").equals(KIND) || !line.has("body")) {
            return;
        }
        Map<String, Object> told;
        try {
            told = FlatJson.read(line.text("body"));
        } catch (FlatJson.Malformed _) {
            throw new NotGenuine(line.number(), own, sequence, "it tells of a disposal and cannot be read");
        }
        if (!(told.get("journal") instanceof String journal) || !(told.get("sequences") instanceof String sequences)) {
            throw new NotGenuine(line.number(), own, sequence, "it tells of a disposal and not of which records");
        }
        Journal known = journals.get(journal);
        if (known == null) {
            throw new NotGenuine(line.number(), own, sequence, "it tells of a journal that does not come before it");
        }
        for (String run : sequences.split(",", -1)) {
            Matcher matcher = RUN.matcher(run);
            if (!matcher.matches()) {
                throw new NotGenuine(line.number(), own, sequence, "it tells of records by no number");
            }
            long from = Long.parseLong(matcher.group(1));
            long to = matcher.group(2) == null ? from : Long.parseLong(matcher.group(2));
            for (long one = from; one <= to; one++) {
                if (one > known.last || !known.gone.get((int) one)) {
                    throw new NotGenuine(
                            known.firstLine + one - 1,
                            journal,
                            one,
                            "line " + line.number() + " tells that it was forgotten, and it is not so");
                }
                known.gone.clear((int) one);
            }
        }
    }

    /** Nothing may be gone that no disposal told of. */
    void requireAccounted() throws NotGenuine {
        NotGenuine first = null;
        for (Map.Entry<String, Journal> each : journals.entrySet()) {
            Journal journal = each.getValue();
            int gone = journal.gone.nextSetBit(0);
            long line = journal.firstLine + gone - 1;
            if (gone >= 0 && (first == null || line < first.line())) {
                first = new NotGenuine(line, each.getKey(), gone, "its content is gone and no disposal tells of it");
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
