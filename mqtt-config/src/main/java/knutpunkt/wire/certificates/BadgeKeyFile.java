package knutpunkt.wire.certificates;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.spec.InvalidKeySpecException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import knutpunkt.access.BadgeKey;
import knutpunkt.wire.signature.PemFile;

/** The badge key as text: its id, a dot, and its bytes in hexadecimal digits. */
final class BadgeKeyFile {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,5})\\.([0-9a-f]{64})");

    private BadgeKeyFile() {}

    static void make(Path file, int id, SecureRandom random) throws IOException {
        byte[] secret = new byte[BadgeKey.BYTES];
        random.nextBytes(secret);
        PemFile.writeText(file, id + "." + HexFormat.of().formatHex(secret) + "\n");
    }

    static BadgeKey read(Path file) throws IOException, GeneralSecurityException {
        Matcher parts = FORM.matcher(text(file));
        if (!parts.matches()) {
            throw new InvalidKeySpecException("a badge key is an id, a dot and 64 hexadecimal digits");
        }
        return new BadgeKey(Integer.parseInt(parts.group(1)), HexFormat.of().parseHex(parts.group(2)));
    }

    static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1).strip();
    }
}
