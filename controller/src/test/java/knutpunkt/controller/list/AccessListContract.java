package knutpunkt.controller.list;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import knutpunkt.access.AccessItem;
import knutpunkt.access.AccessList;
import knutpunkt.access.BadgeToken;
import knutpunkt.access.Grant;
import knutpunkt.access.Revision;
import knutpunkt.controller.list.Applied.InForce;
import knutpunkt.controller.list.Applied.Incomplete;
import knutpunkt.controller.list.Applied.NotTaken;
import knutpunkt.controller.list.Applied.Why;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.message.AccessUpdate;
import knutpunkt.wire.message.Challenge;
import knutpunkt.wire.message.Seal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the access list promises, whatever it is kept on. */
abstract class AccessListContract {
    static final BadgeToken TOKEN = new BadgeToken(1, 11, 12);
    static final PersonId PERSON = new PersonId("p-1");

    final Random random = new Random(20260615);
    private final List<AccessListStore> opened = new ArrayList<>();

    abstract ListFile openFile();

    /** Leaves the disk as a killed process would: nothing was closed. */
    abstract void kill();

    /** Changes something in the middle of what is kept. */
    abstract void damage();

    abstract void fillDisk();

    abstract void emptyDisk();

    AccessListStore open() {
        return opened(openFile());
    }

    AccessListStore opened(ListFile file) {
        var store = AccessListStore.open(file, random);
        opened.add(store);
        return store;
    }

    AccessListStore reopenedAfterKill() {
        kill();
        return open();
    }

    @AfterEach
    void closeAll() {
        opened.forEach(AccessListStore::close);
    }

    @Test
    void aControllerThatNeverMetTheServiceHasTheEmptyList() {
        var store = open();

        assertThat(store.current().revision()).isEqualTo(Revision.NONE);
        assertThat(store.want().revision()).isEqualTo(Revision.NONE);
    }

    @Test
    void aSnapshotThatAnswersTheWantIsInForceAndOnDisk() {
        var store = open();
        var list = list(3);

        Applied applied = store.apply(snapshot(store.want().nonce(), list));

        assertThat(applied).isEqualTo(new InForce(list.revision(), list.digest()));
        assertThat(store.current().badge(TOKEN)).isPresent();
        assertSame(reopenedAfterKill().current(), list);
    }

    @Test
    void aChangeThatBuildsUponTheListInForceIsTaken() {
        var store = openWith(list(3));
        AccessList before = store.current();

        Applied applied = store.apply(blocking(store.want().nonce(), before));

        assertThat(applied).isInstanceOf(InForce.class);
        assertThat(store.current().badge(TOKEN).orElseThrow().blocked()).isTrue();
        assertThat(before.badge(TOKEN).orElseThrow().blocked()).isFalse();
        assertThat(reopenedAfterKill().current().badge(TOKEN).orElseThrow().blocked())
                .isTrue();
    }

    @Test
    void aRemovedItemIsGoneAfterARestart() {
        var store = openWith(list(3));
        var next = store.current().with(new Revision(1, 4), List.of(), List.of(AccessItem.Badge.keyOf(TOKEN)));

        store.apply(new AccessUpdate(
                store.want().nonce(),
                Optional.of(new Revision(1, 3)),
                next.revision(),
                next.digest(),
                1,
                1,
                List.of(),
                List.of(AccessItem.Badge.keyOf(TOKEN))));

        assertSame(reopenedAfterKill().current(), next);
        assertThat(next.badge(TOKEN)).isEmpty();
    }

    @Test
    void severalPushedChangesMayFollowOneWant() {
        var store = openWith(list(3));
        Challenge nonce = store.want().nonce();

        store.apply(blocking(nonce, store.current()));
        Applied second = store.apply(unblocking(nonce, store.current()));

        assertThat(second).isInstanceOf(InForce.class);
        assertThat(store.current().revision()).isEqualTo(new Revision(1, 5));
    }

    @Test
    void anUpdateInPartsIsInForceOnlyWithItsLast() {
        var store = open();
        var list = list(9);
        List<AccessUpdate> parts = inParts(store.want().nonce(), list, 3);

        assertThat(store.apply(parts.get(0))).isEqualTo(new Incomplete());
        assertThat(store.apply(parts.get(1))).isEqualTo(new Incomplete());
        assertThat(store.current().revision()).isEqualTo(Revision.NONE);

        assertThat(store.apply(parts.get(2))).isInstanceOf(InForce.class);
        assertSame(store.current(), list);
    }

    @Test
    void aPartDeliveredTwiceIsTakenOnce() {
        var store = open();
        var list = list(9);
        List<AccessUpdate> parts = inParts(store.want().nonce(), list, 3);

        store.apply(parts.get(0));
        assertThat(store.apply(parts.get(0))).isEqualTo(new Incomplete());
        store.apply(parts.get(1));

        assertThat(store.apply(parts.get(2))).isInstanceOf(InForce.class);
        assertSame(store.current(), list);
    }

    @Test
    void aMissingPartIsWaitedForAndThoseBeforeItStay() {
        var store = open();
        var list = list(9);
        List<AccessUpdate> parts = inParts(store.want().nonce(), list, 3);

        store.apply(parts.get(0));
        assertThat(store.apply(parts.get(2))).isEqualTo(new NotTaken(Why.PART_AHEAD));
        assertThat(Why.PART_AHEAD.wantAgain()).isFalse();
        assertThat(store.apply(parts.get(1))).isEqualTo(new Incomplete());

        assertThat(store.apply(parts.get(2))).isInstanceOf(InForce.class);
        assertSame(store.current(), list);
    }

    @Test
    void anUpdateWithoutItsFirstPartIsDroppedAndAskedForAgain() {
        var store = open();
        List<AccessUpdate> parts = inParts(store.want().nonce(), list(9), 3);

        Applied applied = store.apply(parts.get(1));

        assertThat(applied).isEqualTo(new NotTaken(Why.PART_MISSING));
        assertThat(((NotTaken) applied).why().wantAgain()).isTrue();
        assertThat(store.apply(parts.get(2))).isEqualTo(new NotTaken(Why.PART_MISSING));
        assertThat(store.current().revision()).isEqualTo(Revision.NONE);
    }

    @Test
    void howFarAnUpdateHasComeIsToldUnderTheNonceOfItsWant() {
        var store = open();
        Challenge nonce = store.want().nonce();
        List<AccessUpdate> parts = inParts(nonce, list(9), 3);
        assertThat(store.progress()).isEmpty();

        store.apply(parts.get(0));
        store.apply(parts.get(1));
        store.apply(parts.get(0));

        assertThat(store.progress()).hasValueSatisfying(wanted -> {
            assertThat(wanted.nonce()).isEqualTo(nonce);
            assertThat(wanted.received()).isEqualTo(2);
        });
        assertThat(store.want().received()).isZero();
        assertThat(store.progress()).isEmpty();
    }

    @Test
    void partsOfTwoUpdatesAreNotMixed() {
        var store = open();
        Challenge nonce = store.want().nonce();
        List<AccessUpdate> one = inParts(nonce, list(9), 3);
        List<AccessUpdate> other = inParts(nonce, list(10), 3);

        store.apply(one.get(0));

        assertThat(store.apply(other.get(1))).isEqualTo(new NotTaken(Why.PART_MISSING));
    }

    @Test
    void anUpdateThatAnswersAnOlderWantIsDenied() {
        var store = open();
        Challenge old = store.want().nonce();
        store.want();

        assertThat(store.apply(snapshot(old, list(3)))).isEqualTo(new NotTaken(Why.OTHER_NONCE));
        assertThat(store.current().revision()).isEqualTo(Revision.NONE);
    }

    @Test
    void anUpdateBeforeAnyWantIsDenied() {
        assertThat(open().apply(snapshot(new Challenge("0".repeat(32)), list(3))))
                .isEqualTo(new NotTaken(Why.OTHER_NONCE));
    }

    @Test
    void everyWantHasANonceOfItsOwn() {
        var store = open();

        assertThat(store.want().nonce()).isNotEqualTo(store.want().nonce());
    }

    @Test
    void anOlderListIsDeniedAndTheSameOneToo() {
        var store = openWith(list(3));
        Challenge nonce = store.want().nonce();

        assertThat(store.apply(snapshot(nonce, list(2)))).isEqualTo(new NotTaken(Why.NOT_NEWER));
        assertThat(store.apply(snapshot(nonce, list(3)))).isEqualTo(new NotTaken(Why.NOT_NEWER));
        assertThat(store.current().revision()).isEqualTo(new Revision(1, 3));
    }

    @Test
    void aNewEpochIsHigherThanAnyNumber() {
        var store = openWith(list(900));

        Applied applied = store.apply(snapshot(store.want().nonce(), list(new Revision(2, 1))));

        assertThat(applied).isInstanceOf(InForce.class);
        assertThat(reopenedAfterKill().current().revision()).isEqualTo(new Revision(2, 1));
    }

    @Test
    void aChangeUponAnotherBaseIsDeniedAndAsksAgain() {
        var store = openWith(list(3));
        var update = new AccessUpdate(
                store.want().nonce(),
                Optional.of(new Revision(1, 2)),
                new Revision(1, 5),
                Hash.ZERO,
                1,
                1,
                List.of(),
                List.of());

        assertThat(store.apply(update)).isEqualTo(new NotTaken(Why.OTHER_BASE));
        assertThat(Why.OTHER_BASE.wantAgain()).isTrue();
    }

    @Test
    void aChangeThatDoesNotMakeWhatTheServiceHasIsDeniedAndTheNextWantAsksForASnapshot() {
        var store = openWith(list(3));
        var wrong = new AccessUpdate(
                store.want().nonce(),
                Optional.of(new Revision(1, 3)),
                new Revision(1, 4),
                Hash.of(new byte[] {1}),
                1,
                1,
                List.of(badge(true)),
                List.of());

        assertThat(store.apply(wrong)).isEqualTo(new NotTaken(Why.DIGEST_DIFFERS));
        assertThat(store.current().revision()).isEqualTo(new Revision(1, 3));
        Wanted want = store.want();
        assertThat(want.whole()).isTrue();
        assertThat(want.revision()).isEqualTo(new Revision(1, 3));
        assertThat(store.apply(snapshot(want.nonce(), list(4)))).isInstanceOf(InForce.class);
        assertThat(store.want().whole()).isFalse();
    }

    @Test
    void evenASnapshotAskedForMustNotGoBack() {
        var store = openWith(list(3));
        store.apply(new AccessUpdate(
                store.want().nonce(),
                Optional.of(new Revision(1, 3)),
                new Revision(1, 4),
                Hash.ZERO,
                1,
                1,
                List.of(),
                List.of()));

        assertThat(store.apply(snapshot(store.want().nonce(), list(2)))).isEqualTo(new NotTaken(Why.NOT_NEWER));
    }

    @Test
    void anUpdateThatNamesAKeyTwiceIsDenied() {
        var store = openWith(list(3));
        var update = new AccessUpdate(
                store.want().nonce(),
                Optional.of(new Revision(1, 3)),
                new Revision(1, 4),
                Hash.ZERO,
                1,
                1,
                List.of(badge(true), badge(false)),
                List.of());

        assertThat(store.apply(update)).isEqualTo(new NotTaken(Why.MALFORMED));
        assertThat(store.current().revision()).isEqualTo(new Revision(1, 3));
    }

    @Test
    void aDamagedListIsSetAsideAndNobodyIsAdmittedUntilASnapshotAnswersAFreshNonce() {
        var store = openWith(bigList(400, new Revision(1, 3)));
        Challenge before = store.want().nonce();
        store.close();
        damage();

        var again = open();

        assertThat(again.current().revision()).isEqualTo(Revision.NONE);
        assertThat(again.apply(snapshot(before, list(7)))).isEqualTo(new NotTaken(Why.OTHER_NONCE));
        assertThat(again.apply(snapshot(again.want().nonce(), list(8)))).isInstanceOf(InForce.class);
        assertThat(reopenedAfterKill().current().revision()).isEqualTo(new Revision(1, 8));
    }

    @Test
    void aListThatCannotBeWrittenIsNotInForce() {
        var store = openWith(list(3));
        fillDisk();
        var big = bigList(3_000, new Revision(1, 4));

        Applied applied = store.apply(snapshot(store.want().nonce(), big));

        assertThat(applied).isEqualTo(new NotTaken(Why.STORAGE));
        assertThat(store.current().revision()).isEqualTo(new Revision(1, 3));
        emptyDisk();
        assertThat(store.apply(snapshot(store.want().nonce(), big))).isInstanceOf(InForce.class);
        assertSame(reopenedAfterKill().current(), big);
    }

    @Test
    void theSealOfTheListInForceIsShownWithEveryWantAlsoAfterARestart() {
        var store = open();
        store.apply(sealed(store.want().nonce(), list(3), "A"));
        assertThat(store.want().seal()).contains(seal("A"));

        assertThat(reopenedAfterKill().want().seal()).contains(seal("A"));

        store.apply(blocking(store.want().nonce(), store.current()));
        assertThat(store.want().seal()).as("of a list that came without one").isEmpty();
    }

    private static Seal seal(String letter) {
        return new Seal("eyJhIjoxfQ.." + letter.repeat(86));
    }

    private static AccessUpdate sealed(Challenge nonce, AccessList list, String letter) {
        return new AccessUpdate(
                nonce,
                Optional.empty(),
                list.revision(),
                list.digest(),
                1,
                1,
                list.items().toList(),
                List.of(),
                Optional.of(seal(letter)));
    }

    @Test
    void keepsakesOutliveAKilledProcess() {
        var file = openFile();
        file.put(Map.of("one", 1L, "two", 2L));
        file.put(Map.of("two", -3L));
        kill();

        var again = openFile();

        assertThat(again.find("one")).hasValue(1);
        assertThat(again.find("two")).hasValue(-3);
        assertThat(again.find("three")).isEmpty();
        again.close();
        file.close();
    }

    @Test
    void keepsakesAndListDoNotDisturbEachOther() {
        var store = openWith(list(3));

        store.keepsakes().put(Map.of("one", 1L));
        store.apply(snapshot(store.want().nonce(), list(4)));

        var again = reopenedAfterKill();
        assertThat(again.keepsakes().find("one")).hasValue(1);
        assertThat(again.current().revision()).isEqualTo(new Revision(1, 4));
    }

    AccessListStore openWith(AccessList list) {
        var store = open();
        assertThat(store.apply(snapshot(store.want().nonce(), list))).isInstanceOf(InForce.class);
        return store;
    }

    static AccessList list(long number) {
        return list(new Revision(1, number));
    }

    static AccessList list(Revision revision) {
        return bigList(3, revision);
    }

    static AccessList bigList(int people, Revision revision) {
        List<AccessItem> items = new ArrayList<>();
        items.add(badge(false));
        IntStream.rangeClosed(1, people).forEach(i -> items.add(holder("p-" + i)));
        return AccessList.empty().with(revision, items, List.of());
    }

    static AccessItem badge(boolean blocked) {
        return new AccessItem.Badge(TOKEN, PERSON, blocked);
    }

    private static AccessItem holder(String person) {
        var grant = new Grant(
                new GrantId("g-" + person),
                Set.of(new DoorId("front"), new DoorId("back")),
                Optional.empty(),
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2027-01-01T00:00:00Z"));
        return new AccessItem.Holder(new PersonId(person), false, true, false, true, List.of(grant));
    }

    static AccessUpdate snapshot(Challenge nonce, AccessList list) {
        return inParts(nonce, list, 1).getFirst();
    }

    static List<AccessUpdate> inParts(Challenge nonce, AccessList list, int parts) {
        List<AccessItem> items = list.items().toList();
        int size = (items.size() + parts - 1) / parts;
        return IntStream.range(0, parts)
                .mapToObj(i -> new AccessUpdate(
                        nonce,
                        Optional.empty(),
                        list.revision(),
                        list.digest(),
                        i + 1,
                        parts,
                        items.subList(Math.min(items.size(), i * size), Math.min(items.size(), (i + 1) * size)),
                        List.of()))
                .toList();
    }

    static AccessUpdate blocking(Challenge nonce, AccessList base) {
        return change(nonce, base, badge(true));
    }

    static AccessUpdate unblocking(Challenge nonce, AccessList base) {
        return change(nonce, base, badge(false));
    }

    private static AccessUpdate change(Challenge nonce, AccessList base, AccessItem item) {
        AccessList next = base.with(base.revision().next(), List.of(item), List.of());
        return new AccessUpdate(
                nonce, Optional.of(base.revision()), next.revision(), next.digest(), 1, 1, List.of(item), List.of());
    }

    static void assertSame(AccessList actual, AccessList expected) {
        assertThat(actual.revision()).isEqualTo(expected.revision());
        assertThat(actual.digest()).isEqualTo(expected.digest());
        assertThat(actual.items()).containsExactlyElementsOf(expected.items().toList());
    }
}
