package knutpunkt.wire;

import static java.util.Objects.requireNonNull;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** A SHA-256, as 64 lower-case hexadecimal digits: of an access list, or of a record and all before it. */
public record Hash(String hex) {
    /** Its whole text. */
    public static final Pattern VALID = Pattern.compile("[0-9a-f]{64}");

    /** What the first record of a journal has before it. */
    public static final Hash ZERO = new Hash("0".repeat(64));

    public Hash {
        requireNonNull(hex, "hex");
        if (!VALID.matcher(hex).matches()) {
            throw new IllegalArgumentException("hash [" + hex + "] must match " + VALID);
        }
    }

    public static Hash of(byte[]... parts) {
        MessageDigest digest = sha256();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return ofBytes(digest.digest());
    }

    public static Hash ofBytes(byte[] bytes) {
        return new Hash(HexFormat.of().formatHex(bytes));
    }

    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    /** A fresh SHA-256, for callers that feed it bit by bit. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return hex;
    }
}
