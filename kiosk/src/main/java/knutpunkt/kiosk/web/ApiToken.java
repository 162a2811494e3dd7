package knutpunkt.kiosk.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** The secret that lets a program use the API. Made at the first start and kept in a file that only its owner reads. */
public final class ApiToken {
    private static final int RANDOM_BYTES = 32;
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final String SCHEME = "Bearer ";

    private final String text;

    private ApiToken(String text) {
        this.text = text;
    }

    /**
     * Reads the token, or makes it when there is none.
     *
     * @param random must be a secure one outside tests
     * @throws UncheckedIOException when the file cannot be read or written, others may read it, or it holds no token
     */
    public static ApiToken readOrMake(Path file, RandomGenerator random) {
        try {
            if (!Files.exists(file)) {
                byte[] bytes = new byte[RANDOM_BYTES];
                random.nextBytes(bytes);
                String made = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
                write(file, made);
            }
            if (!PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                    .endsWith("------")) {
                throw new IOException("others may read [" + file + "]: its mode must be 0600");
            }
            String text = Files.readString(file).strip();
            if (!VALID.matcher(text).matches()) {
                throw new IOException("[" + file + "] holds no API token: remove it and a new one is made");
            }
            return new ApiToken(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private static void write(Path file, String text) throws IOException {
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Path beside = Files.createTempFile(file.toAbsolutePath().getParent(), "api-token", ".new", owner);
        Files.writeString(beside, text + "\n", StandardOpenOption.SYNC);
        Files.move(beside, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    /** Whether an Authorization header holds this very token; takes as long for any wrong one. */
    boolean isIn(Optional<String> authorization) {
        if (authorization.isEmpty() || !authorization.get().regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        String given = authorization.get().substring(SCHEME.length()).strip();
        return MessageDigest.isEqual(given.getBytes(UTF_8), text.getBytes(UTF_8));
    }

    /** The token itself, for the one line that tells the owner. */
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return "ApiToken[redacted]";
    }
}
