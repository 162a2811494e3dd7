package knutpunkt.kiosk.people;

import static java.util.Objects.requireNonNull;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import knutpunkt.kiosk.access.Changed;
import knutpunkt.kiosk.audit.By;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.partners.Partner;
import knutpunkt.kiosk.partners.Partners;
import knutpunkt.kiosk.partners.Visibility;
import knutpunkt.kiosk.web.Answer;
import knutpunkt.kiosk.web.Asked;
import knutpunkt.kiosk.web.Body;
import knutpunkt.kiosk.web.Paging;
import knutpunkt.kiosk.web.Printable;
import knutpunkt.kiosk.web.Problem;
import knutpunkt.wire.PersonId;

/** People over HTTP. */
public final class PeopleRoutes implements HttpService {
    private final Database database;
    private final PeopleChanges people;

    public PeopleRoutes(Database database, PeopleChanges people) {
        this.database = requireNonNull(database, "database");
        this.people = requireNonNull(people, "people");
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/people", this::list).get("/people/{id}", this::find).post("/people", this::add);
    }

    private void add(ServerRequest request, ServerResponse response) {
        Body body = Body.of(request, Set.of("partner", "name", "visibility"));
        PartnerId partnerId = body.value("partner", Partners.RULE, PartnerId::new);
        String name = body.value(
                "name",
                "must be 1 to " + People.NAME_MAX + " visible characters",
                text -> Printable.name(text, People.NAME_MAX));
        Optional<Visibility> visibility = body.optionalValue("visibility", Visibility.RULE, Visibility::parse);

        Changed<Person> added = people.add(By.API, (transaction, id) -> {
            Partner partner =
                    Partners.find(transaction, partnerId).orElseThrow(() -> Problem.notFound("partner", Partners.RULE));
            return Person.called(id, partner.id(), name, visibility.orElse(partner.visibility()));
        });
        Person person = added.thing();
        Answer.created(response, "/people/" + person.id(), new Changed<>(PersonForm.of(person), added.change()));
    }

    private void list(ServerRequest request, ServerResponse response) {
        Paging paging = Paging.of(request, "partner");
        Optional<PartnerId> partner = Asked.filter(request, "partner", Partners.RULE, PartnerId::new);
        List<Person> rows =
                database.read(transaction -> People.list(transaction, partner, paging.after(), paging.rows()));
        Answer.ok(
                response,
                paging.answer(
                        "people",
                        rows.stream().map(PersonForm::of).toList(),
                        person -> person.id().text()));
    }

    private void find(ServerRequest request, ServerResponse response) {
        PersonId id = Asked.id(request, People.RULE, PersonId::new);
        Person person = database.read(transaction -> People.find(transaction, id))
                .orElseThrow(() -> Problem.notFound("id", People.RULE));
        Answer.ok(response, PersonForm.of(person));
    }
}
