package knutpunkt.verify;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** One line's fields, each of the form it must have, and no others. */
final class Line {
    static final String FILE = "file";
    static final String JOURNAL = "journal";
    static final String RECORD = "record";
    static final String END = "end";
    static final String WHOLE = "whole";

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,32}");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern SALT = Pattern.compile("[0-9a-f]{32}");

    private final long number;
    private final Map<String, Object> fields;

    private Line(long number, Map<String, Object> fields) {
        this.number = number;
        this.fields = fields;
    }

    static Line read(long number, byte[] utf8) throws NotGenuine {
        try {
            return new Line(number, FlatJson.read(utf8));
        } catch (FlatJson.Malformed e) {
            throw new NotGenuine(number, "it is not a line of such a file: " + e.getMessage());
        }
    }

    long number() {
        return number;
    }

    /** What the line is, by its own word. */
    String is() throws NotGenuine {
        return text("is");
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    /** Holds the line to exactly these fields, in this order. */
    void require(String... names) throws NotGenuine {
        require(List.of(names));
    }

    void require(List<String> names) throws NotGenuine {
        if (!List.copyOf(fields.keySet()).equals(names)) {
            throw bad("its fields must be " + names);
        }
    }

    String text(String name) throws NotGenuine {
        if (fields.get(name) instanceof String text) {
            return text;
        }
        throw bad("[" + name + "] must be a text");
    }

    long number(String name) throws NotGenuine {
        if (fields.get(name) instanceof Long number) {
            return number;
        }
        throw bad("[" + name + "] must be a whole number");
    }

    String name(String name) throws NotGenuine {
        return matching(name, NAME);
    }

    String word(String name) throws NotGenuine {
        return matching(name, WORD);
    }

    String hash(String name) throws NotGenuine {
        return matching(name, HASH);
    }

    String salt(String name) throws NotGenuine {
        return matching(name, SALT);
    }

    /** Milliseconds since 1970. */
    long time(String name) throws NotGenuine {
        String text = text(name);
        try {
            Instant at = Instant.parse(text);
            if (at.toString().equals(text)) {
                return at.toEpochMilli();
            }
        } catch (DateTimeException | ArithmeticException _) {
            // Told below, in one way for every text that is no time.
        }
        throw bad("[" + name + "] must be a time");
    }

    private String matching(String name, Pattern pattern) throws NotGenuine {
        String text = text(name);
        if (!pattern.matcher(text).matches()) {
            throw bad("[" + name + "] must match " + pattern);
        }
        return text;
    }

    NotGenuine bad(String fault) {
        return new NotGenuine(number, fault);
    }
}
