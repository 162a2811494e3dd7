package knutpunkt.kiosk.web;

import static java.util.Objects.requireNonNull;

import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpService;
import java.util.List;
import java.util.random.RandomGenerator;

/** Puts the features' routes behind the gate, with one way to refuse. What is mounted here is what ships. */
public final class Front {
    private final ApiToken token;
    private final OpenApi openApi;
    private final Refusals refusals;

    /** The front of a service; {@code random} makes the ids by which failures are found in the log. */
    public Front(ApiToken token, RandomGenerator random) {
        this.token = requireNonNull(token, "token");
        this.openApi = OpenApi.load();
        this.refusals = new Refusals(openApi, random);
    }

    /**
     * Mounts everything.
     *
     * @param api routes under {@link Answer#API}, behind the token
     * @param open routes for everybody at this machine
     */
    public void mount(HttpRouting.Builder routing, List<? extends HttpService> api, List<? extends HttpService> open) {
        routing.addFilter(new Gate(token));
        refusals.on(routing);
        routing.register(openApi);
        api.forEach(service -> routing.register(Answer.API, service));
        open.forEach(routing::register);
        routing.any(refusals::nobodyTook);
    }
}
