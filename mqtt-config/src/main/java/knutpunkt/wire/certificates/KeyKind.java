package knutpunkt.wire.certificates;

/** Which of the site's own keys is meant where one is changed for the next. */
public enum KeyKind {
    /** The authority that makes certificates. */
    AUTHORITY("authority"),
    /** The key by which the service signs what it sends. */
    SIGNING("signing");

    private final String word;

    KeyKind(String word) {
        this.word = word;
    }

    /** As commands and files say it. */
    public String word() {
        return word;
    }

    /** The reverse of {@link #word}. */
    public static KeyKind parse(String text) {
        for (KeyKind kind : values()) {
            if (kind.word.equals(text)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("[" + text + "] must be authority or signing");
    }
}
