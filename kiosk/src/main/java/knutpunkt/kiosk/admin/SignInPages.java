package knutpunkt.kiosk.admin;

import static java.util.Objects.requireNonNull;

import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import knutpunkt.kiosk.web.Form;
import knutpunkt.kiosk.web.Problem;

/** The pages before the sign-in: signing in, and choosing a password by a one-time link. */
public final class SignInPages implements HttpService {
    static final String PATH = AdminRoutes.ROOT + "/sign-in";

    /** Where one-time links lead; the secret follows. */
    static final String SETUP = AdminRoutes.ROOT + "/setup/";

    private static final String LOGIN = "login";
    private static final String PASSWORD = "password";
    private static final String CODE = "code";
    private static final String TO = "to";
    private static final Pattern OWN_PAGE = Pattern.compile("/admin(/[a-z0-9-]+)*");

    private final SignIn signIn;
    private final Renderer renderer;
    private final RandomGenerator random;

    SignInPages(SignIn signIn, Renderer renderer, RandomGenerator random) {
        this.signIn = requireNonNull(signIn, "signIn");
        this.renderer = requireNonNull(renderer, "renderer");
        this.random = requireNonNull(random, "random");
    }

    /**
     * The page to sign in at.
     *
     * @param to where to go then
     * @param refusal the key of why the last try was refused
     */
    public record SignInPage(String login, String to, Optional<String> refusal) {}

    /** The page to choose a password at. */
    public record SetupPage(String login, boolean linkIsGood) {}

    @Override
    public void routing(HttpRules rules) {
        rules.get("/admin/sign-in", this::ask)
                .post("/admin/sign-in", this::signIn)
                .get("/admin/setup/{link}", this::welcome)
                .post("/admin/setup/{link}", this::setUp);
    }

    private void ask(ServerRequest request, ServerResponse response) {
        if (!renderer.switchesLanguage(request, response)) {
            if (Cookies.session(request).flatMap(signIn::stillWhose).isEmpty()) {
                Cookies.dropSession(response);
            }
            String to = own(request.query().first(TO).orElse(AdminRoutes.ROOT));
            show(request, response, new SignInPage("", to, Optional.empty()));
        }
    }

    private void show(ServerRequest request, ServerResponse response, SignInPage page) {
        Secret visitor = visitor(request, response);
        Frame frame = renderer.frame(request, "admin.sign-in", visitor, Optional.empty());
        renderer.html(response, "admin/sign-in", frame, page);
    }

    private void signIn(ServerRequest request, ServerResponse response) {
        Optional<Form> sent = form(request, Set.of(LOGIN, PASSWORD, CODE, TO));
        if (sent.isEmpty()) {
            response.status(Status.FORBIDDEN_403);
            show(request, response, new SignInPage("", AdminRoutes.ROOT, Optional.of("stale")));
            return;
        }
        Form form = sent.get();
        String login = cut(form.typed(LOGIN));
        String to = own(form.typed(TO));
        SignIn.Outcome outcome = signIn.signIn(login, form.exactly(PASSWORD), form.typed(CODE), Browser.of(request));
        switch (outcome) {
            case SignIn.Outcome.SignedIn(Secret session) -> {
                // A new secret at each sign-in: one that was put into the browser before is worth nothing.
                Cookies.setSession(response, session);
                Renderer.go(response, to);
            }
            case SignIn.Outcome.Wrong() -> show(request, response, new SignInPage(login, to, Optional.of("wrong")));
            case SignIn.Outcome.Locked(Instant _) ->
                show(request, response, new SignInPage(login, to, Optional.of("locked")));
        }
    }

    private void welcome(ServerRequest request, ServerResponse response) {
        if (renderer.switchesLanguage(request, response)) {
            return;
        }
        Optional<Account> invited = signIn.invited(link(request));
        String login = invited.map(Account::login).orElse("");
        showSetup(request, response, new SetupPage(login, invited.isPresent()), Optional.empty());
    }

    private void showSetup(ServerRequest request, ServerResponse response, SetupPage page, Optional<Problem> mistake) {
        Secret visitor = visitor(request, response);
        mistake.ifPresent(problem -> response.status(Renderer.status(problem)));
        renderer.html(response, "admin/setup", renderer.frame(request, "admin.setup", visitor, mistake), page);
    }

    private void setUp(ServerRequest request, ServerResponse response) {
        Optional<Form> sent = form(request, Set.of(LOGIN, PASSWORD));
        if (sent.isEmpty()) {
            boolean good = signIn.invited(link(request)).isPresent();
            showSetup(request, response, new SetupPage("", good), Optional.of(Problem.forbidden("not ours")));
            return;
        }
        Form form = sent.get();
        String typed = cut(form.typed(LOGIN));
        Optional<Secret> session;
        try {
            String login = form.value(LOGIN, LoginName.RULE, LoginName::accepted);
            String password = Passwords.accepted(form.exactly(PASSWORD), login);
            session = signIn.accept(link(request), login, password, Browser.of(request));
        } catch (IllegalArgumentException _) {
            showSetup(
                    request,
                    response,
                    new SetupPage(typed, true),
                    Optional.of(Problem.badRequest(PASSWORD, Passwords.RULE)));
            return;
        } catch (Problem problem) {
            showSetup(request, response, new SetupPage(typed, true), Optional.of(problem));
            return;
        }
        if (session.isEmpty()) {
            showSetup(request, response, new SetupPage("", false), Optional.empty());
            return;
        }
        Cookies.setSession(response, session.get());
        Renderer.go(response, AdminRoutes.ROOT);
    }

    private static Secret link(ServerRequest request) {
        return Secret.given(request.path().pathParameters().get("link"));
    }

    /** A form that this very browser was given: another site cannot sign somebody in under its own account. */
    private static Optional<Form> form(ServerRequest request, Set<String> fields) {
        Form form = Form.of(request);
        var known = new TreeSet<>(fields);
        known.add(Visit.FORM_TOKEN);
        form.requireOnly(known);
        boolean proved = Cookies.visitor(request)
                .filter(visitor -> visitor.isProvedBy(form.typed(Visit.FORM_TOKEN)))
                .isPresent();
        return proved && SameOrigin.is(request) ? Optional.of(form) : Optional.empty();
    }

    private Secret visitor(ServerRequest request, ServerResponse response) {
        return Cookies.visitor(request).orElseGet(() -> {
            Secret fresh = Secret.fresh(random);
            Cookies.setVisitor(response, fresh);
            return fresh;
        });
    }

    private static String own(String path) {
        return OWN_PAGE.matcher(path).matches() && !path.startsWith(PATH) ? path : AdminRoutes.ROOT;
    }

    private static String cut(String login) {
        return login.codePointCount(0, login.length()) <= Account.LOGIN_MAX ? login : "";
    }
}
