package knutpunkt.kiosk.admin;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import knutpunkt.access.Window;
import knutpunkt.kiosk.ExampleSite;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.doors.DoorGroup;
import knutpunkt.kiosk.doors.DoorGroups;
import knutpunkt.kiosk.ids.DoorGroupId;
import knutpunkt.kiosk.ids.GroupId;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.log.Alarms;
import knutpunkt.kiosk.notices.Notice;
import knutpunkt.kiosk.notices.NoticeId;
import knutpunkt.kiosk.notices.Notices;
import knutpunkt.kiosk.people.Group;
import knutpunkt.kiosk.people.Groups;
import knutpunkt.kiosk.schedules.Schedule;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.ScheduleId;

/** A site with two partners that have one of everything each, so that what is one's can be tried by the other. */
public final class TwoPartners {
    private static final String DOOR_GROUP = "d-outer";
    private static final String SCHEDULE = "s-evenings";

    private final RunningSite site;
    private final Staff staff;
    private final One own;
    private final One other;
    private final String account;
    private final String alarm;
    private final String grant;

    /** What one partner has: its id, and the ids that pages of each kind have. */
    public record One(String partner, Map<String, String> ids) {}

    public TwoPartners(RunningSite site) {
        this.site = site;
        this.staff = new Staff(site);
        this.own = one("Socialförvaltningen", "Amina Lindqvist", "K-0001", "0102030405");
        this.other = one("Polisen", "Örjan Åkesson", "K-0002", "0102030406");
        this.account = staff.account(Role.OWNER, Optional.empty()).text();
        this.alarm = alarm();
        this.grant = new ExampleSite(site).grant(own.ids().get("/people"), "square");
        site.database().write(transaction -> {
            DoorGroups.add(
                    transaction,
                    new DoorGroup(new DoorGroupId(DOOR_GROUP), "Ytterdörrar", Set.of(new DoorId("square"))));
            return 0;
        });
        site.addSchedule(new Schedule(
                new ScheduleId(SCHEDULE), "Kvällar", List.of(new Window(DayOfWeek.FRIDAY, 900, 1440)), List.of()));
    }

    private One one(String partner, String name, String label, String number) {
        var example = new ExampleSite(site);
        String id = example.partner(partner);
        String person = example.person(id, name);
        String badge = example.badge(person, label, number);
        return new One(
                id,
                Map.of(
                        "/people",
                        person,
                        "/people/import",
                        imported(id, person, label),
                        "/badges",
                        badge,
                        "/notices",
                        notice(id, label),
                        "/partners",
                        id,
                        "/still-right",
                        id,
                        "/groups",
                        group(id, label)));
    }

    private String group(String partner, String label) {
        var id = new GroupId("t-" + label.toLowerCase(Locale.ROOT));
        site.database().write(transaction -> {
            Groups.add(transaction, new Group(id, new PartnerId(partner), "Lag " + label));
            return 0;
        });
        return id.text();
    }

    /** As if the partner's own admin had imported the person. */
    private String imported(String partner, String person, String label) {
        String id = "i-" + label.toLowerCase(Locale.ROOT);
        site.database().write(transaction -> {
            transaction.update(
                    "INSERT INTO import (id, account, partner, made_at, added, last_record) VALUES (?, 'a-0', ?, ?, 1, 0)",
                    id,
                    partner,
                    site.now());
            return transaction.update("INSERT INTO import_person (import, person) VALUES (?, ?)", id, person);
        });
        return id;
    }

    private String notice(String partner, String label) {
        var id = new NoticeId("n-" + label.toLowerCase(Locale.ROOT));
        Instant now = site.now();
        var notice = new Notice(
                id, Optional.of(new PartnerId(partner)), "Samling 18", true, now, now.plus(Duration.ofDays(1)));
        site.database().write(transaction -> Notices.add(transaction, notice, now));
        return id.text();
    }

    private String alarm() {
        return site.database().write(transaction -> {
            Alarms.raise(
                    transaction,
                    Alarms.Kind.JOURNAL_LOST,
                    new ControllerId("c1"),
                    "j-1",
                    "journal [j-1] ends",
                    Instant.EPOCH);
            return Long.toString(Alarms.list(transaction).getFirst().id());
        });
    }

    public Staff staff() {
        return staff;
    }

    public One own() {
        return own;
    }

    public One other() {
        return other;
    }

    /** Somebody of this role; a partner admin is {@link #own}'s. */
    public Surfer signedIn(Role role) {
        return staff.signedIn(role, role == Role.PARTNER_ADMIN ? Optional.of(own.partner()) : Optional.empty());
    }

    /**
     * The path with an id of one partner's, or with the site's.
     *
     * @throws AssertionError for a page whose ids nobody told this class of: add one of each partner's
     */
    public String filled(String path, One whose) {
        if (!path.contains("{id}")) {
            return AdminRoutes.ROOT + path;
        }
        String kind = path.substring(0, path.indexOf("/{id}"));
        String id = Optional.ofNullable(whose.ids().get(kind))
                .or(() -> Optional.ofNullable(siteWide().get(kind)))
                .orElseThrow(() -> new AssertionError("no id to try for [" + path + "]"));
        return AdminRoutes.ROOT + path.replace("{id}", id);
    }

    /** Whether a page is of something that is a partner's. */
    public boolean isPartners(String path) {
        return path.contains("{id}") && own.ids().containsKey(path.substring(0, path.indexOf("/{id}")));
    }

    private Map<String, String> siteWide() {
        return Map.of(
                "/accounts", account,
                "/doors", "square",
                "/alarms", alarm,
                "/screens", "table",
                "/grants", grant,
                "/door-groups", DOOR_GROUP,
                "/schedules", SCHEDULE);
    }
}
