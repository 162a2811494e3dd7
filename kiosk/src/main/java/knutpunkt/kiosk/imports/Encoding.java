package knutpunkt.kiosk.imports;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;

/**
 * Makes text of a file's bytes. UTF-8 proves itself; Windows-1252, which a Swedish Excel writes, does not, so it is taken
 * only if all that is not ASCII would be a letter there (0xC0 to 0xFF). Older systems' å, ä and ö lie below that and are
 * refused rather than guessed, and the page says what was assumed.
 */
final class Encoding {
    /** The most that is read of a file, and of what is pasted. */
    static final int BYTES_MAX = 65_536;

    private static final Charset WINDOWS = Charset.forName("windows-1252");
    private static final int LETTERS_FROM = 0xC0;
    private static final int TIMES = 0xD7;
    private static final int DIVIDED = 0xF7;
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final char REPLACEMENT = '\uFFFD';

    private Encoding() {}

    /** @param assumed whether it was no UTF-8, and was taken for Windows-1252 */
    record Decoded(String text, boolean assumed) {}

    static Decoded decode(byte[] bytes) {
        if (bytes.length > BYTES_MAX) {
            throw Unreadable.SIZE.problem();
        }
        requireText(bytes);
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return new Decoded(checked(text), false);
        } catch (CharacterCodingException _) {
            return new Decoded(checked(windows(bytes)), true);
        }
    }

    /** What was pasted or sent back: text already, unless it was not well-formed when it came. */
    static Decoded pasted(String text) {
        return new Decoded(checked(text), false);
    }

    private static void requireText(byte[] bytes) {
        boolean isUtf16 = bytes.length > 1
                && ((bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE)
                        || (bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF));
        if (isUtf16) {
            throw Unreadable.ENCODING.problem();
        }
        for (byte one : bytes) {
            if (one >= 0 && one < ' ' && one != '\t' && one != '\n' && one != '\r') {
                throw Unreadable.BINARY.problem();
            }
        }
    }

    private static String windows(byte[] bytes) {
        for (byte one : bytes) {
            int value = one & 0xFF;
            if (value > 0x7F && (value < LETTERS_FROM || value == TIMES || value == DIVIDED)) {
                throw Unreadable.ENCODING.problem();
            }
        }
        return new String(bytes, WINDOWS);
    }

    private static String checked(String text) {
        String plain = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        if (plain.indexOf(REPLACEMENT) >= 0) {
            throw Unreadable.ENCODING.problem();
        }
        if (plain.getBytes(UTF_8).length > BYTES_MAX) {
            throw Unreadable.SIZE.problem();
        }
        return plain;
    }
}
