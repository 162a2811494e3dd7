package knutpunkt.kiosk.partners;

import static java.util.Objects.requireNonNull;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Set;
import knutpunkt.kiosk.access.AccessChanges;
import knutpunkt.kiosk.access.Changed;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.ids.OpaqueIds;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.web.Answer;
import knutpunkt.kiosk.web.Asked;
import knutpunkt.kiosk.web.Body;
import knutpunkt.kiosk.web.Paging;
import knutpunkt.kiosk.web.Printable;
import knutpunkt.kiosk.web.Problem;

/** Partners over HTTP. */
public final class PartnersRoutes implements HttpService {
    private final Database database;
    private final AccessChanges changes;
    private final OpaqueIds ids;

    public PartnersRoutes(Database database, AccessChanges changes, OpaqueIds ids) {
        this.database = requireNonNull(database, "database");
        this.changes = requireNonNull(changes, "changes");
        this.ids = requireNonNull(ids, "ids");
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/partners", this::list).get("/partners/{id}", this::find).post("/partners", this::add);
    }

    private void add(ServerRequest request, ServerResponse response) {
        Body body = Body.of(request, Set.of("name", "visibility"));
        String name = body.value(
                "name",
                "must be 1 to " + Partners.NAME_MAX + " visible characters",
                text -> Printable.name(text, Partners.NAME_MAX));
        Visibility visibility = body.optionalValue("visibility", Visibility.RULE, Visibility::parse)
                .orElse(Visibility.NORMAL);
        var partner = Partner.fresh(new PartnerId(ids.fresh('o')), name, visibility);

        Changed<Partner> added = database.write(transaction -> {
            if (Partners.isNamed(transaction, name)) {
                throw Problem.conflict("name", "must not be another partner's name");
            }
            if (Partners.isFull(transaction)) {
                throw Problem.conflict("name", "is one too many: a site has at most " + Partners.PARTNERS_MAX);
            }
            Partners.add(transaction, partner);
            return new Changed<>(partner, changes.note(transaction));
        });
        Answer.created(response, "/partners/" + partner.id(), added);
    }

    private void list(ServerRequest request, ServerResponse response) {
        Paging paging = Paging.of(request);
        var rows = database.read(transaction -> Partners.list(transaction, paging.after(), paging.rows()));
        Answer.ok(
                response,
                paging.answer("partners", rows, partner -> partner.id().text()));
    }

    private void find(ServerRequest request, ServerResponse response) {
        PartnerId id = Asked.id(request, Partners.RULE, PartnerId::new);
        Answer.ok(
                response,
                database.read(transaction -> Partners.find(transaction, id))
                        .orElseThrow(() -> Problem.notFound("id", Partners.RULE)));
    }
}
