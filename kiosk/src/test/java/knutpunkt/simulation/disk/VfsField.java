package knutpunkt.simulation.disk;

import java.util.Locale;

/** The places of SQLite's table {@code sqlite3_vfs} that we read or change; the rest we leave as it is. */
enum VfsField {
    OPEN(40),
    DELETE(48),
    ACCESS(56),
    FULL_PATHNAME(64),
    RANDOMNESS(104),
    SLEEP(112),
    CURRENT_TIME(120),
    CURRENT_TIME_MILLIS(136);

    static final long FILE_SIZE = 4;
    static final long NEXT = 16;
    static final long NAME = 24;
    static final long SIZE = 168;

    private final long offset;

    VfsField(long offset) {
        this.offset = offset;
    }

    long offset() {
        return offset;
    }

    /** The method of ours that is called there: {@code fullPathname}. */
    String method() {
        String[] words = name().split("_", -1);
        var method = new StringBuilder(words[0].toLowerCase(Locale.ROOT));
        for (int i = 1; i < words.length; i++) {
            method.append(words[i].charAt(0)).append(words[i].substring(1).toLowerCase(Locale.ROOT));
        }
        return method.toString();
    }
}
