package knutpunkt.kiosk.presence;

import static java.util.Objects.requireNonNull;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.web.Answer;
import knutpunkt.kiosk.web.Paging;
import knutpunkt.wire.PersonId;

/** The count over HTTP, and who is on site or may be, by opaque ids. */
public final class PresenceRoutes implements HttpService {
    private final Database database;
    private final Presence presence;
    private final OnSite onSite;

    public PresenceRoutes(Database database, Presence presence, OnSite onSite) {
        this.database = requireNonNull(database, "database");
        this.presence = requireNonNull(presence, "presence");
        this.onSite = requireNonNull(onSite, "onSite");
    }

    /**
     * Somebody, without a name and without a time.
     *
     * @param counted whether the wall counts them
     */
    record One(PersonId person, boolean counted, boolean uncertain, boolean tooLong, String confidence, String reason) {
        static One of(OnSite.Somebody one) {
            return new One(
                    one.person(),
                    !one.checkedOut(),
                    one.isUncertain(),
                    one.tooLong(),
                    one.confidence().name().toLowerCase(Locale.ROOT),
                    one.basis().word());
        }
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/presence", this::now).get("/presence/people", this::people);
    }

    private void now(ServerRequest request, ServerResponse response) {
        Paging.requireOnly(request.query(), Set.of());
        Answer.ok(response, presence.now());
    }

    private void people(ServerRequest request, ServerResponse response) {
        Paging asked = Paging.of(request);
        List<OnSite.Somebody> rest = database.read(onSite::evacuation).stream()
                .filter(one -> one.person().text().compareTo(asked.after()) > 0)
                .toList();
        List<One> page = rest.stream().limit(asked.limit() + 1L).map(One::of).toList();
        Answer.ok(response, asked.answer("people", page, one -> one.person().text()));
    }
}
