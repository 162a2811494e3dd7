package knutpunkt.verify;

/** The first thing in a file that is not as the site signed it. */
public final class NotGenuine extends Exception {
    private static final long serialVersionUID = 1;

    private final String fault;
    private final long line;
    private final String journal;
    private final long sequence;

    /** For what belongs to no record. */
    NotGenuine(long line, String fault) {
        this(line, "", 0, fault);
    }

    /**
     * For a record that is bad, or is missing.
     *
     * @param line where it stands, or should stand
     */
    NotGenuine(long line, String journal, long sequence, String fault) {
        super("line " + line
                + (journal.isEmpty() ? "" : ", journal [" + journal + "]")
                + (sequence == 0 ? "" : ", record [" + sequence + "]")
                + ": " + fault);
        this.fault = fault;
        this.line = line;
        this.journal = journal;
        this.sequence = sequence;
    }

    /** What is wrong there, without the place. */
    public String fault() {
        return fault;
    }

    /** The line in the file, from 1. */
    public long line() {
        return line;
    }

    /** The journal it concerns; empty for none. */
    public String journal() {
        return journal;
    }

    /** The record's number in its journal; 0 for none. */
    public long sequence() {
        return sequence;
    }
}
