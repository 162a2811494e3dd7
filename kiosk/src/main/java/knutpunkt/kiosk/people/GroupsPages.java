package knutpunkt.kiosk.people;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import knutpunkt.kiosk.access.AccessChanges;
import knutpunkt.kiosk.access.HolderSource;
import knutpunkt.kiosk.admin.Act;
import knutpunkt.kiosk.admin.AdminPages;
import knutpunkt.kiosk.admin.AdminRoutes;
import knutpunkt.kiosk.admin.Choice;
import knutpunkt.kiosk.admin.Reply;
import knutpunkt.kiosk.admin.Visit;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.GroupId;
import knutpunkt.kiosk.ids.OpaqueIds;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.partners.Partners;
import knutpunkt.kiosk.web.Form;
import knutpunkt.kiosk.web.Printable;
import knutpunkt.kiosk.web.Problem;
import knutpunkt.wire.PersonId;

/** Groups of people: who is in them, and what that lets them do. */
public final class GroupsPages implements AdminPages {
    private static final String PATH = "/groups";
    private static final String NAME = "name";
    private static final String NAME_RULE = "must be 1 to " + Groups.NAME_MAX + " visible characters";
    private static final String PARTNER = "partner";
    private static final String PERSON = "person";
    private static final String GROUP = "group";

    /** How many people one page shows of a group, and offers to put into it. */
    private static final int PEOPLE_MAX = 300;

    private final Database database;
    private final AccessChanges changes;
    private final HolderSource holders;
    private final MayDo mayDo;
    private final Audit audit;
    private final OpaqueIds ids;

    public GroupsPages(
            Database database, AccessChanges changes, HolderSource holders, MayDo mayDo, Audit audit, OpaqueIds ids) {
        this.database = requireNonNull(database, "database");
        this.changes = requireNonNull(changes, "changes");
        this.holders = requireNonNull(holders, "holders");
        this.mayDo = requireNonNull(mayDo, "mayDo");
        this.audit = requireNonNull(audit, "audit");
        this.ids = requireNonNull(ids, "ids");
    }

    /**
     * The list.
     *
     * @param partners to choose from for a new group; one at most for a partner admin
     */
    public record All(List<Listed> groups, String name, List<Choice> partners) {
        public boolean ofSeveralPartners() {
            return partners.size() > 1;
        }
    }

    /** A group in the list. */
    public record Listed(Group group, String partner, long size) {}

    /**
     * One group.
     *
     * @param others of the same partner, who are not in it
     * @param mayGrant whether whoever looks may give it grants
     * @param mayRemove nobody is in it and nothing was granted to it
     */
    public record One(
            Group group,
            String partner,
            String name,
            List<Member> members,
            List<Choice> others,
            List<String> mayDo,
            boolean mayGrant,
            boolean mayRemove) {
        public boolean isLong() {
            return members.size() == PEOPLE_MAX || others.size() == PEOPLE_MAX;
        }
    }

    /** Somebody in a group, by what they are called. */
    public record Member(PersonId id, String called) {}

    @Override
    public void addTo(AdminRoutes routes) {
        routes.get(PATH, Act.SEE_GROUPS, this::list)
                .post(PATH, Act.CHANGE_GROUPS, this::add, this::list)
                .get(PATH + "/{id}", Act.SEE_GROUPS, this::show)
                .post(PATH + "/{id}", Act.CHANGE_GROUPS, this::rename, this::show)
                .post(PATH + "/{id}/put-in", Act.CHANGE_GROUPS, this::putIn, this::show)
                .post(PATH + "/{id}/take-out", Act.CHANGE_GROUPS, this::takeOut, this::show)
                .post(PATH + "/{id}/remove", Act.CHANGE_GROUPS, this::remove, this::show);
    }

    private Reply list(Visit visit) {
        Optional<PartnerId> only = visit.actor().only(Act.SEE_GROUPS);
        return database.read(transaction -> {
            Map<PartnerId, String> names = Partners.names(transaction);
            Map<PartnerId, String> here = Partners.hereByName(transaction);
            List<Listed> groups = Groups.list(transaction, only).stream()
                    .map(group -> new Listed(
                            group, names.getOrDefault(group.partner(), ""), Groups.size(transaction, group.id())))
                    .toList();
            var partners = new ArrayList<Choice>();
            String chosen = visit.shown(PARTNER, visit.query(PARTNER));
            here.forEach((id, name) -> {
                if (visit.actor().may(Act.CHANGE_GROUPS, id)) {
                    partners.add(new Choice(id.text(), name, id.text().equals(chosen)));
                }
            });
            return Reply.page("people/groups", "menu.groups", new All(groups, visit.shown(NAME, ""), partners));
        });
    }

    private Reply show(Visit visit) {
        GroupId id = visit.id(Groups.RULE, GroupId::new);
        return database.read(transaction -> {
            Group group = find(transaction, visit, Act.SEE_GROUPS, id);
            List<Member> members = Groups.members(transaction, id, PEOPLE_MAX).stream()
                    .sorted(Called.order(visit.words()))
                    .map(person -> new Member(person.id(), Called.of(person, visit.words())))
                    .toList();
            var page = new One(
                    group,
                    Partners.names(transaction).getOrDefault(group.partner(), ""),
                    visit.shown(NAME, group.name()),
                    members,
                    others(transaction, visit, group),
                    mayDo.mayDo(transaction, id, visit.words(), visit.times()),
                    visit.actor().mayForSite(Act.CHANGE_GRANTS),
                    members.isEmpty() && !Groups.hasGrants(transaction, id));
            return Reply.page("people/group", "group.one", page);
        });
    }

    /** Everybody of the partner who could be put in, with the group they would leave for it. */
    private static List<Choice> others(Transaction transaction, Visit visit, Group group) {
        Map<GroupId, String> names = new HashMap<>();
        Groups.list(transaction, Optional.of(group.partner())).forEach(one -> names.put(one.id(), one.name()));
        List<String> chosen = visit.shown(PERSON, List.of());
        return Groups.outside(transaction, group, PEOPLE_MAX).stream()
                .sorted(Called.order(visit.words()))
                .map(person -> {
                    String called = Called.of(person, visit.words());
                    String label = person.group()
                            .map(now -> visit.words()
                                    .say("group.in-other", "person", called, "group", names.getOrDefault(now, "")))
                            .orElse(called);
                    return new Choice(
                            person.id().text(),
                            label,
                            chosen.contains(person.id().text()));
                })
                .toList();
    }

    private static Group find(Transaction transaction, Visit visit, Act act, GroupId id) {
        Group group = Groups.find(transaction, id).orElseThrow(() -> Problem.notFound("id", Groups.RULE));
        visit.actor().require(act, group.partner(), Groups.RULE);
        return group;
    }

    private Reply add(Visit visit) {
        Form form = visit.form(NAME, PARTNER);
        String name = form.value(NAME, NAME_RULE, text -> Printable.name(text, Groups.NAME_MAX));
        // Whoever has one partner only need not say which.
        PartnerId partner = visit.actor()
                .only(Act.CHANGE_GROUPS)
                .orElseGet(() -> form.value(PARTNER, Partners.RULE, PartnerId::new));
        var group = new Group(new GroupId(ids.fresh('u')), partner, name);
        database.write(transaction -> {
            if (Partners.find(transaction, partner).isEmpty()) {
                throw Problem.notFound(PARTNER, Partners.RULE);
            }
            Partners.requireHere(transaction, partner);
            requireFree(transaction, group);
            if (Groups.isFull(transaction, partner)) {
                throw Problem.conflict(GROUP, "is one too many: a partner has at most " + Groups.GROUPS_MAX);
            }
            Groups.add(transaction, group);
            note(transaction, visit, Deed.GROUP_ADDED, group, Audit.NOTHING, Map.of(NAME, name));
            return changes.note(transaction);
        });
        return Reply.done(PATH + "/" + group.id(), "group");
    }

    private Reply rename(Visit visit) {
        GroupId id = visit.id(Groups.RULE, GroupId::new);
        String name = visit.form(NAME).value(NAME, NAME_RULE, text -> Printable.name(text, Groups.NAME_MAX));
        database.write(transaction -> {
            Group group = find(transaction, visit, Act.CHANGE_GROUPS, id);
            requireFree(transaction, new Group(id, group.partner(), name));
            Groups.rename(transaction, id, name);
            note(transaction, visit, Deed.GROUP_CHANGED, group, Map.of(NAME, group.name()), Map.of(NAME, name));
            return changes.note(transaction);
        });
        return Reply.done(PATH + "/" + id, "group");
    }

    private static void requireFree(Transaction transaction, Group group) {
        if (Groups.isNamed(transaction, group.partner(), group.name(), group.id())) {
            throw Problem.conflict(NAME, "must not be another group's name");
        }
    }

    private Reply putIn(Visit visit) {
        GroupId id = visit.id(Groups.RULE, GroupId::new);
        List<PersonId> people = visit.form(PERSON).values(PERSON, People.RULE, PersonId::new);
        if (people.isEmpty()) {
            throw Problem.badRequest(PERSON, "must be at least one");
        }
        return move(visit, id, people, Optional.of(id), "put-in");
    }

    private Reply takeOut(Visit visit) {
        GroupId id = visit.id(Groups.RULE, GroupId::new);
        PersonId person = visit.form(PERSON).value(PERSON, People.RULE, PersonId::new);
        return move(visit, id, List.of(person), Optional.empty(), "taken-out");
    }

    private Reply move(Visit visit, GroupId id, List<PersonId> people, Optional<GroupId> to, String done) {
        database.write(transaction -> {
            Group group = find(transaction, visit, Act.CHANGE_GROUPS, id);
            for (PersonId person : people) {
                Person there = People.find(transaction, person)
                        .filter(one -> one.partner().equals(group.partner()))
                        .filter(one -> to.isPresent() || one.group().equals(Optional.of(id)))
                        .orElseThrow(() -> Problem.notFound(PERSON, People.RULE));
                Groups.put(transaction, person, to);
                audit.changed(
                        transaction,
                        visit.by(),
                        Deed.PERSON_CHANGED,
                        person.text(),
                        Optional.of(group.partner()),
                        Map.of(GROUP, there.group().map(GroupId::text).orElse("")),
                        Map.of(GROUP, to.map(GroupId::text).orElse("")));
            }
            return changes.change(transaction, holders.of(transaction, people), List.of());
        });
        return Reply.done(PATH + "/" + id, done);
    }

    private Reply remove(Visit visit) {
        visit.form();
        GroupId id = visit.id(Groups.RULE, GroupId::new);
        database.write(transaction -> {
            Group group = find(transaction, visit, Act.CHANGE_GROUPS, id);
            if (Groups.size(transaction, id) > 0 || Groups.hasGrants(transaction, id)) {
                throw Problem.conflict(GROUP, "must have nobody in it and no grants");
            }
            Groups.remove(transaction, id);
            note(transaction, visit, Deed.GROUP_REMOVED, group, Map.of(NAME, group.name()), Audit.NOTHING);
            return changes.note(transaction);
        });
        return Reply.done(PATH, "group-removed");
    }

    private void note(
            Transaction transaction,
            Visit visit,
            Deed deed,
            Group group,
            Map<String, String> before,
            Map<String, String> after) {
        audit.changed(transaction, visit.by(), deed, group.id().text(), Optional.of(group.partner()), before, after);
    }
}
