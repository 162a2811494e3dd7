package knutpunkt.kiosk.screens;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import io.helidon.http.SetCookie;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The secret that proves a screen: 32 random bytes in a cookie that no script can read and no other site's page can make
 * a browser send.
 */
public final class ScreenCookie {
    /** The cookie's name; browsers do not tell ports apart, so it is one that nobody else uses. */
    public static final String NAME = "knutpunkt-screen";

    private static final int SECRET_BYTES = 32;
    private static final Pattern SECRET = Pattern.compile("[0-9a-f]{" + 2 * SECRET_BYTES + "}");

    /** As long as browsers keep any; each page load and each stream begins it anew. */
    private static final Duration KEPT = Duration.ofDays(400);

    private final RandomGenerator random;

    /** @param random must be a secure one outside tests */
    public ScreenCookie(RandomGenerator random) {
        this.random = requireNonNull(random, "random");
    }

    /** Who asks. A cookie that holds no secret of ours counts as none. */
    public static Visitor visitor(ServerRequest request) {
        return new Visitor(secret(request).map(ScreenCookie::proof), isAtThisMachine(request));
    }

    /** The secret that the browser has. */
    public static Optional<String> secret(ServerRequest request) {
        return request.headers()
                .cookies()
                .first(NAME)
                .asOptional()
                .filter(text -> SECRET.matcher(text).matches());
    }

    private static boolean isAtThisMachine(ServerRequest request) {
        return request.remotePeer().address() instanceof InetSocketAddress address
                && address.getAddress() != null
                && address.getAddress().isLoopbackAddress();
    }

    /** A secret that nobody has yet. */
    public String fresh() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** What is kept of a secret. */
    public static String proof(String secret) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(US_ASCII));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Gives the browser a secret, or begins its time anew. */
    public static void give(ServerResponse response, String secret) {
        response.headers()
                .addCookie(SetCookie.builder(NAME, secret)
                        .httpOnly(true)
                        .sameSite(SetCookie.SameSite.STRICT)
                        .path("/")
                        .maxAge(KEPT)
                        .build());
    }
}
