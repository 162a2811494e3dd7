package knutpunkt.kiosk.register;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.admin.Act;
import knutpunkt.kiosk.admin.AdminPages;
import knutpunkt.kiosk.admin.AdminRoutes;
import knutpunkt.kiosk.admin.Reply;
import knutpunkt.kiosk.admin.Visit;
import knutpunkt.kiosk.badges.Badge;
import knutpunkt.kiosk.badges.Badges;
import knutpunkt.kiosk.badges.Issuing;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.doors.Doors;
import knutpunkt.kiosk.ids.BadgeId;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.partners.Partners;
import knutpunkt.kiosk.people.People;
import knutpunkt.kiosk.people.Person;
import knutpunkt.kiosk.web.Problem;

/**
 * Finding a badge and blocking it, in one click and without a script: what the night desk does on the phone. A badge's
 * page tells for each door whether the change is in force there.
 */
public final class BadgePages implements AdminPages {
    private static final String PATH = "/badges";
    private static final int FOUND_MAX = 30;

    private final Database database;
    private final Issuing issuing;
    private final Doors doors;
    private final Searches searches;

    public BadgePages(Database database, Issuing issuing, Doors doors, Searches searches) {
        this.database = requireNonNull(database, "database");
        this.issuing = requireNonNull(issuing, "issuing");
        this.doors = requireNonNull(doors, "doors");
        this.searches = requireNonNull(searches, "searches");
    }

    /**
     * What was found.
     *
     * @param more whether there are others besides
     */
    public record Found(
            List<Shown> people, boolean more, Map<PartnerId, String> partners, String query, boolean mayOpen) {}

    /** A badge, and where its newest change is in force. */
    public record One(
            Badge badge,
            Shown person,
            String partner,
            List<AtDoor> doors,
            boolean mayBlock,
            boolean mayUnblock,
            boolean mayOpen) {
        public long confirmed() {
            return doors.stream()
                    .filter(one -> one.change().state().equals("confirmed"))
                    .count();
        }
    }

    /** A door by its name, and what it knows of the change. */
    public record AtDoor(String name, Doors.ChangeAtDoor change) {}

    @Override
    public void addTo(AdminRoutes routes) {
        routes.get(PATH, Act.FIND_BADGE, this::list)
                .post(PATH + "/find", Act.FIND_BADGE, this::find, this::list)
                .get(PATH + "/{id}", Act.FIND_BADGE, this::show)
                .post(PATH + "/{id}/block", Act.BLOCK_BADGE, visit -> setBlocked(visit, Act.BLOCK_BADGE, true))
                .post(PATH + "/{id}/unblock", Act.ISSUE_BADGE, visit -> setBlocked(visit, Act.ISSUE_BADGE, false));
    }

    private Reply find(Visit visit) {
        String id = searches.keep(visit.actor().id(), visit.form(PeoplePages.QUERY));
        return Reply.go(PATH + "?" + PeoplePages.FIND + "=" + id);
    }

    private Reply list(Visit visit) {
        String query = searches.words(visit.actor().id(), visit.query(PeoplePages.FIND));
        return database.read(transaction -> {
            var search = new People.Search(visit.actor().only(Act.FIND_BADGE), Optional.empty(), query);
            List<Shown> found = query.isEmpty()
                    ? List.of()
                    : People.search(transaction, search, Optional.empty(), FOUND_MAX + 1).stream()
                            .map(person -> Shown.of(transaction, person))
                            .toList();
            boolean more = found.size() > FOUND_MAX;
            var page = new Found(
                    more ? found.subList(0, FOUND_MAX) : found,
                    more,
                    Partners.names(transaction),
                    query,
                    visit.actor().may(Act.SEE_PEOPLE));
            return Reply.page("register/badges", "menu.badges", page);
        });
    }

    private record Its(Badge badge, Person person, Revision change) {}

    private Its find(Visit visit, Act act) {
        BadgeId id = visit.id(Badges.RULE, BadgeId::new);
        Its its = database.read(transaction -> Badges.find(transaction, id)
                        .map(badge -> new Its(
                                badge,
                                People.find(transaction, badge.person()).orElseThrow(),
                                Badges.changeOf(transaction, id))))
                .orElseThrow(() -> Problem.notFound("id", Badges.RULE));
        visit.actor().require(act, its.person().partner(), Badges.RULE);
        return its;
    }

    private Reply show(Visit visit) {
        Its its = find(visit, Act.FIND_BADGE);
        Map<String, String> names = doors.all().stream()
                .collect(Collectors.toMap(door -> door.door().text(), Doors.Door::name));
        List<AtDoor> atDoors = doors.change(its.change()).map(Doors.Change::doors).orElse(List.of()).stream()
                .map(change -> new AtDoor(
                        names.getOrDefault(change.door().text(), change.door().text()), change))
                .toList();
        PartnerId whose = its.person().partner();
        return database.read(transaction -> {
            var page = new One(
                    its.badge(),
                    Shown.of(transaction, its.person()),
                    Partners.names(transaction).getOrDefault(whose, whose.text()),
                    atDoors,
                    visit.actor().may(Act.BLOCK_BADGE, whose),
                    visit.actor().may(Act.ISSUE_BADGE, whose),
                    visit.actor().may(Act.SEE_PEOPLE, whose));
            return Reply.page("register/badge", "badges.one", page);
        });
    }

    private Reply setBlocked(Visit visit, Act act, boolean blocked) {
        visit.form();
        Its its = find(visit, act);
        issuing.setBlocked(visit.by(), its.badge().id(), blocked);
        return Reply.done(PATH + "/" + its.badge().id(), blocked ? "blocked" : "unblocked");
    }
}
