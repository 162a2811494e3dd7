package knutpunkt.kiosk.web;

import static java.util.Objects.requireNonNull;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What every request passes first: security headers are set on its answer, its Host must be this machine's own loopback
 * name (a stranger's page that points its own name at 127.0.0.1 is refused), and under the API it must hold the token.
 */
final class Gate implements Filter {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final ApiToken token;

    Gate(ApiToken token) {
        this.token = requireNonNull(token, "token");
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        SecurityHeaders.on(response);
        String authority = request.authority();
        if (!isLoopback(authority)) {
            throw Problem.of(Problem.Kind.MISDIRECTED, "the Host must be localhost, 127.0.0.1 or [::1]");
        }
        String path = request.path().path();
        boolean open = path.equals(OpenApi.PATH);
        if ((path.equals(Answer.API) || path.startsWith(Answer.API + "/")) && !open) {
            Optional<String> authorization = request.headers().first(HeaderNames.AUTHORIZATION);
            if (!token.isIn(authorization)) {
                throw Problem.of(
                        Problem.Kind.UNAUTHORIZED, "the Authorization header must be Bearer and the service's token");
            }
        }
        chain.proceed();
    }

    private static boolean isLoopback(String authority) {
        int port = authority.lastIndexOf(':');
        boolean hasPort = port > authority.lastIndexOf(']');
        String host = hasPort ? authority.substring(0, port) : authority;
        return LOOPBACK.contains(host.toLowerCase(Locale.ROOT));
    }
}
