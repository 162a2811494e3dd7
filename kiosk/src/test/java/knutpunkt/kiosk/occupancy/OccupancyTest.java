package knutpunkt.kiosk.occupancy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.partners.Partner;
import knutpunkt.kiosk.partners.Partners;
import knutpunkt.kiosk.partners.Visibility;
import knutpunkt.kiosk.people.People;
import knutpunkt.kiosk.people.Person;
import knutpunkt.kiosk.words.Languages;
import knutpunkt.kiosk.words.Words;
import knutpunkt.wire.PersonId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OccupancyTest {
    private static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");
    private static final LocalDate DATE = LocalDate.of(2026, 11, 18);
    private static final LocalDate SPRING = LocalDate.of(2026, 3, 29);
    private static final LocalDate AUTUMN = LocalDate.of(2026, 10, 25);
    private static final PartnerId POLICE = new PartnerId("police");
    private static final PartnerId GUARDS = new PartnerId("guards");
    private static final Instant LATER = Instant.parse("2027-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    private Database database;
    private int records;

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("site.db"));
        database.write(transaction -> {
            transaction.update("INSERT INTO controller (id, name) VALUES ('c1', 'c1')");
            transaction.update("INSERT INTO journal VALUES ('j1', 'c1', 0, 0, '')");
            for (PartnerId partner : List.of(POLICE, GUARDS)) {
                Partners.add(transaction, Partner.fresh(partner, partner.text(), Visibility.NORMAL));
                for (int i = 0; i < 8; i++) {
                    var id = new PersonId(partner.text() + i);
                    People.add(transaction, Person.called(id, partner, "Somebody", Visibility.NORMAL));
                }
            }
            return 0;
        });
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void somebodyIsCountedOnceInEachHourTheyWereThereInAnyPart() {
        for (int i = 0; i < 3; i++) {
            stay("police" + i, at(DATE, 9, 59), Optional.of(at(DATE, 11, 1)), "LEFT");
        }
        stay("police0", at(DATE, 11, 10), Optional.of(at(DATE, 11, 20)), "LEFT");

        OccupancyDay day = day(DATE);

        assertThat(day.hours()).hasSize(24);
        assertThat(totals(day).subList(8, 13))
                .containsExactly(Optional.empty(), Optional.of(3L), Optional.of(3L), Optional.of(3L), Optional.empty());
    }

    @Test
    void aStayEndsWithItsHourAndNotInTheNext() {
        for (int i = 0; i < 3; i++) {
            stay("police" + i, at(DATE, 9, 0), Optional.of(at(DATE, 10, 0)), "LEFT");
        }

        assertThat(totals(day(DATE)).get(9)).contains(3L);
        assertThat(totals(day(DATE)).get(10)).isEmpty();
        assertThat(totals(day(DATE)).get(8)).isEmpty();
    }

    @Test
    void whoeverIsHereStillIsCountedUpToNowAndHoursToComeAreNotTold() {
        for (int i = 0; i < 4; i++) {
            stay("guards" + i, at(DATE.minusDays(1), 22, 0), Optional.empty(), "PRESENT");
        }

        OccupancyDay day = database.read(
                transaction -> Occupancy.day(transaction, DATE, ZONE, at(DATE, 10, 30), (_, _, _) -> true));

        assertThat(totals(day).getFirst()).contains(4L);
        assertThat(totals(day).get(10)).contains(4L);
        assertThat(day.hours().get(10).begun()).isTrue();
        assertThat(day.hours().get(11).begun()).isFalse();
    }

    @Test
    void anExitWithoutAnEntryIsNoStay() {
        for (int i = 0; i < 4; i++) {
            stay("guards" + i, at(DATE, 10, 0), Optional.of(at(DATE, 10, 30)), "EXIT_WITHOUT_ENTRY");
        }

        assertThat(totals(day(DATE))).allMatch(Optional::isEmpty);
    }

    @Test
    void aPartnersNumberIsToldOnlyWhereItGivesNoOtherAway() {
        for (int i = 0; i < 5; i++) {
            stay("police" + i, at(DATE, 9, 0), Optional.of(at(DATE, 11, 0)), "LEFT");
        }
        for (int i = 0; i < 4; i++) {
            stay("guards" + i, at(DATE, 9, 0), Optional.of(at(DATE, 10, 0)), "LEFT");
        }

        assertThat(day(DATE).hours().get(9).partners())
                .hasSize(2)
                .containsEntry(POLICE, 5L)
                .containsEntry(GUARDS, 4L);
        // The total is the police's number now, and so the guards' would be known.
        assertThat(day(DATE).hours().get(10).partners()).isEmpty();
        assertThat(day(DATE).hours().get(10).total()).contains(5L);
    }

    @Test
    void onlyThePartnersThatAreCountedCount() {
        for (int i = 0; i < 5; i++) {
            stay("police" + i, at(DATE, 9, 0), Optional.of(at(DATE, 11, 0)), "LEFT");
            stay("guards" + i, at(DATE, 9, 0), Optional.of(at(DATE, 11, 0)), "LEFT");
        }

        List<OccupancyDay> week = database.read(
                transaction -> Occupancy.week(transaction, DATE.minusDays(2), ZONE, LATER, Set.of(POLICE)));

        assertThat(week).hasSize(7);
        assertThat(totals(week.get(2)).get(9)).contains(5L);
    }

    @Test
    void theDayTheClocksChangeHasTheHoursItHas() {
        assertThat(day(SPRING).hours()).hasSize(23);
        assertThat(day(AUTUMN).hours()).hasSize(25);
        Instant twice = ZonedDateTime.of(AUTUMN.atTime(2, 30), ZONE)
                .withLaterOffsetAtOverlap()
                .toInstant();
        for (int i = 0; i < 3; i++) {
            stay("police" + i, twice, Optional.of(twice.plus(Duration.ofMinutes(5))), "LEFT");
        }

        assertThat(totals(day(AUTUMN)).get(2)).isEmpty();
        assertThat(totals(day(AUTUMN)).get(3)).contains(3L);
        OccupancyTable table = OccupancyTable.of(List.of(day(SPRING), day(AUTUMN)), ZONE, swedish());
        assertThat(table.rows()).hasSize(25);
        assertThat(table.rows().get(2).cells()).containsExactly("–", "färre än tre");
        assertThat(table.rows().get(3).cells()).containsExactly("–", "3");
    }

    static LongStream seeds() {
        return LongStream.range(0, 25);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void itEqualsWhatCountingEveryMinuteSays(long seed) {
        var random = new Random(seed);
        LocalDate date = List.of(DATE, SPRING, AUTUMN).get(random.nextInt(3));
        Instant start = date.atStartOfDay(ZONE).toInstant();
        var stays = new ArrayList<long[]>();
        for (int i = 0; i < 40; i++) {
            int person = random.nextInt(8);
            long from = random.nextInt(26 * 60) - 60L;
            long until = from + 1 + random.nextInt(300);
            stays.add(new long[] {person, from, until});
            stay(
                    "police" + person,
                    start.plus(Duration.ofMinutes(from)),
                    Optional.of(start.plus(Duration.ofMinutes(until))),
                    random.nextBoolean() ? "LEFT" : "END_UNKNOWN");
        }

        OccupancyDay day = day(date);

        for (int hour = 0; hour < day.hours().size(); hour++) {
            var there = new HashSet<Long>();
            for (long minute = hour * 60L; minute < hour * 60L + 60; minute++) {
                for (long[] stay : stays) {
                    if (stay[1] <= minute && minute < stay[2]) {
                        there.add(stay[0]);
                    }
                }
            }
            Optional<Long> expected = Optional.of((long) there.size()).filter(count -> count >= 3);
            assertThat(day.hours().get(hour).total())
                    .as("seed %d hour %d", seed, hour)
                    .isEqualTo(expected);
        }
    }

    @Test
    void thePictureSaysInWordsWhatItShows() {
        for (int i = 0; i < 3; i++) {
            stay("police" + i, at(DATE, 9, 0), Optional.of(at(DATE, 10, 0)), "LEFT");
        }
        var picture = new OccupancyPicture(swedish(), ZONE, OccupancyPicture.Palette.LIGHT);

        String svg = picture.day(day(DATE), LATER);

        assertThat(svg)
                .startsWith("<svg ")
                .contains("<title>I dag, per timme</title>", "Klockan 09–10: 3.", "Klockan 10–11: färre än tre.")
                .doesNotContain("style=", "<script", "police");
        assertThat(picture.summary(day(DATE))).isEqualTo("Flest i dag: 3, klockan 09–10");
        assertThat(picture.summary(day(SPRING))).isEqualTo("Färre än tre hittills i dag");
        assertThat(picture.week(List.of(day(DATE), day(AUTUMN)), LATER))
                .contains("onsdag 18 november", "Klockan 09–10: 3.");
    }

    @Test
    void whatNobodyMayKnowIsNotInThePicture() {
        var picture = new OccupancyPicture(swedish(), ZONE, OccupancyPicture.Palette.DARK);
        String nobody = picture.day(day(DATE), LATER);
        stay("police1", at(DATE, 9, 0), Optional.of(at(DATE, 10, 0)), "LEFT");
        stay("police2", at(DATE, 9, 0), Optional.of(at(DATE, 12, 0)), "LEFT");

        assertThat(picture.day(day(DATE), LATER)).isEqualTo(nobody);
    }

    @Test
    void whereALanguageRunsFromTheRightSoDoesTheDay() {
        for (int i = 0; i < 3; i++) {
            stay("police" + i, at(DATE, 0, 0), Optional.of(at(DATE, 1, 0)), "LEFT");
        }
        Words arabic = Languages.shipped().of("ar").orElseThrow();

        assertThat(new OccupancyPicture(swedish(), ZONE, OccupancyPicture.Palette.LIGHT).day(day(DATE), LATER))
                .contains("x=\"2.8\" y=\"58.8\"");
        assertThat(new OccupancyPicture(arabic, ZONE, OccupancyPicture.Palette.LIGHT).day(day(DATE), LATER))
                .contains("x=\"539.5\" y=\"58.8\"", "٠٦");
    }

    private static Words swedish() {
        return Languages.shipped().first();
    }

    private OccupancyDay day(LocalDate date) {
        return database.read(transaction -> Occupancy.day(transaction, date, ZONE, LATER, (_, _, _) -> true));
    }

    private static List<Optional<Long>> totals(OccupancyDay day) {
        return day.hours().stream().map(OccupancyDay.Hour::total).toList();
    }

    private static Instant at(LocalDate date, int hour, int minute) {
        return ZonedDateTime.of(date.atTime(hour, minute), ZONE).toInstant();
    }

    private void stay(String person, Instant from, Optional<Instant> until, String state) {
        int record = ++records;
        database.write(transaction -> {
            transaction.update("""
                    INSERT INTO record (id, journal, sequence, controller, boot, kind, uptime, at, clock, content_hash,
                        hash, received_at, readable) VALUES (?, 'j1', ?, 'c1', 'b', 'passage', 0, 0, '', '', '', 0, 1)""", record, record);
            return transaction.update(
                    "INSERT INTO stay VALUES (?, ?, ?, 'c1', ?, 'j1', ?, ?, ?, 'CONFIRMED', 'DOOR_OPENED')",
                    record,
                    person,
                    from,
                    record,
                    from,
                    until,
                    state);
        });
    }
}
