package knutpunkt.kiosk.occupancy;

import static java.util.Objects.requireNonNull;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import knutpunkt.kiosk.admin.Act;
import knutpunkt.kiosk.admin.AdminPages;
import knutpunkt.kiosk.admin.AdminRoutes;
import knutpunkt.kiosk.admin.Choice;
import knutpunkt.kiosk.admin.Reply;
import knutpunkt.kiosk.admin.Visit;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.partners.Partners;

/** A week of occupancy: how many at which hour, as a picture and as a table. Counts only, and none under three. */
public final class OccupancyPages implements AdminPages {
    private static final String PATH = "/occupancy";
    private static final String WEEK = "week";
    private static final String PARTNER = "partner";
    private static final int DAYS = 7;

    private final Database database;
    private final InstantSource clock;

    public OccupancyPages(Database database, InstantSource clock) {
        this.database = requireNonNull(database, "database");
        this.clock = requireNonNull(clock, "clock");
    }

    /** The page; {@code partners} is empty for whoever sees one partner only. */
    public record Week(
            LocalDate monday,
            LocalDate earlier,
            Optional<LocalDate> later,
            List<Choice> partners,
            String partner,
            OccupancyTable table) {}

    @Override
    public void addTo(AdminRoutes routes) {
        routes.get(PATH, Act.SEE_OCCUPANCY, this::show).get(PATH + "/picture", Act.SEE_OCCUPANCY, this::picture);
    }

    private Reply show(Visit visit) {
        ZoneId zone = visit.times().zone();
        LocalDate monday = monday(visit, zone);
        LocalDate next = monday.plusDays(DAYS);
        return database.read(transaction -> {
            Map<PartnerId, String> names = Partners.names(transaction);
            Optional<PartnerId> partner = partner(visit);
            List<OccupancyDay> days =
                    Occupancy.week(transaction, monday, zone, clock.instant(), counted(visit, transaction));
            var page = new Week(
                    monday,
                    monday.minusDays(DAYS),
                    next.isAfter(today(zone)) ? Optional.empty() : Optional.of(next),
                    visit.actor().mayForSite(Act.SEE_OCCUPANCY) ? choices(visit, names, partner) : List.of(),
                    partner.map(PartnerId::text).orElse(""),
                    OccupancyTable.of(days, zone, visit.words()));
            return Reply.page("occupancy/week", "menu.occupancy", page);
        });
    }

    private Reply picture(Visit visit) {
        ZoneId zone = visit.times().zone();
        var palette =
                visit.query("theme").equals("dark") ? OccupancyPicture.Palette.DARK : OccupancyPicture.Palette.LIGHT;
        List<OccupancyDay> days = database.read(transaction ->
                Occupancy.week(transaction, monday(visit, zone), zone, clock.instant(), counted(visit, transaction)));
        return new Reply.Picture(new OccupancyPicture(visit.words(), zone, palette).week(days, clock.instant()));
    }

    private LocalDate today(ZoneId zone) {
        return LocalDate.ofInstant(clock.instant(), zone);
    }

    private LocalDate monday(Visit visit, ZoneId zone) {
        LocalDate asked = visit.query(WEEK, OccupancyPages::day).orElseGet(() -> today(zone));
        return asked.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    private static LocalDate day(String text) {
        try {
            LocalDate day = LocalDate.parse(text);
            if (day.getYear() < 2000 || day.getYear() > 2100) {
                throw new IllegalArgumentException("no day of ours");
            }
            return day;
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("no day", e);
        }
    }

    private static Optional<PartnerId> partner(Visit visit) {
        Optional<PartnerId> own = visit.actor().only(Act.SEE_OCCUPANCY);
        return own.isPresent() ? own : visit.query(PARTNER, PartnerId::new);
    }

    private static Set<PartnerId> counted(Visit visit, Transaction transaction) {
        return partner(visit)
                .map(Set::of)
                .orElseGet(() -> new LinkedHashSet<>(Partners.names(transaction).keySet()));
    }

    private static List<Choice> choices(Visit visit, Map<PartnerId, String> names, Optional<PartnerId> chosen) {
        var choices = new ArrayList<Choice>();
        choices.add(new Choice("", visit.words().say("people.all-partners"), chosen.isEmpty()));
        names.forEach((id, name) -> choices.add(new Choice(id.text(), name, chosen.equals(Optional.of(id)))));
        return choices;
    }
}
