package knutpunkt.kiosk.wall;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.notices.Notice;
import knutpunkt.kiosk.partners.Partner;
import knutpunkt.kiosk.partners.Showing;
import knutpunkt.kiosk.partners.Visibility;
import knutpunkt.kiosk.screens.Place;
import knutpunkt.kiosk.screens.Standing;
import knutpunkt.kiosk.wall.WallFacts.Happening;
import knutpunkt.kiosk.wall.WallFacts.PartnerHere;
import knutpunkt.kiosk.wall.WallState.Telling;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What no screen may tell, tried on sites made up at random. A failure names its seed, and the seed is the whole site.
 */
class HiddenCountTest {
    private static final int SITES = 400;
    private static final int COUNT_MAX = 6;
    private static final Instant MIDNIGHT = Instant.parse("2026-11-21T23:00:00Z");
    private static final int DAY_MINUTES = 24 * 60;

    static LongStream seeds() {
        return LongStream.range(0, SITES);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void sitesThatDifferOnlyInAHiddenCountLookTheSameOnEveryScreen(long seed) {
        var random = new Random(seed);
        WallFacts site = site(random);
        Instant now = MIDNIGHT.plus(Duration.ofMinutes(random.nextInt(DAY_MINUTES)));
        for (int i = 0; i < site.partners().size(); i++) {
            PartnerHere here = site.partners().get(i);
            Showing choice = choice(site, here.partner(), now);
            for (Place place : Place.values()) {
                for (long other = 0; other <= COUNT_MAX; other++) {
                    if (isHidden(choice, place, here.count(), other)) {
                        assertThat(state(with(site, i, other), place, now))
                                .as("seed %d, %s, %s with %d instead of %d", seed, place, choice, other, here.count())
                                .isEqualTo(state(site, place, now));
                    }
                }
            }
        }
    }

    /** Whether a screen must not tell one count from another: with PRESENT, whether anybody is here may be told indoors. */
    private static boolean isHidden(Showing choice, Place place, long count, long other) {
        return switch (choice) {
            case NOTHING -> true;
            case PRESENT -> place == Place.STREET || (count > 0) == (other > 0);
            case NUMBER, NAMES -> false;
        };
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whoeverComesOrHasNoPartnerAnyLongerTellsNothingOfAHiddenCount(long seed) {
        var random = new Random(seed);
        WallFacts site = site(random);
        Instant now = MIDNIGHT.plus(Duration.ofMinutes(random.nextInt(DAY_MINUTES)));
        for (PartnerHere here : site.partners()) {
            Showing choice = choice(site, here.partner(), now);
            if (choice == Showing.NUMBER || choice == Showing.NAMES) {
                continue;
            }
            var arrival = new Happening(
                    now,
                    true,
                    Optional.of(here.partner().id()),
                    Optional.of(new WallFacts.Nameable("Somebody", Optional.empty(), Optional.empty())));
            var happenings = new ArrayList<>(site.happenings());
            happenings.addFirst(arrival);
            WallFacts after = with(site, happenings, site.nobodys() + 1);
            for (Place place : Place.values()) {
                assertThat(state(after, place, now))
                        .as("seed %d, %s, %s", seed, place, choice)
                        .isEqualTo(state(site, place, now));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noScreenOnTheStreetShowsANumberUnderThreeOrLetsOneBeWorkedOut(long seed) {
        var random = new Random(seed);
        WallFacts site = site(random);
        Instant now = MIDNIGHT.plus(Duration.ofMinutes(random.nextInt(DAY_MINUTES)));
        if (!(state(site, Place.STREET, now) instanceof WallState state) || state.asleep()) {
            return;
        }

        assertThat(state.total().orElse(3L)).isGreaterThanOrEqualTo(3);
        assertThat(state.rows()).allSatisfy(row -> {
            assertThat(row.count().orElseThrow()).isGreaterThanOrEqualTo(3);
            assertThat(row.names()).isEmpty();
        });
        long sum = state.rows().stream()
                .mapToLong(row -> row.count().orElseThrow())
                .sum();
        if (!state.rows().isEmpty()) {
            assertThat(state.total()).contains(sum);
        }
        assertThat(state.rows().stream().filter(row -> row.telling() == Telling.OTHERS))
                .hasSizeLessThan(2);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nobodyIsNamedAgainstTheWillOfSiteOrPartner(long seed) {
        var random = new Random(seed);
        WallFacts site = site(random);
        Instant now = MIDNIGHT.plus(Duration.ofMinutes(random.nextInt(DAY_MINUTES)));
        for (Place place : Place.values()) {
            String state = state(site, place, now).toString()
                    + (state(site, place, now) instanceof WallState wall
                            ? wall.rows().stream()
                                    .flatMap(row -> row.names().stream())
                                    .map(WallState.Named::name)
                                    .toList()
                            : "");
            for (PartnerHere here : site.partners()) {
                boolean mayBe = place == Place.INDOORS
                        && choice(site, here.partner(), now) == Showing.NAMES
                        && level(site, now) == WallSettings.Level.NAMES;
                if (!mayBe) {
                    assertThat(state)
                            .as("seed %d, %s", seed, place)
                            .doesNotContain("Q" + here.partner().id() + "Q");
                }
            }
        }
    }

    private static WallSettings.Level level(WallFacts site, Instant now) {
        WallSettings settings = site.settings();
        return settings.day().contains(now, site.zone()) ? settings.byDay() : settings.atNight();
    }

    private static Showing choice(WallFacts site, Partner partner, Instant now) {
        return site.settings().day().contains(now, site.zone()) ? partner.shownByDay() : partner.shownAtNight();
    }

    private static ScreenState state(WallFacts site, Place place, Instant now) {
        return WallRules.state(site, new Standing.Paired(place), now);
    }

    private static WallFacts site(Random random) {
        var partners = new ArrayList<PartnerHere>();
        int many = 1 + random.nextInt(6);
        for (int i = 0; i < many; i++) {
            var partner = new Partner(
                    new PartnerId("o" + i), "Partner " + i, Visibility.NORMAL, showing(random), showing(random));
            long count = random.nextInt(COUNT_MAX + 1);
            List<WallFacts.Nameable> named = LongStream.range(0, Math.min(count, 2))
                    .mapToObj(n ->
                            new WallFacts.Nameable("Q" + partner.id() + "Q" + n, Optional.empty(), Optional.empty()))
                    .toList();
            partners.add(new PartnerHere(partner, count, named));
        }
        var settings = new WallSettings(
                "",
                hours(random),
                any(random, WallSettings.Level.values()),
                any(random, WallSettings.Level.values()),
                hours(random),
                random.nextInt(4) == 0 ? Optional.of(hours(random)) : Optional.empty());
        return new WallFacts(
                ZoneId.of("Europe/Stockholm"),
                settings,
                partners,
                random.nextInt(3),
                List.of(),
                List.<Notice>of(),
                List.of(),
                random.nextBoolean() ? Optional.of(MIDNIGHT) : Optional.empty());
    }

    private static Hours hours(Random random) {
        return new Hours(random.nextInt(DAY_MINUTES), random.nextInt(DAY_MINUTES + 1));
    }

    private static <T> T any(Random random, T[] values) {
        return List.of(values).get(random.nextInt(values.length));
    }

    private static Showing showing(Random random) {
        return any(random, Showing.values());
    }

    /** The same site with another count of one partner. Those who may be named stay: they are not shown where it hides. */
    private static WallFacts with(WallFacts site, int index, long count) {
        var partners = new ArrayList<>(site.partners());
        PartnerHere before = partners.get(index);
        partners.set(index, new PartnerHere(before.partner(), count, before.named()));
        return new WallFacts(
                site.zone(),
                site.settings(),
                partners,
                site.nobodys(),
                site.doors(),
                site.notices(),
                site.happenings(),
                site.lastAtADoor());
    }

    private static WallFacts with(WallFacts site, List<Happening> happenings, long nobodys) {
        return new WallFacts(
                site.zone(),
                site.settings(),
                site.partners(),
                nobodys,
                site.doors(),
                site.notices(),
                happenings,
                site.lastAtADoor());
    }
}
