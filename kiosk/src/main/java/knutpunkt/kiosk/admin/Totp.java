package knutpunkt.kiosk.admin;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import io.nayuki.qrcodegen.QrCode;
import java.security.InvalidKeyException;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** One-time codes by the clock (RFC 6238): six digits, 30 s, HMAC-SHA-1, which every authenticator app speaks. */
public final class Totp {
    static final String RULE = "must be the six digits that the app shows now";

    private static final int SECRET_BYTES = 20;
    private static final int BITS_A_LETTER = 5;
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final Pattern SECRET = Pattern.compile("[A-Z2-7]{32}");
    private static final Pattern CODE = Pattern.compile("[0-9]{6}");
    private static final String ALGORITHM = TimeBasedOneTimePasswordGenerator.TOTP_ALGORITHM_HMAC_SHA1;
    private static final TimeBasedOneTimePasswordGenerator GENERATOR = new TimeBasedOneTimePasswordGenerator();
    private static final int QUIET_ZONE = 4;

    private Totp() {}

    /** A secret as apps take it, in base 32 (RFC 4648). */
    static String freshSecret(RandomGenerator random) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        var text = new StringBuilder();
        long buffer = 0;
        int bits = 0;
        for (byte one : bytes) {
            buffer = buffer << Byte.SIZE | (one & 0xFF);
            bits += Byte.SIZE;
            while (bits >= BITS_A_LETTER) {
                bits -= BITS_A_LETTER;
                text.append(LETTERS.charAt((int) (buffer >> bits) & (LETTERS.length() - 1)));
            }
            buffer &= (1L << bits) - 1;
        }
        return text.toString();
    }

    /** Whether a text can be a secret of ours. */
    static boolean isSecret(String text) {
        return SECRET.matcher(text).matches();
    }

    private static SecretKey key(String secret) {
        byte[] bytes = new byte[secret.length() * BITS_A_LETTER / Byte.SIZE];
        long buffer = 0;
        int bits = 0;
        int next = 0;
        for (int i = 0; i < secret.length(); i++) {
            buffer = buffer << BITS_A_LETTER | LETTERS.indexOf(secret.charAt(i));
            bits += BITS_A_LETTER;
            if (bits >= Byte.SIZE) {
                bits -= Byte.SIZE;
                bytes[next++] = (byte) (buffer >> bits);
                buffer &= (1L << bits) - 1;
            }
        }
        return new SecretKeySpec(bytes, ALGORITHM);
    }

    /**
     * The time step that a code is of: this one, the one before or the one after, for clocks that differ a little.
     *
     * @param usedUpTo no step up to this one is taken: a code that was overlooked over a shoulder is worth nothing
     */
    static OptionalLong stepOf(String secret, String code, Instant now, long usedUpTo) {
        if (!CODE.matcher(code).matches()) {
            return OptionalLong.empty();
        }
        long seconds = GENERATOR.getTimeStep().toSeconds();
        long step = now.getEpochSecond() / seconds;
        try {
            for (long one = step - 1; one <= step + 1; one++) {
                String expected =
                        GENERATOR.generateOneTimePasswordString(key(secret), Instant.ofEpochSecond(one * seconds));
                if (one > usedUpTo && expected.equals(code)) {
                    return OptionalLong.of(one);
                }
            }
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("a secret of bytes is a key", e);
        }
        return OptionalLong.empty();
    }

    /** What an app reads from a picture. The name is the product's: a login stays off pictures. */
    static String link(String secret) {
        return "otpauth://totp/Knutpunkt?secret=" + secret + "&issuer=Knutpunkt";
    }

    /** The squares of the picture as an SVG path, a unit to a square. */
    public record Picture(int size, String path) {
        static Picture of(String text) {
            QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
            var path = new StringBuilder();
            for (int y = 0; y < code.size; y++) {
                for (int x = 0; x < code.size; x++) {
                    if (code.getModule(x, y)) {
                        path.append('M')
                                .append(x + QUIET_ZONE)
                                .append(' ')
                                .append(y + QUIET_ZONE)
                                .append("h1v1h-1z");
                    }
                }
            }
            return new Picture(code.size + 2 * QUIET_ZONE, path.toString());
        }
    }
}
