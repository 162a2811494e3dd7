package knutpunkt.kiosk.web;

import static java.util.Objects.requireNonNull;

import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.BadRequestException;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever a handler throws into a problem: ours as they are, anything else as a failure with an incident id. */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    /** Where pages are that people look at. */
    private static final String PEOPLE = "/admin";

    /** What may be a one-time link's secret. Ids are shorter. */
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{40,}");

    private final OpenApi openApi;
    private final RandomGenerator random;

    Refusals(OpenApi openApi, RandomGenerator random) {
        this.openApi = requireNonNull(openApi, "openApi");
        this.random = requireNonNull(random, "random");
    }

    void on(HttpRouting.Builder routing) {
        routing.error(Problem.class, (_, response, problem) -> send(response, problem))
                .error(HttpException.class, this::refuse)
                .error(Throwable.class, this::fail);
    }

    /** For the end of the routing: a path that nobody took. */
    void nobodyTook(ServerRequest request, ServerResponse response) {
        Set<String> methods = openApi.methods(request.path().path());
        if (methods.isEmpty()) {
            send(response, Problem.of(Problem.Kind.NOT_FOUND, "there is nothing at this path"));
            return;
        }
        response.header(HeaderNames.ALLOW, String.join(", ", methods));
        send(
                response,
                Problem.of(Problem.Kind.METHOD_NOT_ALLOWED, "this path takes only " + String.join(", ", methods)));
    }

    private static void send(ServerResponse response, Problem problem) {
        if (problem.kind() == Problem.Kind.UNAUTHORIZED) {
            response.header(HeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"knutpunkt\"");
        }
        send(response, ProblemForm.of(problem));
    }

    private static void send(ServerResponse response, ProblemForm form) {
        SecurityHeaders.on(response);
        response.status(Status.create(form.status()));
        response.header(HeaderNames.CONTENT_TYPE, ProblemForm.MEDIA_TYPE);
        response.send(form.json());
    }

    /** What the server itself refuses: a body that is cut short, a chunk that is none. */
    private void refuse(ServerRequest request, ServerResponse response, HttpException e) {
        if (e instanceof BadRequestException || e.status().family() == Status.Family.CLIENT_ERROR) {
            send(response, Problem.badRequest("request", "is not well-formed HTTP"));
            return;
        }
        fail(request, response, e);
    }

    private void fail(ServerRequest request, ServerResponse response, Throwable e) {
        byte[] id = new byte[6];
        random.nextBytes(id);
        String incident = HexFormat.of().formatHex(id);
        LOG.error(
                "request failed, incident [{}]: {} {}",
                incident,
                request.prologue().method().text(),
                SECRET.matcher(request.path().absolute().path()).replaceAll("…"),
                e);
        if (isForPeople(request)) {
            sendPage(response, incident);
            return;
        }
        send(response, ProblemForm.internal(incident));
    }

    private static boolean isForPeople(ServerRequest request) {
        return request.path().absolute().path().startsWith(PEOPLE)
                && request.headers().isAccepted(MediaTypes.TEXT_HTML);
    }

    /** A page that needs nothing that may have failed. */
    private static void sendPage(ServerResponse response, String incident) {
        SecurityHeaders.on(response);
        response.status(Status.INTERNAL_SERVER_ERROR_500);
        response.header(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8");
        response.send(Templates.fill("failed", Map.of("incident", incident)));
    }
}
