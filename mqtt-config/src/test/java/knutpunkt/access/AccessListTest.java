package knutpunkt.access;

import static knutpunkt.access.ListFixture.DOOR;
import static knutpunkt.access.ListFixture.EVENINGS;
import static knutpunkt.access.ListFixture.FROM;
import static knutpunkt.access.ListFixture.NOW;
import static knutpunkt.access.ListFixture.OTHER_DOOR;
import static knutpunkt.access.ListFixture.PERSON;
import static knutpunkt.access.ListFixture.STOCKHOLM;
import static knutpunkt.access.ListFixture.TOKEN;
import static knutpunkt.access.ListFixture.UNTIL;
import static knutpunkt.access.ListFixture.grant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.NoSuchAlgorithmException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.PersonId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessListTest {
    private static final long SEED = Long.getLong("seed", new Random().nextLong());
    private static final Revision FIRST = new Revision(1, 1);
    private static final AccessItem.Badge BADGE = new AccessItem.Badge(TOKEN, PERSON, false);
    private static final AccessItem.Holder HOLDER = new AccessItem.Holder(
            PERSON,
            false,
            true,
            false,
            false,
            List.of(new Grant(new GrantId("g-1"), Set.of(OTHER_DOOR, DOOR), Optional.of(EVENINGS), FROM, UNTIL)));
    private static final AccessItem.Schedule SCHEDULE =
            new AccessItem.Schedule(EVENINGS, List.of(new Window(DayOfWeek.MONDAY, 1020, 1440)), List.of());
    private static final AccessItem.Calendar CALENDAR =
            new AccessItem.Calendar(STOCKHOLM, new TreeMap<>(Map.of(LocalDate.of(2026, 12, 25), "juldagen")));

    static Stream<AccessItem> everyKind() {
        return Stream.of(BADGE, HOLDER, SCHEDULE, CALENDAR);
    }

    @Test
    void theEmptyListHasNobodyInIt() {
        AccessList empty = AccessList.empty();

        assertThat(empty.revision()).isEqualTo(Revision.NONE);
        assertThat(empty.badges()).isZero();
        assertThat(empty.items()).isEmpty();
        assertThat(empty.badge(TOKEN)).isEmpty();
        assertThat(empty.holder(PERSON)).isEmpty();
    }

    /** {@code head -c 8192 /dev/zero | sha256sum}. */
    @Test
    void theDigestOfNoItemsIsThatOfEmptyBuckets() {
        assertThat(AccessList.empty().digest().hex())
                .isEqualTo("9f1dcbc35c350d6027f98be0f5c8b43b42ca52b7604459c0c42be3aa88913d47");
    }

    /**
     * Computed apart from this code, with Python:
     *
     * <pre>
     * import hashlib, struct
     * h = lambda *p: hashlib.sha256(b''.join(p)).digest()
     * t = lambda s: struct.pack('>I', len(s.encode())) + s.encode()
     * n = lambda *x: struct.pack('>I', len(x)) + b''.join(x)
     * items = {
     *   'badge/1.0123456789abcdef7edcba9876543210': b'\1\0\1'
     *      + bytes.fromhex('0123456789abcdef7edcba9876543210') + t('p-17') + b'\0',
     *   'calendar': b'\2' + t('Europe/Stockholm') + n(struct.pack('>q', 20812) + t('juldagen')),
     *   'person/p-17': b'\3' + t('p-17') + b'\2' + n(t('g-1')
     *      + struct.pack('>II', 1767225600, 1798761600) + n(t('square'), t('yard')) + b'\1' + t('evenings')),
     *   'schedule/evenings': b'\4' + t('evenings') + n(struct.pack('>BHH', 1, 1020, 1440)) + n()}
     * b = [b''] * 256
     * for k in sorted(items):
     *   b[int(k[8:10], 16) if k[:6] == 'badge/' else h(k.encode())[0]] += items[k]
     * print(h(*[h(x) if x else bytes(32) for x in b]).hex())
     * </pre>
     */
    @Test
    void theDigestIsTheOneItsDescriptionGives() {
        AccessList list = AccessList.empty().with(FIRST, everyKind().toList(), List.of());

        assertThat(list.digest().hex()).isEqualTo("2e4269e1fa9f0629695d37b76feb9e1ba24ba0de13870af5e01cf39913ffdf08");
    }

    @Test
    void aListHasWhatWasPutIntoIt() {
        AccessList list = AccessList.empty().with(FIRST, everyKind().toList(), List.of());

        assertThat(list.revision()).isEqualTo(FIRST);
        assertThat(list.badges()).isEqualTo(1);
        assertThat(list.badge(TOKEN)).contains(BADGE);
        assertThat(list.holder(PERSON)).contains(HOLDER);
        assertThat(list.items()).containsExactlyInAnyOrder(BADGE, HOLDER, SCHEDULE, CALENDAR);
    }

    @Test
    void theListBeforeStaysAsItWas() {
        AccessList before = AccessList.empty().with(FIRST, everyKind().toList(), List.of());
        var digest = before.digest();
        List<AccessItem> items = before.items().toList();

        AccessList after =
                before.with(FIRST.next(), List.of(new AccessItem.Badge(TOKEN, PERSON, true)), List.of(HOLDER.key()));

        assertThat(after.digest()).isNotEqualTo(digest);
        assertThat(before.digest()).isEqualTo(digest);
        assertThat(before.items()).isEqualTo(items);
        assertThat(before.badge(TOKEN)).contains(BADGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.7", "2.6", "1.9", "0.0"})
    void aRevisionThatIsNotAfterTheListsIsRefused(String revision) {
        AccessList list = AccessList.empty().with(new Revision(2, 7), List.of(), List.of());

        assertThatThrownBy(() -> list.with(Revision.parse(revision), List.of(BADGE), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[" + revision + "] must be after [2.7]");
    }

    @Test
    void aNewEpochMayStartItsNumbersAgain() {
        AccessList list = AccessList.empty().with(new Revision(2, 7), List.of(), List.of());

        assertThat(list.with(new Revision(3, 0), List.of(), List.of()).revision())
                .isEqualTo(new Revision(3, 0));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void twoItemsWithOneKeyAreRefused(AccessItem item) {
        assertThatThrownBy(() -> AccessList.empty().with(FIRST, List.of(item, item), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void aKeyBothPutAndRemovedIsRefused(AccessItem item) {
        assertThatThrownBy(() -> AccessList.empty().with(FIRST, List.of(item), List.of(item.key())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRefusalSaysNothingOfTheBadge() {
        assertThatThrownBy(() -> AccessList.empty().with(FIRST, List.of(BADGE, BADGE), List.of()))
                .hasMessageNotContaining(TOKEN.text())
                .hasMessageNotContaining("p-17");
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void whatIsRemovedIsGone(AccessItem item) {
        AccessList all = AccessList.empty().with(FIRST, everyKind().toList(), List.of());

        AccessList list = all.with(FIRST.next(), List.of(), List.of(item.key(), item.key()));

        assertThat(list.items())
                .containsExactlyInAnyOrderElementsOf(
                        everyKind().filter(other -> !other.equals(item)).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "badge",
                "badge/",
                "badge/1.0123456789ABCDEF7EDCBA9876543210",
                "badge/01.0123456789abcdef7edcba9876543210",
                "badge/99999.0123456789abcdef7edcba9876543210",
                "badge/2.0123456789abcdef7edcba9876543210",
                "person/",
                "person/p-18",
                "person/P-17",
                "person/p-17/",
                "schedule/mornings",
                "calendar/",
                "räksmörgås"
            })
    void removingWhatIsNotThereChangesOnlyTheRevision(String key) {
        AccessList list = AccessList.empty().with(FIRST, everyKind().toList(), List.of());

        AccessList after = list.with(FIRST.next(), List.of(), List.of(key));

        assertThat(after.revision()).isEqualTo(FIRST.next());
        assertThat(after.digest()).isEqualTo(list.digest());
        assertThat(after.items()).isEqualTo(list.items().toList());
    }

    @Test
    void aBadgeMayComeBeforeItsHolder() {
        AccessList badgeOnly = AccessList.empty().with(FIRST, List.of(BADGE), List.of());
        var holder = new AccessItem.Holder(PERSON, false, false, false, false, List.of(grant("g-1", FROM, UNTIL)));

        assertThat(badgeOnly.badge(TOKEN)).contains(BADGE);
        assertThat(badgeOnly.holder(PERSON)).isEmpty();
        assertThat(decide(badgeOnly)).isEqualTo(ListFixture.refused(Reason.NO_GRANT));

        assertThat(decide(badgeOnly.with(FIRST.next(), List.of(holder), List.of())))
                .isEqualTo(ListFixture.granted());
    }

    @Test
    void aBadgeOutlivesItsHolder() {
        AccessList list = AccessList.empty().with(FIRST, everyKind().toList(), List.of());

        AccessList after = list.with(FIRST.next(), List.of(), List.of(HOLDER.key()));

        assertThat(after.badge(TOKEN)).contains(BADGE);
        assertThat(decide(after)).isEqualTo(ListFixture.refused(Reason.NO_GRANT));
    }

    @Test
    void aBadgeCanChangeHands() {
        AccessList list = AccessList.empty().with(FIRST, everyKind().toList(), List.of());
        var given = new AccessItem.Badge(TOKEN, new PersonId("p-2"), false);

        AccessList after = list.with(FIRST.next(), List.of(given), List.of());

        assertThat(after.badge(TOKEN)).contains(given);
        assertThat(after.badges()).isEqualTo(1);
    }

    @Test
    void badgesFollowTheirPersonsWhenOthersComeAndGo() {
        List<AccessItem> badges = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            badges.add(new AccessItem.Badge(new BadgeToken(1, (long) i << 50, i), new PersonId("m-" + i), i % 7 == 0));
        }
        AccessList list = AccessList.empty().with(FIRST, badges, List.of());
        List<AccessItem> before = IntStream.range(0, 2_000)
                .mapToObj(i -> (AccessItem)
                        new AccessItem.Holder(new PersonId("a-" + i), false, false, false, false, List.of()))
                .toList();

        AccessList more = list.with(FIRST.next(), before, List.of());
        AccessList fewer = more.with(
                new Revision(2, 0),
                List.of(),
                before.stream().map(AccessItem::key).toList());

        for (AccessItem badge : badges) {
            assertThat(more.badge(((AccessItem.Badge) badge).token()).orElseThrow())
                    .isEqualTo(badge);
            assertThat(fewer.badge(((AccessItem.Badge) badge).token()).orElseThrow())
                    .isEqualTo(badge);
        }
        assertThat(fewer.digest()).isEqualTo(list.digest());
    }

    @Test
    void aPersonMayHaveManyGrants() {
        List<Grant> grants = IntStream.range(0, 1_000)
                .mapToObj(i -> new Grant(
                        new GrantId("g-" + i), Set.of(new DoorId("d-" + i)), Optional.empty(), FROM, Grant.TIME_MAX))
                .toList();
        var holder = new AccessItem.Holder(PERSON, true, true, true, true, grants);

        AccessList list = AccessList.empty().with(FIRST, List.of(holder), List.of());

        assertThat(list.holder(PERSON)).contains(holder);
    }

    @Test
    void aListThatCameByChangesIsTheOneThatCameWhole() {
        var random = new Random(SEED);
        var world = new RandomItems(random, 300);
        AccessList byChanges = AccessList.empty();
        for (int step = 1; step <= 2_000; step++) {
            AccessItem put = world.item();
            String removed = world.key();
            byChanges = byChanges.with(
                    new Revision(1, step), List.of(put), removed.equals(put.key()) ? List.of() : List.of(removed));
        }
        List<AccessItem> items = new ArrayList<>(byChanges.items().toList());
        Collections.shuffle(items, random);

        AccessList whole = AccessList.empty().with(new Revision(9, 9), items, List.of());

        assertThat(whole.items())
                .as("seed %d", SEED)
                .isEqualTo(byChanges.items().toList());
        assertThat(whole.digest()).as("seed %d", SEED).isEqualTo(byChanges.digest());
    }

    @Test
    void anySingleDifferenceOfAnItemChangesTheDigest() {
        List<List<AccessItem>> lists = new ArrayList<>();
        lists.add(List.of());
        List<AccessItem> base = everyKind().toList();
        lists.add(base);
        for (AccessItem item : base) {
            List<AccessItem> others =
                    base.stream().filter(other -> !other.equals(item)).toList();
            lists.add(others);
            ItemVariants.of(item).forEach(variant -> {
                List<AccessItem> changed = new ArrayList<>(others);
                changed.add(variant);
                lists.add(changed);
            });
        }

        assertThat(lists.stream()
                        .map(items -> AccessList.empty().with(FIRST, items, List.of()))
                        .map(AccessList::digest))
                .hasSizeGreaterThan(40)
                .doesNotHaveDuplicates();
    }

    @Test
    void itemsComeInTheOrderOfTheirBucketsAndKeys() {
        var random = new Random(SEED);
        var world = new RandomItems(random, 3_000);
        var naive = new NaiveList();
        IntStream.range(0, 3_000).forEach(_ -> naive.change(List.of(world.item()), List.of()));
        AccessList list = AccessList.empty().with(FIRST, naive.items.values(), List.of());

        List<String> keys = list.items().map(AccessItem::key).toList();

        assertThat(keys)
                .as("seed %d", SEED)
                .isSortedAccordingTo(
                        Comparator.comparingInt(AccessListTest::bucketOf).thenComparing(Comparator.naturalOrder()));
    }

    private static int bucketOf(String key) {
        try {
            return NaiveList.bucketOf(key);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aListNeverShowsWhoIsInIt() {
        AccessList list = AccessList.empty().with(FIRST, everyKind().toList(), List.of());

        assertThat(list).hasToString("AccessList[1.1, 1 badges]");
    }

    @Test
    void aCalendarIsTheSameInWhateverOrderItsDaysWereGiven() {
        var backwards = new TreeMap<LocalDate, String>(Comparator.reverseOrder());
        backwards.putAll(Map.of(LocalDate.of(2026, 12, 25), "juldagen", LocalDate.of(2026, 1, 1), "nyårsdagen"));
        var forwards = new TreeMap<LocalDate, String>();
        forwards.putAll(backwards);

        var one = AccessList.empty().with(FIRST, List.of(new AccessItem.Calendar(STOCKHOLM, backwards)), List.of());
        var other = AccessList.empty().with(FIRST, List.of(new AccessItem.Calendar(STOCKHOLM, forwards)), List.of());

        assertThat(one.digest()).isEqualTo(other.digest());
    }

    private static Decision decide(AccessList list) {
        var situation = new Situation(DOOR, Posture.NORMAL, Lease.CURRENT, ClockTrust.TRUSTED, false);
        return Decision.decide(list, situation, TOKEN, PinOutcome.NOT_GIVEN, NOW);
    }
}
