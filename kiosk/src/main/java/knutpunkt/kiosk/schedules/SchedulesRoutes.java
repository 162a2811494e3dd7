package knutpunkt.kiosk.schedules;

import static java.util.Objects.requireNonNull;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import knutpunkt.access.AccessItem;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.web.Answer;
import knutpunkt.kiosk.web.Asked;
import knutpunkt.kiosk.web.Paging;
import knutpunkt.kiosk.web.Problem;
import knutpunkt.wire.ScheduleId;

/** Schedules and calendar over HTTP, to be read. */
public final class SchedulesRoutes implements HttpService {
    private final Database database;

    public SchedulesRoutes(Database database) {
        this.database = requireNonNull(database, "database");
    }

    private record CalendarForm(String zone, List<Day> exceptionDays) {
        private record Day(LocalDate date, String name) {}

        static CalendarForm of(AccessItem.Calendar calendar) {
            List<Day> days = calendar.exceptionDays().entrySet().stream()
                    .map(day -> new Day(day.getKey(), day.getValue()))
                    .toList();
            return new CalendarForm(calendar.zone().getId(), days);
        }
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/schedules", this::list).get("/schedules/{id}", this::find).get("/calendar", this::calendar);
    }

    private void list(ServerRequest request, ServerResponse response) {
        Paging paging = Paging.of(request);
        List<ScheduleForm> rows =
                database.read(transaction -> Schedules.list(transaction, paging.after(), paging.rows())).stream()
                        .map(ScheduleForm::of)
                        .toList();
        Answer.ok(
                response,
                paging.answer("schedules", rows, schedule -> schedule.id().text()));
    }

    private void find(ServerRequest request, ServerResponse response) {
        ScheduleId id = Asked.id(request, Schedules.RULE, ScheduleId::new);
        Schedule schedule = database.read(transaction -> Schedules.find(transaction, id))
                .orElseThrow(() -> Problem.notFound("id", Schedules.RULE));
        Answer.ok(response, ScheduleForm.of(schedule));
    }

    private void calendar(ServerRequest request, ServerResponse response) {
        Paging.requireOnly(request.query(), Set.of());
        AccessItem.Calendar calendar = database.read(Schedules::calendar)
                .orElseThrow(() -> Problem.notFound("calendar", "is not set up at this site"));
        Answer.ok(response, CalendarForm.of(calendar));
    }
}
