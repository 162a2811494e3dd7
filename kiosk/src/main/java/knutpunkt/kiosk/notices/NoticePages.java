package knutpunkt.kiosk.notices;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import knutpunkt.kiosk.ids.OpaqueIds;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.partners.Partners;
import knutpunkt.kiosk.web.Form;
import knutpunkt.kiosk.web.Problem;

/** Writing what hangs on the wall: each partner its own notices, the premises owner anybody's. */
public final class NoticePages implements AdminPages {
    private static final String PATH = "/notices";
    private static final String PARTNER = "partner";
    private static final String TEXT = "text";
    private static final String IMPORTANT = "important";
    private static final String UNTIL = "until";
    private static final int DAYS_USUAL = 7;

    private final Database database;
    private final Audit audit;
    private final OpaqueIds ids;
    private final InstantSource clock;

    public NoticePages(Database database, Audit audit, OpaqueIds ids, InstantSource clock) {
        this.database = requireNonNull(database, "database");
        this.audit = requireNonNull(audit, "audit");
        this.ids = requireNonNull(ids, "ids");
        this.clock = requireNonNull(clock, "clock");
    }

    /** The list, and what a new one needs. */
    public record All(List<Shown> notices, Fields fields) {}

    /** One notice to change. */
    public record One(Shown notice, Fields fields) {}

    /** A notice as the list has it. */
    public record Shown(Notice notice, Optional<String> partner, boolean isShown, boolean hasEnded) {}

    /** What the form holds. */
    public record Fields(List<Choice> partners, String text, boolean important, String until, String untilMax) {}

    @Override
    public void addTo(AdminRoutes routes) {
        routes.get(PATH, Act.WRITE_NOTICES, this::list)
                .post(PATH, Act.WRITE_NOTICES, this::add, this::list)
                .get(PATH + "/{id}", Act.WRITE_NOTICES, this::show)
                .post(PATH + "/{id}", Act.WRITE_NOTICES, this::change, this::show)
                .post(PATH + "/{id}/remove", Act.WRITE_NOTICES, this::remove);
    }

    private Reply list(Visit visit) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), visit.times().zone());
        return database.read(transaction -> {
            Map<PartnerId, String> names = Partners.names(transaction);
            List<Shown> notices = Notices.list(transaction, visit.actor().only(Act.WRITE_NOTICES)).stream()
                    .map(notice -> shown(notice, names))
                    .toList();
            Fields fields = fields(
                    visit,
                    partners(visit, Partners.hereByName(transaction)),
                    "",
                    false,
                    today.plusDays(DAYS_USUAL).toString());
            return Reply.page("notices/notices", "menu.notices", new All(notices, fields));
        });
    }

    private Shown shown(Notice notice, Map<PartnerId, String> names) {
        Instant now = clock.instant();
        return new Shown(
                notice,
                notice.partner().map(partner -> names.getOrDefault(partner, partner.text())),
                notice.isShownAt(now),
                !now.isBefore(notice.until()));
    }

    /** The whole site's, or a partner's; a partner admin has no choice. */
    private static List<Choice> partners(Visit visit, Map<PartnerId, String> names) {
        var choices = new ArrayList<Choice>();
        if (visit.actor().mayForSite(Act.WRITE_NOTICES)) {
            String chosen = visit.shown(PARTNER, "");
            choices.add(new Choice("", visit.words().say("notices.of-site"), chosen.isEmpty()));
            names.forEach((id, name) ->
                    choices.add(new Choice(id.text(), name, id.text().equals(chosen))));
        }
        return choices;
    }

    private Fields fields(Visit visit, List<Choice> partners, String text, boolean important, String until) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), visit.times().zone());
        return new Fields(
                partners,
                visit.shown(TEXT, text),
                visit.shown(IMPORTANT, important),
                visit.shown(UNTIL, until),
                today.plusDays(Notice.LASTS_MAX.toDays() - 1).toString());
    }

    private Reply show(Visit visit) {
        Notice notice = find(visit);
        return database.read(transaction -> {
            Shown shown = shown(notice, Partners.names(transaction));
            String until = visit.times().day(notice.until().minusSeconds(1));
            Fields fields = fields(visit, List.of(), notice.text(), notice.important(), until);
            return Reply.page("notices/notice", "notices.one", new One(shown, fields));
        });
    }

    private Notice find(Visit visit) {
        NoticeId id = visit.id(Notices.RULE, NoticeId::new);
        Notice notice = database.read(transaction -> Notices.find(transaction, id))
                .orElseThrow(() -> Problem.notFound("id", Notices.RULE));
        boolean may = notice.partner()
                .map(partner -> visit.actor().may(Act.WRITE_NOTICES, partner))
                .orElseGet(() -> visit.actor().mayForSite(Act.WRITE_NOTICES));
        if (!may) {
            throw Problem.notFound("id", Notices.RULE);
        }
        return notice;
    }

    private Reply add(Visit visit) {
        Form form = visit.form(PARTNER, TEXT, IMPORTANT, UNTIL);
        Optional<PartnerId> own = visit.actor().only(Act.WRITE_NOTICES);
        Optional<PartnerId> partner =
                own.isPresent() ? own : form.optionalValue(PARTNER, Partners.RULE, PartnerId::new);
        Notice notice = notice(visit, form, new NoticeId(ids.fresh('n')), partner, now());
        database.write(transaction -> {
            if (partner.isPresent() && Partners.find(transaction, partner.get()).isEmpty()) {
                throw Problem.notFound(PARTNER, Partners.RULE);
            }
            partner.ifPresent(whose -> Partners.requireHere(transaction, whose));
            if (!Notices.add(transaction, notice, now())) {
                throw Problem.conflict(TEXT, "is one too many: a site has at most " + Notices.NOTICES_MAX);
            }
            note(transaction, visit, Deed.NOTICE_ADDED, notice, Audit.NOTHING, fields(notice));
            return true;
        });
        return Reply.done(PATH, "notice-added");
    }

    private Reply change(Visit visit) {
        Form form = visit.form(TEXT, IMPORTANT, UNTIL);
        Notice before = find(visit);
        Notice after = notice(visit, form, before.id(), before.partner(), now());
        database.write(transaction -> {
            Notices.change(transaction, after);
            note(transaction, visit, Deed.NOTICE_CHANGED, after, fields(before), fields(after));
            return true;
        });
        return Reply.done(PATH, "notice");
    }

    private Reply remove(Visit visit) {
        visit.form();
        Notice notice = find(visit);
        database.write(transaction -> {
            Notices.remove(transaction, notice.id());
            note(transaction, visit, Deed.NOTICE_REMOVED, notice, fields(notice), Audit.NOTHING);
            return true;
        });
        return Reply.done(PATH, "notice-removed");
    }

    /** The last day is one of the site's zone, and counts. */
    private static Notice notice(Visit visit, Form form, NoticeId id, Optional<PartnerId> partner, Instant from) {
        String text = form.value(TEXT, Notice.TEXT_RULE, Notice::text);
        LocalDate last = form.day(UNTIL);
        Instant until = last.plusDays(1).atStartOfDay(visit.times().zone()).toInstant();
        try {
            return new Notice(id, partner, text, form.isTicked(IMPORTANT), from, until);
        } catch (IllegalArgumentException _) {
            throw Problem.badRequest(UNTIL, Notice.UNTIL_RULE);
        }
    }

    /** What may be noted of a notice: not its text, which may name somebody. */
    private static Map<String, String> fields(Notice notice) {
        return Map.of(
                IMPORTANT, Boolean.toString(notice.important()),
                UNTIL, notice.until().toString());
    }

    private void note(
            Transaction transaction,
            Visit visit,
            Deed deed,
            Notice notice,
            Map<String, String> before,
            Map<String, String> after) {
        audit.changed(transaction, visit.by(), deed, notice.id().text(), notice.partner(), before, after);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
