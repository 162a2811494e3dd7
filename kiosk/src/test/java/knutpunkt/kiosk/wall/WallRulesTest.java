package knutpunkt.kiosk.wall;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.notices.Notice;
import knutpunkt.kiosk.notices.NoticeId;
import knutpunkt.kiosk.partners.Showing;
import knutpunkt.kiosk.screens.PairingCode;
import knutpunkt.kiosk.screens.Place;
import knutpunkt.kiosk.screens.Standing;
import knutpunkt.kiosk.wall.WallFacts.Happening;
import knutpunkt.kiosk.wall.WallSettings.Level;
import knutpunkt.kiosk.wall.WallState.Certainty;
import knutpunkt.kiosk.wall.WallState.Telling;
import org.junit.jupiter.api.Test;

class WallRulesTest {
    private static final Instant DAY = Instant.parse("2026-11-22T12:00:00Z");
    private static final Instant NIGHT = Instant.parse("2026-11-22T23:00:00Z");

    private final FactsOnTrial facts = new FactsOnTrial();

    @Test
    void everyPartnerHasARowAndTheTotalIsTheirSum() {
        facts.partner("police", Showing.NUMBER, 2)
                .partner("guards", Showing.NAMES, 3)
                .partner("shop", Showing.NUMBER, 0);

        WallState state = indoors(DAY);

        assertThat(state.total()).contains(5L);
        assertThat(state.certainty()).isEqualTo(Certainty.EXACT);
        assertThat(state.rows()).extracting(WallState.Row::id).containsExactly("police", "guards", "shop");
        assertThat(state.rows()).extracting(row -> row.count().orElseThrow()).containsExactly(2L, 3L, 0L);
    }

    @Test
    void whoeverHasNoPartnerAnyLongerIsInTheTotal() {
        facts.partner("police", Showing.NUMBER, 2).nobodys(1);

        assertThat(indoors(DAY).total()).contains(3L);
    }

    @Test
    void whoeverHasNoPartnerAnyLongerIsNotCountedWhereSomethingIsHidden() {
        facts.partner("police", Showing.NOTHING, 2)
                .partner("guards", Showing.NUMBER, 4)
                .nobodys(1);

        assertThat(indoors(DAY).total()).contains(4L);
    }

    @Test
    void aPartnerThatIsOnlyPresentCountsAsOneAndTheTotalIsAtLeastThat() {
        facts.partner("police", Showing.PRESENT, 6).partner("guards", Showing.NUMBER, 3);

        WallState state = indoors(DAY);

        assertThat(state.total()).contains(4L);
        assertThat(state.certainty()).isEqualTo(Certainty.AT_LEAST);
        assertThat(state.rows().getFirst().telling()).isEqualTo(Telling.PRESENT);
        assertThat(state.rows().getFirst().here()).isTrue();
        assertThat(state.rows().getFirst().count()).isEmpty();
    }

    @Test
    void aPartnerThatShowsNothingHasNoRowAndNoShareInAnyNumber() {
        facts.partner("police", Showing.NOTHING, 6).partner("guards", Showing.NUMBER, 3);

        WallState state = indoors(DAY);

        assertThat(state.total()).contains(3L);
        assertThat(state.certainty()).isEqualTo(Certainty.AT_LEAST);
        assertThat(state.rows()).extracting(WallState.Row::id).containsExactly("guards");
    }

    @Test
    void theTotalIsAtLeastWhetherOrNotWhoeverHidesIsHere() {
        facts.partner("police", Showing.NOTHING, 0).partner("guards", Showing.NUMBER, 3);

        assertThat(indoors(DAY).certainty()).isEqualTo(Certainty.AT_LEAST);
    }

    @Test
    void namesAreShownOnlyWhereSiteAndPartnerBothSaySo() {
        facts.partner("police", Showing.NUMBER, 2, "Anna B.").partner("guards", Showing.NAMES, 2, "Carl D.");

        assertThat(names(indoors(DAY))).containsExactly("Carl D.");
        facts.level(Level.PARTNERS);
        assertThat(names(indoors(DAY))).isEmpty();
        facts.level(Level.TOTAL);
        assertThat(indoors(DAY).rows()).isEmpty();
        assertThat(indoors(DAY).total()).contains(4L);
        assertThat(indoors(DAY).picture()).isEmpty();
    }

    @Test
    void aPartnersChoiceAtNightIsAnotherThanByDay() {
        facts.partner("police", Showing.NAMES, Showing.NOTHING, 5, "Anna B.").nightLevel(Level.NAMES);

        assertThat(names(indoors(DAY))).containsExactly("Anna B.");
        assertThat(indoors(NIGHT).rows()).isEmpty();
        assertThat(indoors(NIGHT).total()).contains(0L);
        assertThat(indoors(NIGHT).certainty()).isEqualTo(Certainty.AT_LEAST);
    }

    @Test
    void atNightOnlyTheTotalIsShownUnlessTheSiteSaysMore() {
        facts.partner("police", Showing.NAMES, 5, "Anna B.");

        assertThat(indoors(NIGHT).rows()).isEmpty();
        assertThat(indoors(NIGHT).total()).contains(5L);
    }

    @Test
    void theStreetSeesNoNamesNoSmallCountsAndNoNotices() {
        facts.partner("a", Showing.NAMES, 5, "Anna B.")
                .partner("b", Showing.NUMBER, 2)
                .partner("c", Showing.NUMBER, 1)
                .partner("d", Showing.NUMBER, 0)
                .notice("Möte kl. 15")
                .happening(DAY.minusSeconds(1), "a", "Anna B.");

        WallState state = street(DAY);

        assertThat(state.rows()).extracting(WallState.Row::id).containsExactly("a", "others");
        assertThat(state.rows().getLast().count()).contains(3L);
        assertThat(state.rows().getLast().telling()).isEqualTo(Telling.OTHERS);
        assertThat(names(state)).isEmpty();
        assertThat(state.notices()).isEmpty();
        assertThat(state.welcome()).isEmpty();
        assertThat(state.picture()).isEmpty();
    }

    @Test
    void onTheStreetTheSmallestPartnerIsFoldedTooUntilTheOthersAreThree() {
        facts.partner("a", Showing.NUMBER, 7).partner("b", Showing.NUMBER, 4).partner("c", Showing.NUMBER, 1);

        WallState state = street(DAY);

        assertThat(state.rows()).extracting(WallState.Row::id).containsExactly("a", "others");
        assertThat(state.rows().getLast().count()).contains(5L);
    }

    @Test
    void onTheStreetAnEmptyPartnerIsNotToldFromOneWithTwo() {
        facts.partner("a", Showing.NUMBER, 7).partner("b", Showing.NUMBER, 0);

        assertThat(street(DAY).rows()).extracting(WallState.Row::id).containsExactly("others");
        assertThat(street(DAY).total()).contains(7L);
    }

    @Test
    void onTheStreetFewerThanThreeIsNoNumberAndNoRow() {
        for (int count = 0; count < 3; count++) {
            var few = new FactsOnTrial().partner("a", Showing.NUMBER, count).partner("b", Showing.NUMBER, 0);

            assertThat(WallRules.state(few.facts(), new Standing.Paired(Place.STREET), DAY))
                    .isEqualTo(WallRules.state(
                            new FactsOnTrial()
                                    .partner("a", Showing.NUMBER, 0)
                                    .partner("b", Showing.NUMBER, 0)
                                    .facts(),
                            new Standing.Paired(Place.STREET),
                            DAY));
        }
        facts.partner("a", Showing.NUMBER, 2);
        assertThat(street(DAY).certainty()).isEqualTo(Certainty.FEWER_THAN_THREE);
        assertThat(street(DAY).total()).isEmpty();
    }

    @Test
    void onTheStreetNothingIsSaidOfFewWhereMoreAreHidden() {
        facts.partner("a", Showing.NUMBER, 2).partner("b", Showing.PRESENT, 9);

        assertThat(street(DAY).certainty()).isEqualTo(Certainty.UNTOLD);
    }

    @Test
    void onTheStreetADoorHasNoName() {
        facts.silentDoor("Torgdörren");

        assertThat(indoors(DAY).doors()).extracting(WallState.Door::name).containsExactly("Torgdörren");
        assertThat(street(DAY).doors()).extracting(WallState.Door::name).containsExactly("");
    }

    @Test
    void whoeverComesInIsWelcomedForFiveSeconds() {
        facts.partner("guards", Showing.NAMES, 1, "Carl D.").happening(DAY, "guards", "Carl D.");

        assertThat(indoors(DAY).welcome())
                .contains(new WallState.Welcome(DAY.toEpochMilli(), true, Optional.of("Carl D.")));
        assertThat(indoors(DAY.plusMillis(4_999)).welcome()).isPresent();
        assertThat(indoors(DAY.plusSeconds(5)).welcome()).isEmpty();
    }

    @Test
    void aWelcomeHasANameOnlyWhereTheWallNamesPeople() {
        facts.partner("police", Showing.NUMBER, 1).happening(DAY, "police", "Anna B.");

        assertThat(indoors(DAY).welcome().orElseThrow().name()).isEmpty();
    }

    @Test
    void nobodyIsWelcomedWhosePartnerHidesItsNumber() {
        for (Showing hiding : List.of(Showing.NOTHING, Showing.PRESENT)) {
            var hidden = new FactsOnTrial().partner("police", hiding, 1).happening(DAY, "police", "Anna B.");

            assertThat(((WallState) WallRules.state(hidden.facts(), new Standing.Paired(Place.INDOORS), DAY)).welcome())
                    .isEmpty();
        }
    }

    @Test
    void whoeverIsRefusedIsToldSoOnEveryScreen() {
        facts.refusal(DAY);

        assertThat(indoors(DAY).welcome()).contains(new WallState.Welcome(DAY.toEpochMilli(), false, Optional.empty()));
        assertThat(street(DAY).welcome()).isPresent();
    }

    @Test
    void aNoticeHangsFromItsStartToItsEnd() {
        facts.notice("Möte kl. 15");

        assertThat(indoors(DAY).notices())
                .singleElement()
                .satisfies(note -> assertThat(note.text()).isEqualTo("Möte kl. 15"));
        assertThat(indoors(DAY.plus(Duration.ofDays(1))).notices()).isEmpty();
        assertThat(indoors(DAY.minus(Duration.ofDays(1))).notices()).isEmpty();
    }

    @Test
    void anOwnersNoticeHasNoPartnerAndAPartnersHasItsName() {
        facts.partner("police", Showing.NUMBER, 0)
                .notice(new Notice(
                        new NoticeId("n2"),
                        Optional.of(new PartnerId("police")),
                        "Rån vid stationen",
                        true,
                        DAY.minusSeconds(60),
                        DAY.plusSeconds(60)))
                .notice("Möte kl. 15");

        assertThat(indoors(DAY).notices())
                .extracting(WallState.Note::from)
                .containsExactly(Optional.of("Name of police"), Optional.empty());
    }

    @Test
    void itIsDarkBetweenItsHoursAndLightOtherwise() {
        assertThat(indoors(DAY).theme()).isEqualTo(ScreenState.Theme.LIGHT);
        assertThat(indoors(NIGHT).theme()).isEqualTo(ScreenState.Theme.DARK);
    }

    @Test
    void aScreenThatIsOffIsBlackUntilSomethingHappensAtADoor() {
        facts.partner("guards", Showing.NUMBER, 4).off(new Hours(22 * 60, 5 * 60));
        assertThat(indoors(DAY).asleep()).isFalse();
        assertThat(indoors(NIGHT))
                .isEqualTo(WallState.asleep("indoors", facts.facts().zone()));

        facts.lastAtADoor(NIGHT);

        assertThat(indoors(NIGHT).total()).contains(4L);
        assertThat(indoors(NIGHT.plusSeconds(59)).asleep()).isFalse();
        assertThat(indoors(NIGHT.plusSeconds(60)).asleep()).isTrue();
    }

    @Test
    void anUnpairedScreenShowsItsCodeAndNothingElse() {
        facts.partner("guards", Showing.NAMES, 4, "Carl D.")
                .notice("Möte kl. 15")
                .refusal(DAY);

        var waiting = new Standing.Waiting(Optional.of(new PairingCode("CDFHJKMN")));

        assertThat(WallRules.state(facts.facts(), waiting, DAY))
                .isEqualTo(new UnpairedState(facts.facts().zone(), ScreenState.Theme.LIGHT, Optional.of("CDFH JKMN")));
    }

    @Test
    void thePictureIsAnotherAsSoonAsAPartnerHides() {
        facts.partner("police", Showing.NUMBER, 3).partner("guards", Showing.NUMBER, 3);
        Optional<String> before = indoors(DAY).picture();
        var hidden = new FactsOnTrial().partner("police", Showing.NOTHING, 3).partner("guards", Showing.NUMBER, 3);

        assertThat(((WallState) WallRules.state(hidden.facts(), new Standing.Paired(Place.INDOORS), DAY)).picture())
                .isPresent()
                .isNotEqualTo(before);
    }

    @Test
    void aPartnerIsInThePictureOnlyOfHoursInWhichItToldItsNumberAndOnlyWhileItDoes() {
        facts.partner("police", Showing.NUMBER, Showing.NOTHING, 3);
        var police = facts.facts().partners().getFirst().partner();
        Instant hour = Instant.parse("2026-11-22T09:00:00Z");
        Instant nightly = Instant.parse("2026-11-22T02:00:00Z");

        assertThat(WallRules.isPictured(facts.facts(), police, hour, hour.plusSeconds(3600), DAY))
                .isTrue();
        assertThat(WallRules.isPictured(facts.facts(), police, nightly, nightly.plusSeconds(3600), DAY))
                .isFalse();
        assertThat(WallRules.isPictured(facts.facts(), police, hour, hour.plusSeconds(3600), NIGHT))
                .isFalse();
    }

    @Test
    void theNewestHappeningThatMayBeToldIsTold() {
        facts.partner("police", Showing.NOTHING, 1)
                .partner("guards", Showing.NUMBER, 1)
                .happening(DAY.minusSeconds(1), "police", "Anna B.")
                .with(new Happening(DAY.minusSeconds(2), true, Optional.of(new PartnerId("guards")), Optional.empty()));

        assertThat(indoors(DAY).welcome().orElseThrow().number())
                .isEqualTo(DAY.minusSeconds(2).toEpochMilli());
    }

    private WallState indoors(Instant now) {
        return (WallState) WallRules.state(facts.facts(), new Standing.Paired(Place.INDOORS), now);
    }

    private WallState street(Instant now) {
        return (WallState) WallRules.state(facts.facts(), new Standing.Paired(Place.STREET), now);
    }

    private static List<String> names(WallState state) {
        return state.rows().stream()
                .flatMap(row -> row.names().stream())
                .map(WallState.Named::name)
                .toList();
    }
}
