package knutpunkt.kiosk.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.URLEncoder;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import knutpunkt.kiosk.web.Form;
import knutpunkt.kiosk.web.Problem;
import knutpunkt.kiosk.web.Templates;
import knutpunkt.kiosk.words.Languages;
import knutpunkt.kiosk.words.Times;
import knutpunkt.kiosk.words.Words;

/** Turns replies and problems into pages, in the browser's chosen language and the site's time. */
final class Renderer {
    /** The words an admin language must have. */
    private static final String WORDS = "admin.";

    private static final String LANGUAGE = "lang";
    private static final String DONE = "done";
    private static final Pattern DONE_WORD = Pattern.compile("[a-z-]{1,40}");

    private final Languages languages;
    private final List<Words> offered;
    private final Supplier<ZoneId> zone;

    /** @param zone the site's, asked for anew at each page */
    Renderer(Languages languages, Supplier<ZoneId> zone) {
        this.languages = requireNonNull(languages, "languages");
        this.offered = languages.speaking(WORDS);
        this.zone = requireNonNull(zone, "zone");
    }

    Visit visit(ServerRequest request, Account account, Secret session) {
        var times = new Times(zone.get());
        return new Visit(request, account.actor(), session, words(request), times, Form.NONE, Optional.empty());
    }

    Words words(ServerRequest request) {
        return Cookies.language(request).flatMap(this::offered).orElseGet(languages::first);
    }

    private Optional<Words> offered(String language) {
        return offered.stream()
                .filter(words -> words.language().equals(language))
                .findFirst();
    }

    /** Takes note of another language and asks for the same page without saying so. */
    boolean switchesLanguage(ServerRequest request, ServerResponse response) {
        Optional<Words> wanted = request.query().first(LANGUAGE).asOptional().flatMap(this::offered);
        wanted.ifPresent(words -> {
            Cookies.setLanguage(response, words.language());
            go(response, path(request));
        });
        return wanted.isPresent();
    }

    void send(ServerResponse response, Visit visit, Reply reply) {
        switch (reply) {
            case Reply.Page(String template, String title, Object page) -> {
                Frame frame = frame(visit, visit.words().say(title));
                response.status(visit.mistake().map(Renderer::status).orElse(Status.OK_200));
                html(response, template, frame, page);
            }
            case Reply.Picture(String svg) -> {
                response.header(HeaderNames.CONTENT_TYPE, "image/svg+xml");
                response.send(svg.getBytes(UTF_8));
            }
            case Reply.Go(String path) -> go(response, path);
        }
    }

    /** A page that says what was refused and why. */
    void refuse(ServerResponse response, Visit visit, Problem problem) {
        Visit refused = visit.refused(problem);
        response.status(status(problem));
        Frame frame = frame(refused, refused.words().say("admin.refused"));
        html(response, "admin/refused", frame, problem.kind().word());
    }

    private Frame frame(Visit visit, String title) {
        return new Frame(
                visit.words(),
                offered,
                visit.times(),
                Optional.of(visit.actor()),
                title,
                visit.path(),
                visit.session().formToken(),
                visit.query(DONE, Renderer::done),
                visit.mistake());
    }

    /** The frame of a page before the sign-in. */
    Frame frame(ServerRequest request, String title, Secret visitor, Optional<Problem> mistake) {
        Words words = words(request);
        return new Frame(
                words,
                offered,
                new Times(zone.get()),
                Optional.empty(),
                words.say(title),
                path(request),
                visitor.formToken(),
                Optional.empty(),
                mistake);
    }

    void html(ServerResponse response, String template, Frame frame, Object page) {
        response.header(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8");
        response.send(
                Templates.fill(template, Map.of("frame", frame, "page", page)).getBytes(UTF_8));
    }

    void sendToSignIn(ServerRequest request, ServerResponse response) {
        Cookies.dropSession(response);
        go(response, SignInPages.PATH + "?to=" + URLEncoder.encode(path(request), UTF_8));
    }

    static void go(ServerResponse response, String path) {
        response.status(Status.SEE_OTHER_303);
        response.header(HeaderNames.LOCATION, path);
        response.send();
    }

    static Status status(Problem problem) {
        return Status.create(problem.kind().status());
    }

    private static String path(ServerRequest request) {
        return request.path().absolute().path();
    }

    private static String done(String word) {
        if (!DONE_WORD.matcher(word).matches()) {
            throw new IllegalArgumentException("no word of ours");
        }
        return word;
    }
}
