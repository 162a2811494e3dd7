package knutpunkt.verify;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The hashes of records: {@code SHA-256(hash before, header, SHA-256(salt, body))}. */
final class Chain {
    /** What the first record of a journal follows. */
    static final String ZERO = "0".repeat(64);

    private Chain() {}

    /** The hash of a content that is there. */
    static String content(String salt, String body) {
        return hex(sha256(HexFormat.of().parseHex(salt), utf8(body)));
    }

    /** The hash that this record must have, behind one with the hash {@code before}. */
    static String next(String before, Line line, String journal, long sequence, String content) throws NotGenuine {
        String header = lines(
                "knutpunkt-record-1",
                journal,
                Long.toString(sequence),
                line.name("boot"),
                line.word("kind"),
                Long.toString(line.number("uptimeMillis")),
                Long.toString(line.time("at")),
                line.word("clock"));
        return hex(sha256(
                HexFormat.of().parseHex(before), utf8(header), HexFormat.of().parseHex(content)));
    }

    /** Each with a line feed behind it. */
    static String lines(String... parts) {
        return String.join("\n", parts) + "\n";
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static byte[] sha256(byte[]... parts) {
        MessageDigest digest = sha256();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }
}
