package knutpunkt.access;

import static knutpunkt.access.ListFixture.DOOR;
import static knutpunkt.access.ListFixture.FROM;
import static knutpunkt.access.ListFixture.NOW;
import static knutpunkt.access.ListFixture.PERSON;
import static knutpunkt.access.ListFixture.TOKEN;
import static knutpunkt.access.ListFixture.UNTIL;
import static knutpunkt.access.ListFixture.grant;
import static knutpunkt.access.ListFixture.granted;
import static knutpunkt.access.ListFixture.inHours;
import static knutpunkt.access.ListFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.ScheduleId;
import org.junit.jupiter.api.Test;

/** One reason at a time, and which of two wins. */
class DecisionTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final BadgeToken OTHER_TOKEN = new BadgeToken(1, TOKEN.high(), TOKEN.low() + 1);

    private final ListFixture given = new ListFixture();

    @Test
    void aGrantInForceOpens() {
        assertThat(given.decide(NOW)).isEqualTo(granted());
    }

    @Test
    void whoNeedsMoreTimeIsGrantedWithIt() {
        given.extendedTime = true;

        assertThat(given.decide(NOW)).isEqualTo(new Decision.Granted(PERSON, ListFixture.GRANT, true));
    }

    @Test
    void everybodyIsDeniedByAControllerThatNeverHadAList() {
        assertThat(Decision.decide(AccessList.empty(), given.situation(), TOKEN, PinOutcome.RIGHT, NOW))
                .isEqualTo(new Decision.Refused(Reason.NO_LIST, Optional.empty()));
    }

    @Test
    void aBadgeTheListDoesNotKnowIsDeniedWithoutAName() {
        assertThat(Decision.decide(given.list(), given.situation(), OTHER_TOKEN, PinOutcome.RIGHT, NOW))
                .isEqualTo(new Decision.Refused(Reason.UNKNOWN_BADGE, Optional.empty()));
    }

    @Test
    void aTokenMadeWithAnotherKeyIsAnotherBadge() {
        var sameHashOtherKey = new BadgeToken(2, TOKEN.high(), TOKEN.low());

        assertThat(Decision.decide(given.list(), given.situation(), sameHashOtherKey, PinOutcome.RIGHT, NOW))
                .isEqualTo(new Decision.Refused(Reason.UNKNOWN_BADGE, Optional.empty()));
    }

    @Test
    void aBlockedBadgeIsDeniedWhateverElseWouldLetItIn() {
        given.blocked = true;
        given.entersInLockdown = true;
        given.essential = true;
        given.pin = PinOutcome.RIGHT;

        assertThat(given.decide(NOW)).isEqualTo(refused(Reason.BLOCKED));
    }

    @Test
    void blockedIsSaidBeforeAnyOtherReason() {
        given.blocked = true;
        given.posture = Posture.LOCKDOWN;
        given.lease = Lease.ENDED;
        given.clock = ClockTrust.LOST;
        given.grants = List.of();

        assertThat(given.decide(NOW)).isEqualTo(refused(Reason.BLOCKED));
    }

    @Test
    void aPersonWithoutGrantsIsDenied() {
        given.grants = List.of();

        assertThat(given.decide(NOW)).isEqualTo(refused(Reason.NO_GRANT));
    }

    @Test
    void aGrantForAnotherDoorIsNoneForThisOne() {
        given.grants =
                List.of(new Grant(new GrantId("g-1"), Set.of(ListFixture.OTHER_DOOR), Optional.empty(), FROM, UNTIL));

        assertThat(given.decide(NOW)).isEqualTo(refused(Reason.NO_GRANT));
    }

    @Test
    void aBadgeWhoseHolderTheListLacksIsDenied() {
        given.holderKnown = false;

        assertThat(given.decide(NOW)).isEqualTo(refused(Reason.NO_GRANT));
    }

    @Test
    void aMissingHolderHasNoPrivilegeInLockdown() {
        given.holderKnown = false;
        given.posture = Posture.LOCKDOWN;

        assertThat(given.decide(NOW)).isEqualTo(refused(Reason.LOCKDOWN));
    }

    @Test
    void lockdownDeniesThoseWithoutThePrivilege() {
        given.posture = Posture.LOCKDOWN;

        assertThat(given.decide(NOW)).isEqualTo(refused(Reason.LOCKDOWN));
    }

    @Test
    void lockdownAdmitsThoseWithThePrivilege() {
        given.posture = Posture.LOCKDOWN;
        given.entersInLockdown = true;

        assertThat(given.decide(NOW)).isEqualTo(granted());
    }

    @Test
    void thePrivilegeInLockdownIsNoGrant() {
        given.posture = Posture.LOCKDOWN;
        given.entersInLockdown = true;
        given.grants = List.of();

        assertThat(given.decide(NOW)).isEqualTo(refused(Reason.NO_GRANT));
    }

    @Test
    void lockdownIsSaidBeforeLeaseClockAndGrants() {
        given.posture = Posture.LOCKDOWN;
        given.lease = Lease.ENDED;
        given.clock = ClockTrust.LOST;
        given.grants = List.of();

        assertThat(given.decide(NOW)).isEqualTo(refused(Reason.LOCKDOWN));
    }

    @Test
    void aPostureNotKnownHereIsDeniedLikeLockdown() {
        given.posture = Posture.UNKNOWN;

        assertThat(given.decide(NOW)).isEqualTo(refused(Reason.LOCKDOWN));
    }

    @Test
    void anEndedLeaseDeniesEvenTheEssential() {
        given.lease = Lease.ENDED;
        given.essential = true;

        assertThat(given.decide(NOW)).isEqualTo(refused(Reason.LEASE_ENDED));
    }

    @Test
    void aLeaseForTheEssentialDeniesOthers() {
        given.lease = Lease.ESSENTIAL_ONLY;

        assertThat(given.decide(NOW)).isEqualTo(refused(Reason.LEASE_ENDED));
    }

    @Test
    void aLeaseForTheEssentialAdmitsThem() {
        given.lease = Lease.ESSENTIAL_ONLY;
        given.essential = true;

        assertThat(given.decide(NOW)).isEqualTo(granted());
    }

    @Test
    void aLeaseNotKnownHereIsDeniedLikeAnEndedOne() {
        given.lease = Lease.UNKNOWN;
        given.essential = true;

        assertThat(given.decide(NOW)).isEqualTo(refused(Reason.LEASE_ENDED));
    }

    @Test
    void anEndedLeaseIsSaidBeforeClockAndGrants() {
        given.lease = Lease.ENDED;
        given.clock = ClockTrust.LOST;
        given.grants = List.of();

        assertThat(given.decide(NOW)).isEqualTo(refused(Reason.LEASE_ENDED));
    }

    @Test
    void aLostClockDeniesEverybody() {
        given.clock = ClockTrust.LOST;
        given.essential = true;
        given.entersInLockdown = true;

        assertThat(given.decide(NOW)).isEqualTo(refused(Reason.CLOCK_UNTRUSTED));
    }

    @Test
    void aLowerBoundOfTheTimeAdmits() {
        given.clock = ClockTrust.LOWER_BOUND;

        assertThat(given.decide(NOW)).isEqualTo(granted());
    }

    @Test
    void aLowerBoundAfterTheEndIsDenied() {
        given.clock = ClockTrust.LOWER_BOUND;

        assertThat(given.decide(UNTIL)).isEqualTo(refused(Reason.ENDED));
    }

    @Test
    void aLowerBoundIsDeniedAtADoorOfHighRisk() {
        given.clock = ClockTrust.LOWER_BOUND;
        given.highRisk = true;

        assertThat(given.decide(NOW)).isEqualTo(refused(Reason.CLOCK_UNTRUSTED));
    }

    @Test
    void aTrustedClockAdmitsAtADoorOfHighRisk() {
        given.highRisk = true;

        assertThat(given.decide(NOW)).isEqualTo(granted());
    }

    @Test
    void aClockTrustNotKnownHereIsDeniedLikeALostClock() {
        given.clock = ClockTrust.UNKNOWN;

        assertThat(given.decide(NOW)).isEqualTo(refused(Reason.CLOCK_UNTRUSTED));
    }

    @Test
    void anUntrustedClockIsSaidBeforeWhatItSaysOfGrants() {
        given.clock = ClockTrust.LOST;

        assertThat(given.decide(UNTIL)).isEqualTo(refused(Reason.CLOCK_UNTRUSTED));
    }

    @Test
    void aGrantHoldsFromItsFirstMoment() {
        assertThat(given.decide(FROM)).isEqualTo(granted());
        assertThat(given.decide(FROM.minusNanos(1))).isEqualTo(refused(Reason.NOT_YET_VALID));
    }

    @Test
    void aGrantNoLongerHoldsAtItsEnd() {
        assertThat(given.decide(UNTIL.minusNanos(1))).isEqualTo(granted());
        assertThat(given.decide(UNTIL)).isEqualTo(refused(Reason.ENDED));
    }

    @Test
    void anyMomentThereIsCanBeAskedAbout() {
        assertThat(given.decide(Instant.MIN)).isEqualTo(refused(Reason.NOT_YET_VALID));
        assertThat(given.decide(Instant.MAX)).isEqualTo(refused(Reason.ENDED));
    }

    @Test
    void anotherHourIsSaidBeforeALaterGrantAndAnEndedOne() {
        given.grants = List.of(
                grant("g-ended", FROM, NOW),
                inHours("g-hours", new ScheduleId("not-in-the-list"), FROM, UNTIL),
                grant("g-later", NOW.plus(HOUR), UNTIL));

        assertThat(given.decide(NOW)).isEqualTo(refused(Reason.OUT_OF_HOURS));
    }

    @Test
    void aLaterGrantIsSaidBeforeAnEndedOne() {
        given.grants = List.of(grant("g-ended", FROM, NOW), grant("g-later", NOW.plus(HOUR), UNTIL));

        assertThat(given.decide(NOW)).isEqualTo(refused(Reason.NOT_YET_VALID));
    }

    @Test
    void oneGrantThatFitsIsEnough() {
        given.grants = List.of(
                grant("g-ended", FROM, NOW),
                inHours("g-hours", new ScheduleId("not-in-the-list"), FROM, UNTIL.plus(HOUR)),
                grant("g-1", FROM, UNTIL),
                grant("g-later", NOW.plus(HOUR), UNTIL));

        assertThat(given.decide(NOW)).isEqualTo(granted());
    }

    @Test
    void ofGrantsThatFitTheOneThatHoldsLongestIsNamed() {
        given.grants = List.of(grant("g-0", FROM, UNTIL.minus(HOUR)), grant("g-1", FROM, UNTIL));

        assertThat(given.decide(NOW)).isEqualTo(granted());
    }

    @Test
    void ofGrantsThatHoldEquallyLongTheFirstIdIsNamed() {
        given.grants = List.of(grant("g-2", FROM, UNTIL), grant("g-1", FROM, UNTIL), grant("g-10", FROM, UNTIL));

        assertThat(given.decide(NOW)).isEqualTo(granted());
    }

    @Test
    void whoNeedsAPinIsDeniedWithoutOne() {
        given.pinNeeded = true;

        assertThat(given.decide(NOW)).isEqualTo(refused(Reason.PIN_MISSING));
    }

    @Test
    void whoNeedsAPinIsDeniedWithAWrongOne() {
        given.pinNeeded = true;
        given.pin = PinOutcome.WRONG;

        assertThat(given.decide(NOW)).isEqualTo(refused(Reason.PIN_WRONG));
    }

    @Test
    void whoNeedsAPinEntersWithTheRightOne() {
        given.pinNeeded = true;
        given.pin = PinOutcome.RIGHT;

        assertThat(given.decide(NOW)).isEqualTo(granted());
    }

    @Test
    void aPinNobodyAskedForChangesNothing() {
        given.pin = PinOutcome.WRONG;

        assertThat(given.decide(NOW)).isEqualTo(granted());
    }

    @Test
    void aPinIsAskedForOnlyWhenAllElseWouldLetIn() {
        given.pinNeeded = true;

        assertThat(given.decide(UNTIL)).isEqualTo(refused(Reason.ENDED));
        given.lease = Lease.ENDED;
        assertThat(given.decide(NOW)).isEqualTo(refused(Reason.LEASE_ENDED));
    }

    @Test
    void anotherDoorOfTheGrantOpensToo() {
        given.grants =
                List.of(new Grant(new GrantId("g-1"), Set.of(DOOR, new DoorId("yard")), Optional.empty(), FROM, UNTIL));

        var atTheYard = new Situation(new DoorId("yard"), Posture.NORMAL, Lease.CURRENT, ClockTrust.TRUSTED, false);
        assertThat(Decision.decide(given.list(), atTheYard, TOKEN, PinOutcome.NOT_GIVEN, NOW))
                .isEqualTo(granted());
    }
}
