package knutpunkt.kiosk.partners;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import knutpunkt.kiosk.access.AccessChanges;
import knutpunkt.kiosk.admin.Act;
import knutpunkt.kiosk.admin.AdminPages;
import knutpunkt.kiosk.admin.AdminRoutes;
import knutpunkt.kiosk.admin.Choice;
import knutpunkt.kiosk.admin.Note;
import knutpunkt.kiosk.admin.Reply;
import knutpunkt.kiosk.admin.Visit;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.OpaqueIds;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.web.Form;
import knutpunkt.kiosk.web.Printable;
import knutpunkt.kiosk.web.Problem;
import knutpunkt.kiosk.words.Words;

/**
 * Partners, and what each lets be seen of its people. A partner chooses for itself; the premises owner may only choose
 * less than the partner did.
 */
public final class PartnersPages implements AdminPages {
    private static final String PATH = "/partners";
    private static final String NAME = "name";
    private static final String VISIBILITY = "visibility";
    private static final String BY_DAY = "shown-by-day";
    private static final String AT_NIGHT = "shown-at-night";
    private static final String APPLY = "apply";
    private static final String TICKED = "yes";
    private static final String LESS = "must not show more than the partner chose";

    private final Database database;
    private final AccessChanges changes;
    private final PartnerPeople people;
    private final Note.Source notes;
    private final Audit audit;
    private final OpaqueIds ids;

    public PartnersPages(
            Database database,
            AccessChanges changes,
            PartnerPeople people,
            Note.Source notes,
            Audit audit,
            OpaqueIds ids) {
        this.database = requireNonNull(database, "database");
        this.changes = requireNonNull(changes, "changes");
        this.people = requireNonNull(people, "people");
        this.notes = requireNonNull(notes, "notes");
        this.audit = requireNonNull(audit, "audit");
        this.ids = requireNonNull(ids, "ids");
    }

    /** The list, and what a new one needs. */
    public record All(List<Listed> partners, String name, List<Choice> visibilities) {}

    /** A partner in the list. */
    public record Listed(Partner partner, long size, boolean hasLeft) {}

    /**
     * One partner.
     *
     * @param notes what features have to say of it
     * @param wall what the wall will show, in plain words
     * @param onlyLess whoever looks may only choose what shows less
     */
    public record One(
            Partner partner,
            String name,
            List<Choice> visibilities,
            List<Choice> byDay,
            List<Choice> atNight,
            boolean apply,
            List<Note> notes,
            boolean hasLeft,
            List<String> wall,
            boolean onlyLess) {}

    @Override
    public void addTo(AdminRoutes routes) {
        routes.get(PATH, Act.SEE_PARTNERS, this::list)
                .post(PATH, Act.CHANGE_PARTNERS, this::add, this::list)
                .get(PATH + "/{id}", Act.SEE_PARTNERS, this::show)
                .post(PATH + "/{id}", Act.CHANGE_PARTNERS, this::rename, this::show)
                .post(PATH + "/{id}/shown", Act.CHOOSE_VISIBILITY, this::choose, this::show);
    }

    private Reply list(Visit visit) {
        Optional<PartnerId> only = visit.actor().only(Act.SEE_PARTNERS);
        String chosen = visit.shown(VISIBILITY, Visibility.NORMAL.word());
        return database.read(transaction -> {
            Map<PartnerId, Long> sizes = people.sizes(transaction);
            Set<PartnerId> left = Partners.left(transaction).keySet();
            List<Listed> partners = Partners.all(transaction).stream()
                    .filter(partner -> only.isEmpty() || only.get().equals(partner.id()))
                    .map(partner ->
                            new Listed(partner, sizes.getOrDefault(partner.id(), 0L), left.contains(partner.id())))
                    .toList();
            var page = new All(partners, visit.shown(NAME, ""), visibilities(visit.words(), chosen, Visibility.NORMAL));
            return Reply.page("partners/list", "menu.partners", page);
        });
    }

    /** From {@code least} on, the most visible first. */
    private static List<Choice> visibilities(Words words, String chosen, Visibility least) {
        return Arrays.stream(Visibility.values())
                .filter(one -> one.compareTo(least) >= 0)
                .map(one -> new Choice(
                        one.word(),
                        words.say("visibility.choice." + one.word()),
                        one.word().equals(chosen)))
                .toList();
    }

    /** Up to {@code most}, the least first. */
    private static List<Choice> showings(Words words, String chosen, Showing most) {
        return Arrays.stream(Showing.values())
                .filter(one -> one.compareTo(most) <= 0)
                .map(one -> new Choice(
                        one.word(),
                        words.say("showing.choice." + one.word()),
                        one.word().equals(chosen)))
                .toList();
    }

    private Reply show(Visit visit) {
        return database.read(transaction -> {
            Partner partner = find(transaction, visit, Act.SEE_PARTNERS);
            boolean onlyLess = onlyLess(visit);
            Words words = visit.words();
            var page = new One(
                    partner,
                    visit.shown(NAME, partner.name()),
                    visibilities(
                            words,
                            visit.shown(VISIBILITY, partner.visibility().word()),
                            onlyLess ? partner.visibility() : Visibility.NORMAL),
                    showings(
                            words,
                            visit.shown(BY_DAY, partner.shownByDay().word()),
                            onlyLess ? partner.shownByDay() : Showing.NAMES),
                    showings(
                            words,
                            visit.shown(AT_NIGHT, partner.shownAtNight().word()),
                            onlyLess ? partner.shownAtNight() : Showing.NAMES),
                    visit.shown(APPLY, false),
                    notes.of(transaction, visit, Optional.of(partner.id())),
                    Partners.left(transaction).containsKey(partner.id()),
                    wall(transaction, partner, words),
                    onlyLess);
            return Reply.page("partners/partner", "partner.one", page);
        });
    }

    private static boolean onlyLess(Visit visit) {
        return visit.actor().partner().isEmpty();
    }

    private static Partner find(Transaction transaction, Visit visit, Act act) {
        PartnerId id = visit.id(Partners.RULE, PartnerId::new);
        visit.actor().require(act, id, Partners.RULE);
        return Partners.find(transaction, id).orElseThrow(() -> Problem.notFound("id", Partners.RULE));
    }

    private List<String> wall(Transaction transaction, Partner partner, Words words) {
        Map<Visibility, Long> counts = people.counts(transaction, partner.id());
        return List.of(
                words.say("partner.wall-day", "shown", shown(partner, partner.shownByDay(), words)),
                words.say("partner.wall-night", "shown", shown(partner, partner.shownAtNight(), words)),
                words.say(
                        "partner.wall-people",
                        "normal",
                        counts.getOrDefault(Visibility.NORMAL, 0L),
                        "alias",
                        counts.getOrDefault(Visibility.ALIAS, 0L),
                        "hidden",
                        counts.getOrDefault(Visibility.HIDDEN, 0L)));
    }

    private static String shown(Partner partner, Showing showing, Words words) {
        return words.say("showing.wall." + showing.word(), "partner", partner.name());
    }

    private static String name(Form form) {
        return form.value(
                NAME,
                "must be 1 to " + Partners.NAME_MAX + " visible characters",
                text -> Printable.name(text, Partners.NAME_MAX));
    }

    private Reply add(Visit visit) {
        Form form = visit.form(NAME, VISIBILITY);
        Partner partner = Partner.fresh(
                new PartnerId(ids.fresh('o')), name(form), form.value(VISIBILITY, Visibility.RULE, Visibility::parse));
        database.write(transaction -> {
            if (Partners.isNamed(transaction, partner.name())) {
                throw Problem.conflict(NAME, "must not be another partner's name");
            }
            if (Partners.isFull(transaction)) {
                throw Problem.conflict("partners", "are too many: a site has at most " + Partners.PARTNERS_MAX);
            }
            Partners.add(transaction, partner);
            note(transaction, visit, Deed.PARTNER_ADDED, partner.id(), Audit.NOTHING, fields(partner));
            return changes.note(transaction);
        });
        return Reply.done(PATH + "/" + partner.id(), "partner");
    }

    private Reply rename(Visit visit) {
        String name = name(visit.form(NAME));
        PartnerId id = visit.id(Partners.RULE, PartnerId::new);
        database.write(transaction -> {
            Partner before = find(transaction, visit, Act.CHANGE_PARTNERS);
            if (!before.name().equals(name) && Partners.isNamed(transaction, name)) {
                throw Problem.conflict(NAME, "must not be another partner's name");
            }
            return change(
                    transaction,
                    visit,
                    before,
                    new Partner(id, name, before.visibility(), before.shownByDay(), before.shownAtNight()));
        });
        return Reply.done(PATH + "/" + id, "partner");
    }

    private Reply choose(Visit visit) {
        Form form = visit.form(VISIBILITY, BY_DAY, AT_NIGHT, APPLY);
        PartnerId id = visit.id(Partners.RULE, PartnerId::new);
        Visibility visibility = form.value(VISIBILITY, Visibility.RULE, Visibility::parse);
        Showing byDay = form.value(BY_DAY, Showing.RULE, Showing::parse);
        Showing atNight = form.value(AT_NIGHT, Showing.RULE, Showing::parse);
        boolean apply = form.typed(APPLY).equals(TICKED);
        database.write(transaction -> {
            Partner before = find(transaction, visit, Act.CHOOSE_VISIBILITY);
            Partners.requireHere(transaction, id);
            if (onlyLess(visit)) {
                requireLess(VISIBILITY, visibility.compareTo(before.visibility()) >= 0);
                requireLess(BY_DAY, byDay.compareTo(before.shownByDay()) <= 0);
                requireLess(AT_NIGHT, atNight.compareTo(before.shownAtNight()) <= 0);
            }
            if (apply) {
                people.tighten(transaction, visit.by(), id, visibility);
            }
            return change(transaction, visit, before, new Partner(id, before.name(), visibility, byDay, atNight));
        });
        return Reply.done(PATH + "/" + id, apply ? "partner-all" : "partner");
    }

    private static void requireLess(String field, boolean isLess) {
        if (!isLess) {
            throw Problem.conflict(field, LESS);
        }
    }

    private boolean change(Transaction transaction, Visit visit, Partner before, Partner after) {
        Partners.change(transaction, after);
        note(transaction, visit, Deed.PARTNER_CHANGED, after.id(), fields(before), fields(after));
        changes.note(transaction);
        return true;
    }

    private static Map<String, String> fields(Partner partner) {
        return Map.of(
                NAME,
                partner.name(),
                VISIBILITY,
                partner.visibility().word(),
                BY_DAY,
                partner.shownByDay().word(),
                AT_NIGHT,
                partner.shownAtNight().word());
    }

    private void note(
            Transaction transaction,
            Visit visit,
            Deed deed,
            PartnerId id,
            Map<String, String> before,
            Map<String, String> after) {
        audit.changed(transaction, visit.by(), deed, id.text(), Optional.of(id), before, after);
    }
}
