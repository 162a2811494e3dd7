package knutpunkt.kiosk.admin;

import io.helidon.http.SetCookie;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** The cookies of the admin pages: no script reads them, and no other site's page has them sent. */
final class Cookies {
    private static final String SESSION = "knutpunkt-session";
    private static final String VISITOR = "knutpunkt-visitor";
    private static final String LANGUAGE = "knutpunkt-language";
    private static final Duration LANGUAGE_LIFE = Duration.ofDays(365);
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{43}");

    private Cookies() {}

    /** Who is signed in. */
    static Optional<Secret> session(ServerRequest request) {
        return secret(request, SESSION);
    }

    static void setSession(ServerResponse response, Secret session) {
        set(response, SESSION, session.text(), Optional.empty());
    }

    static void dropSession(ServerResponse response) {
        set(response, SESSION, "", Optional.of(Duration.ZERO));
    }

    /** Who is about to sign in: it proves nothing but that the form went to the browser that sends it. */
    static Optional<Secret> visitor(ServerRequest request) {
        return secret(request, VISITOR);
    }

    static void setVisitor(ServerResponse response, Secret visitor) {
        set(response, VISITOR, visitor.text(), Optional.empty());
    }

    static Optional<String> language(ServerRequest request) {
        return request.headers().cookies().first(LANGUAGE).asOptional();
    }

    static void setLanguage(ServerResponse response, String language) {
        set(response, LANGUAGE, language, Optional.of(LANGUAGE_LIFE));
    }

    private static Optional<Secret> secret(ServerRequest request, String cookie) {
        return request.headers()
                .cookies()
                .first(cookie)
                .asOptional()
                .filter(text -> SECRET.matcher(text).matches())
                .map(Secret::given);
    }

    private static void set(ServerResponse response, String name, String value, Optional<Duration> life) {
        SetCookie.Builder cookie = SetCookie.builder(name, value)
                .path(AdminRoutes.ROOT)
                .httpOnly(true)
                .sameSite(SetCookie.SameSite.STRICT);
        life.ifPresent(cookie::maxAge);
        response.headers().addCookie(cookie.build());
    }
}
