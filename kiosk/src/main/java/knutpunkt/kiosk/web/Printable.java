package knutpunkt.kiosk.web;

import java.text.Normalizer;

/** Text that people read: what may be in a name, and what of a stranger's word may be repeated. */
public final class Printable {
    private static final int WORD_MAX = 40;

    private Printable() {}

    /**
     * A name as it is kept: without space around it, composed (NFC).
     *
     * @throws IllegalArgumentException when it is empty, longer than {@code charactersMax} or holds what cannot be
     *     seen, such as control characters or marks that turn the direction of writing
     */
    public static String name(String text, int charactersMax) {
        String name = Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
        int characters = name.codePointCount(0, name.length());
        if (characters < 1 || characters > charactersMax || !name.codePoints().allMatch(Printable::isVisible)) {
            throw new IllegalArgumentException("a name has 1 to " + charactersMax + " visible characters");
        }
        return name;
    }

    /** The start of a stranger's word, with everything but plain letters, digits, dash and underscore as a dot. */
    static String cut(String word) {
        String plain = word.replaceAll("[^A-Za-z0-9_-]", ".");
        return plain.length() <= WORD_MAX ? plain : plain.substring(0, WORD_MAX);
    }

    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
