package knutpunkt.kiosk.web;

import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;
import java.util.function.Function;

/** What a request's path and query name. */
public final class Asked {
    private Asked() {}

    /** The {@code {id}} of the path; a text that no id can be names nothing, so it is 404 like any other. */
    public static <T> T id(ServerRequest request, String rule, Function<String, T> read) {
        try {
            return read.apply(request.path().pathParameters().get("id"));
        } catch (IllegalArgumentException _) {
            throw Problem.notFound("id", rule);
        }
    }

    /** A parameter of the query that narrows a list. */
    public static <T> Optional<T> filter(
            ServerRequest request, String parameter, String rule, Function<String, T> read) {
        Optional<String> text = request.query().first(parameter).asOptional();
        try {
            return text.map(read);
        } catch (IllegalArgumentException _) {
            throw Problem.badRequest(parameter, rule);
        }
    }
}
