package knutpunkt.kiosk.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Hashes passwords by Argon2id (RFC 9106) with 19 MiB, two passes and one lane, as OWASP's password storage advice has
 * it, and keeps them as PHC strings, so that the cost can be raised later. Two are worked on at a time: memory and
 * processors are bounded whatever strangers send. Safe for use by several threads; blocks for a good part of a second.
 */
final class Passwords {
    static final int LENGTH_MIN = 12;
    static final int LENGTH_MAX = 200;
    static final String RULE = "must be " + LENGTH_MIN + " to " + LENGTH_MAX
            + " characters, more than one or two different ones, and not hold the login";

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int DIFFERENT_MIN = 5;
    private static final int AT_ONCE = 2;
    private static final Pattern PHC = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d)\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

    private final RandomGenerator random;
    private final Semaphore turns = new Semaphore(AT_ONCE, true);
    private final String nobodys;

    /** @param random must be a secure one outside tests */
    Passwords(RandomGenerator random) {
        this.random = requireNonNull(random, "random");
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        // No password has this hash; comparing with it takes as long as with a real one.
        this.nobodys = phc(salt, new byte[HASH_BYTES]);
    }

    /** Refuses what is easily guessed. There are no rules about kinds of characters: length is what counts. */
    static String accepted(String password, String login) {
        int length = password.codePointCount(0, password.length());
        boolean tellsLogin = password.toLowerCase(Locale.ROOT).contains(login.toLowerCase(Locale.ROOT));
        boolean monotonous = password.codePoints().distinct().count() < DIFFERENT_MIN;
        if (length < LENGTH_MIN || length > LENGTH_MAX || monotonous || tellsLogin) {
            throw new IllegalArgumentException(RULE);
        }
        return password;
    }

    /** A password's hash with a fresh salt. */
    String hash(String password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return phc(salt, argon2id(password, salt, MEMORY_KIB, PASSES, LANES, HASH_BYTES));
    }

    /** Whether a password has this hash. */
    boolean matches(String password, String phc) {
        Matcher matcher = PHC.matcher(phc);
        if (!matcher.matches()) {
            throw new IllegalStateException("a kept password must be an Argon2id hash in PHC form");
        }
        byte[] salt = Base64.getDecoder().decode(matcher.group(4));
        byte[] expected = Base64.getDecoder().decode(matcher.group(5));
        byte[] actual = argon2id(
                password.length() > LENGTH_MAX ? "" : password,
                salt,
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)),
                expected.length);
        return MessageDigest.isEqual(expected, actual);
    }

    /** Takes as long as {@link #matches}, for an account that there is not. */
    void pretend(String password) {
        if (matches(password, nobodys)) {
            throw new IllegalStateException("no password has the hash that is all zero");
        }
    }

    private byte[] argon2id(String password, byte[] salt, int memoryKib, int passes, int lanes, int bytes) {
        var parameters = new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .build();
        byte[] hash = new byte[bytes];
        turns.acquireUninterruptibly();
        try {
            var generator = new Argon2BytesGenerator();
            generator.init(parameters);
            generator.generateBytes(password.getBytes(UTF_8), hash);
        } finally {
            turns.release();
        }
        return hash;
    }

    private static String phc(byte[] salt, byte[] hash) {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=" + LANES + "$" + base64.encodeToString(salt)
                + "$" + base64.encodeToString(hash);
    }
}
