package knutpunkt.kiosk.admin;

import static java.util.Objects.requireNonNull;

import io.helidon.http.Method;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.web.Body;
import knutpunkt.kiosk.web.Form;
import knutpunkt.kiosk.web.Problem;

/**
 * Every page and form behind the sign-in. None can be added without saying which {@link Act} it is, and none is reached
 * but through that: signed in, of a role that may, and with a form's token where something is sent.
 */
public final class AdminRoutes implements HttpService {
    /** Where all admin pages are. */
    public static final String ROOT = "/admin";

    /** The largest form of most pages. */
    private static final int FORM_BYTES_MAX = Body.BYTES_MAX;

    /** For a path that is no page: whoever is not signed in does not learn even that. */
    private static final Route NOWHERE = new Route(
            Method.GET,
            "",
            Act.BE_HERE,
            _ -> {
                throw Problem.notFound("path", "must be a page");
            },
            Optional.empty(),
            FORM_BYTES_MAX);

    private final SignIn signIn;
    private final Renderer renderer;
    private final List<Route> table = new ArrayList<>();

    AdminRoutes(SignIn signIn, Renderer renderer) {
        this.signIn = requireNonNull(signIn, "signIn");
        this.renderer = requireNonNull(renderer, "renderer");
    }

    /** Answers a visit. What it throws as a {@link Problem} is shown as a page. */
    @FunctionalInterface
    public interface Handler {
        Reply answer(Visit visit);
    }

    /**
     * One page or form.
     *
     * @param path under {@link #ROOT}
     * @param again the page that holds the form, to be shown with what was typed when it is refused
     * @param bytesMax how large what is sent may be
     */
    public record Route(Method method, String path, Act act, Handler handler, Optional<Handler> again, int bytesMax) {}

    /** Adds a page. */
    public AdminRoutes get(String path, Act act, Handler handler) {
        table.add(new Route(Method.GET, path, act, handler, Optional.empty(), FORM_BYTES_MAX));
        return this;
    }

    /** Adds a form. */
    public AdminRoutes post(String path, Act act, Handler handler, Handler again) {
        return post(path, act, handler, again, FORM_BYTES_MAX);
    }

    /** Adds a form that may be larger than others, or must be smaller. */
    public AdminRoutes post(String path, Act act, Handler handler, Handler again, int bytesMax) {
        table.add(new Route(Method.POST, path, act, handler, Optional.of(again), bytesMax));
        return this;
    }

    /** Adds a form without fields to fill in. */
    public AdminRoutes post(String path, Act act, Handler handler) {
        table.add(new Route(Method.POST, path, act, handler, Optional.empty(), FORM_BYTES_MAX));
        return this;
    }

    /** All that there is, for whoever checks that each is what it should be. */
    public List<Route> table() {
        return List.copyOf(table);
    }

    @Override
    public void routing(HttpRules rules) {
        for (Route route : table) {
            rules.route(route.method(), route.path(), (request, response) -> serve(route, request, response));
        }
        rules.any((request, response) -> serve(NOWHERE, request, response));
    }

    private void serve(Route route, ServerRequest request, ServerResponse response) {
        Optional<Secret> session = Cookies.session(request);
        Optional<Account> account = session.flatMap(signIn::whose);
        if (account.isEmpty()) {
            renderer.sendToSignIn(request, response);
            return;
        }
        if (renderer.switchesLanguage(request, response)) {
            return;
        }
        Visit visit = renderer.visit(request, account.get(), session.orElseThrow());
        try {
            if (!visit.actor().may(route.act())) {
                throw Problem.forbidden("the role may not do this");
            }
            if (route.method().equals(Method.GET)) {
                renderer.send(response, visit, route.handler().answer(visit));
            } else {
                take(route, request, response, visit);
            }
        } catch (Problem problem) {
            renderer.refuse(response, visit, problem);
        }
    }

    private void take(Route route, ServerRequest request, ServerResponse response, Visit visit) {
        Visit sent = visit.sending(Form.of(request, route.bytesMax()));
        if (!SameOrigin.is(request) || !visit.session().isProvedBy(sent.formToken())) {
            throw Problem.forbidden("the form must be one of this session's own");
        }
        try {
            renderer.send(response, sent, route.handler().answer(sent));
        } catch (Problem problem) {
            if (route.again().isEmpty() || !isAboutForm(problem)) {
                throw problem;
            }
            Visit refused = sent.refused(problem);
            renderer.send(response, refused, route.again().get().answer(refused));
        }
    }

    private static boolean isAboutForm(Problem problem) {
        boolean ofPath = problem.field().filter("id"::equals).isPresent();
        return switch (problem.kind()) {
            case BAD_REQUEST, CONFLICT, UNAVAILABLE -> true;
            case NOT_FOUND -> !ofPath;
            default -> false;
        };
    }
}
