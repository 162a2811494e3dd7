package knutpunkt.kiosk.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import knutpunkt.access.AccessItem;
import knutpunkt.access.AccessList;
import knutpunkt.access.BadgeToken;
import knutpunkt.access.Grant;
import knutpunkt.access.Revision;
import knutpunkt.access.Window;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.ScheduleId;
import org.junit.jupiter.api.Test;

final class RevocationsTest {
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant UNTIL = Instant.parse("2027-01-01T00:00:00Z");
    private static final Instant SOONER = Instant.parse("2026-07-01T00:00:00Z");
    private static final DoorId FRONT = new DoorId("front");
    private static final DoorId YARD = new DoorId("yard");
    private static final ScheduleId EVENINGS = new ScheduleId("evenings");

    private static AccessItem.Badge badge(int number, boolean blocked) {
        return new AccessItem.Badge(token(number), person(number), blocked);
    }

    private static BadgeToken token(int number) {
        return new BadgeToken(1, (long) number << 56, number);
    }

    private static PersonId person(int number) {
        return new PersonId("p-" + number);
    }

    private static AccessItem.Holder holder(int number, Grant... grants) {
        return new AccessItem.Holder(person(number), false, false, false, false, List.of(grants));
    }

    private static Grant grant(String id, Instant until, DoorId... doors) {
        return new Grant(new GrantId(id), Set.of(doors), Optional.empty(), FROM, until);
    }

    private static AccessItem.Schedule evenings(int startHour, int endHour) {
        return new AccessItem.Schedule(
                EVENINGS, List.of(new Window(DayOfWeek.FRIDAY, startHour * 60, endHour * 60)), List.of());
    }

    private static AccessList list(AccessItem... items) {
        return AccessList.empty().with(new Revision(1, 1), List.of(items), List.of());
    }

    private static List<Revocation> between(AccessList common, AccessList lost) {
        return Revocations.between(common, lost);
    }

    @Test
    void aBadgeThatIsBlockedOrGoneOrSomebodyElsesIsBlocked() {
        AccessList common = list(badge(1, false), badge(2, false), badge(3, false), badge(4, false), badge(5, true));
        AccessList lost = list(
                badge(1, true),
                new AccessItem.Badge(token(3), person(9), false),
                badge(4, false),
                badge(5, false),
                badge(6, false));

        assertThat(between(common, lost))
                .containsExactlyInAnyOrder(
                        new Revocation.BadgeBlocked(token(1)),
                        new Revocation.BadgeBlocked(token(2)),
                        new Revocation.BadgeBlocked(token(3)));
    }

    @Test
    void whatIsGivenIsNoRevocation() {
        AccessList common = list(badge(1, true), holder(1, grant("g", SOONER, FRONT)), evenings(17, 20));
        AccessList lost = list(
                badge(1, false),
                holder(1, grant("g", UNTIL, FRONT, YARD), grant("h", UNTIL, YARD)),
                badge(2, false),
                holder(2, grant("i", UNTIL, FRONT)),
                evenings(16, 21));

        assertThat(between(common, lost)).isEmpty();
    }

    @Test
    void aGrantThatNobodyHasAnyMoreEnds() {
        AccessList common = list(holder(1, grant("g", UNTIL, FRONT), grant("h", UNTIL, FRONT)));

        assertThat(between(common, list(holder(1, grant("h", UNTIL, FRONT)))))
                .containsExactly(new Revocation.GrantEnded(new GrantId("g")));
        assertThat(between(common, list()))
                .containsExactlyInAnyOrder(
                        new Revocation.GrantEnded(new GrantId("g")), new Revocation.GrantEnded(new GrantId("h")));
    }

    @Test
    void whoLosesAGroupsGrantThatOthersKeepLeavesTheGroup() {
        Grant groups = grant("g", UNTIL, FRONT);
        AccessList common = list(holder(1, groups), holder(2, groups), holder(3, groups));

        assertThat(between(common, list(holder(1, groups), holder(2), holder(3, groups))))
                .containsExactly(new Revocation.GroupLeft(person(2)));
    }

    @Test
    void whoseGrantsAllEndEarlierEndsThenAndSoDoTheGrants() {
        AccessList common = list(holder(1, grant("g", UNTIL, FRONT), grant("h", UNTIL, YARD)));
        AccessList lost = list(holder(1, grant("g", SOONER, FRONT), grant("h", SOONER, YARD)));

        assertThat(between(common, lost))
                .containsExactlyInAnyOrder(
                        new Revocation.GrantUntil(new GrantId("g"), SOONER),
                        new Revocation.GrantUntil(new GrantId("h"), SOONER),
                        new Revocation.PersonUntil(person(1), SOONER));
    }

    @Test
    void aGroupsGrantThatEndsEarlierForAllOfItEndsForWhoeverJoinsItLater() {
        Instant soonest = SOONER.minusSeconds(1);
        AccessList common = list(
                holder(1, grant("g", UNTIL, FRONT)),
                holder(2, grant("g", UNTIL, FRONT)),
                holder(3, grant("g", soonest, FRONT)));
        AccessList lost = list(
                holder(1, grant("g", SOONER, FRONT)),
                holder(2, grant("g", soonest, FRONT)),
                holder(3, grant("g", soonest, FRONT)));

        assertThat(between(common, lost))
                .containsExactlyInAnyOrder(
                        new Revocation.GrantUntil(new GrantId("g"), SOONER),
                        new Revocation.PersonUntil(person(1), SOONER),
                        new Revocation.PersonUntil(person(2), soonest));
    }

    @Test
    void aGroupsGrantThatOneOfItKeepsForAsLongAsBeforeGoesOn() {
        AccessList common = list(holder(1, grant("g", UNTIL, FRONT)), holder(2, grant("g", UNTIL, FRONT)));
        AccessList lost = list(holder(1, grant("g", UNTIL, FRONT)), holder(2, grant("g", SOONER, FRONT)));

        assertThat(between(common, lost)).containsExactly(new Revocation.PersonUntil(person(2), SOONER));
    }

    @Test
    void aGroupsGrantThatWhoeverHadItLongestLostMayHaveBeenCutToo() {
        AccessList common = list(holder(1, grant("g", UNTIL, FRONT)), holder(2, grant("g", SOONER, FRONT)));
        AccessList lost = list(holder(2, grant("g", SOONER, FRONT)));

        assertThat(between(common, lost))
                .containsExactlyInAnyOrder(
                        new Revocation.GroupLeft(person(1)), new Revocation.GrantUntil(new GrantId("g"), SOONER));
    }

    @Test
    void oneGrantThatEndsEarlierWhileAnotherGoesOnEndsByItself() {
        AccessList common = list(holder(1, grant("g", UNTIL, FRONT), grant("h", UNTIL, YARD)));
        AccessList lost = list(holder(1, grant("g", SOONER, FRONT), grant("h", UNTIL, YARD)));

        assertThat(between(common, lost)).containsExactly(new Revocation.GrantUntil(new GrantId("g"), SOONER));
    }

    @Test
    void aGrantThatBeginsLaterOrOpensFewerDoorsIsNarrowed() {
        AccessList common = list(holder(1, grant("g", UNTIL, FRONT, YARD)));
        var later = new Grant(new GrantId("g"), Set.of(FRONT), Optional.empty(), SOONER, UNTIL);

        assertThat(between(common, list(holder(1, later))))
                .containsExactly(
                        new Revocation.GrantFrom(new GrantId("g"), SOONER),
                        new Revocation.DoorTaken(new GrantId("g"), YARD));
    }

    @Test
    void aGrantOfOtherHoursEnds() {
        AccessList common = list(evenings(17, 20), holder(1, grant("g", UNTIL, FRONT)));
        var inEvenings = new Grant(new GrantId("g"), Set.of(FRONT), Optional.of(EVENINGS), FROM, UNTIL);

        assertThat(between(common, list(evenings(17, 20), holder(1, inEvenings))))
                .containsExactly(new Revocation.GrantEnded(new GrantId("g")));
    }

    @Test
    void ofAScheduleTheHoursThatBothHaveAreLeft() {
        assertThat(between(list(evenings(17, 20)), list(evenings(18, 22))))
                .containsExactly(new Revocation.HoursCut(
                        EVENINGS, List.of(new Window(DayOfWeek.FRIDAY, 18 * 60, 20 * 60)), List.of()));
    }

    @Test
    void windowsGoToMinutesAndBackAlsoAtMidnight() {
        var windows = List.of(
                new Window(DayOfWeek.MONDAY, 0, 60),
                new Window(DayOfWeek.MONDAY, 120, 1440),
                new Window(DayOfWeek.TUESDAY, 0, 1),
                new Window(DayOfWeek.SUNDAY, 1439, 1440));

        assertThat(Minutes.windows(Minutes.of(windows))).isEqualTo(windows);
        assertThat(Minutes.windows(Minutes.of(List.of()))).isEmpty();
    }

    @Test
    void equalListsRevokeNothing() {
        var items = new ArrayList<AccessItem>(List.of(evenings(17, 20)));
        for (int number = 1; number < 50; number++) {
            items.add(badge(number, number % 7 == 0));
            items.add(holder(number, grant("g-" + number, UNTIL, FRONT)));
        }
        AccessList list = list(items.toArray(AccessItem[]::new));

        assertThat(between(list, list)).isEmpty();
    }
}
