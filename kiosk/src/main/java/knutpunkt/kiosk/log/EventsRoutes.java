package knutpunkt.kiosk.log;

import static java.util.Objects.requireNonNull;

import io.helidon.common.parameters.Parameters;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.web.Answer;
import knutpunkt.kiosk.web.Paging;
import knutpunkt.kiosk.web.Problem;

/** The event log over HTTP, in the order of commits: who goes on from the cursor misses nothing, however late it came. */
public final class EventsRoutes implements HttpService {
    private static final int LIMIT_DEFAULT = 100;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private final Database database;

    public EventsRoutes(Database database) {
        this.database = requireNonNull(database, "database");
    }

    /**
     * One page.
     *
     * @param cursor where the next page starts; there always is one, because the log goes on
     */
    record Page(List<EventForm> events, String cursor) {}

    @Override
    public void routing(HttpRules rules) {
        rules.get("/events", this::page);
    }

    private void page(ServerRequest request, ServerResponse response) {
        Parameters query = request.query();
        Paging.requireOnly(query, Set.of("cursor", "limit"));
        long cursor = number(query, "cursor", 0, Long.MAX_VALUE, 0);
        long limit = number(query, "limit", 1, Paging.LIMIT_MAX, LIMIT_DEFAULT);
        List<Records.Logged> rows = database.read(t -> Records.after(t, cursor, (int) limit));
        long next = rows.isEmpty() ? cursor : rows.getLast().number();
        Answer.ok(response, new Page(rows.stream().map(EventForm::of).toList(), Long.toString(next)));
    }

    private static long number(Parameters query, String name, long least, long most, long otherwise) {
        String text = query.first(name).orElse(Long.toString(otherwise));
        if (NUMBER.matcher(text).matches()) {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw Problem.badRequest(
                name,
                name.equals("limit")
                        ? "must be a whole number from 1 to " + Paging.LIMIT_MAX
                        : "must be the cursor of the page before");
    }
}
