package knutpunkt.verify;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One JSON object whose values are texts and whole numbers, written in the one way that the service writes it: no spaces,
 * no escape that is not needed, no name twice. So two different lines never mean the same.
 */
final class FlatJson {
    private static final String ESCAPED = "\"\\\b\t\n\f\r";
    private static final String ESCAPES = "\"\\btnfr";
    private static final String HEX = "0123456789ABCDEF";

    /** More than any line has. */
    private static final int FIELDS_MAX = 20;

    private final String text;
    private int at;

    private FlatJson(String text) {
        this.text = text;
    }

    /** The text is not such an object; the message says where. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String what, int at) {
            super(what + " at character " + (at + 1));
        }
    }

    static Map<String, Object> read(byte[] utf8) throws Malformed {
        try {
            return read(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException _) {
            throw new Malformed("it is not UTF-8", 0);
        }
    }

    /** The fields in their order, each a {@link String} or a {@link Long}. */
    static Map<String, Object> read(String text) throws Malformed {
        return new FlatJson(text).object();
    }

    private Map<String, Object> object() throws Malformed {
        var fields = new LinkedHashMap<String, Object>();
        expect('{');
        do {
            String name = string();
            expect(':');
            Object value = peek() == '"' ? string() : number();
            if (fields.put(name, value) != null || fields.size() > FIELDS_MAX) {
                throw new Malformed("a name stands there twice, or there are too many,", at);
            }
        } while (take(','));
        expect('}');
        if (at != text.length()) {
            throw new Malformed("something stands behind the object", at);
        }
        return fields;
    }

    private String string() throws Malformed {
        expect('"');
        int plain = at;
        var value = new StringBuilder();
        while (peek() != '"') {
            char next = text.charAt(at);
            if (next < ' ') {
                throw new Malformed("a control character", at);
            }
            at++;
            if (next == '\\') {
                value.append(text, plain, at - 1).append(escaped());
                plain = at;
            }
        }
        value.append(text, plain, at);
        at++;
        return value.toString();
    }

    private char escaped() throws Malformed {
        int known = ESCAPES.indexOf(peek());
        at++;
        if (known >= 0) {
            return ESCAPED.charAt(known);
        }
        if (text.startsWith("u00", at - 1) && at + 4 <= text.length()) {
            int high = HEX.indexOf(text.charAt(at + 2));
            int low = HEX.indexOf(text.charAt(at + 3));
            char control = (char) (high * 16 + low);
            if ((high == 0 || high == 1) && low >= 0 && ESCAPED.indexOf(control) < 0) {
                at += 4;
                return control;
            }
        }
        throw new Malformed("an escape that is not written like this", at - 1);
    }

    private Long number() throws Malformed {
        int first = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        int digits = at - first;
        if (digits == 0 || digits > 18 || (digits > 1 && text.charAt(first) == '0')) {
            throw new Malformed("neither a text nor a whole number", first);
        }
        return Long.valueOf(text.substring(first, at));
    }

    private char peek() throws Malformed {
        if (at >= text.length()) {
            throw new Malformed("it ends", at);
        }
        return text.charAt(at);
    }

    private boolean take(char wanted) throws Malformed {
        if (peek() != wanted) {
            return false;
        }
        at++;
        return true;
    }

    private void expect(char wanted) throws Malformed {
        if (!take(wanted)) {
            throw new Malformed("[" + wanted + "] must stand", at);
        }
    }
}
