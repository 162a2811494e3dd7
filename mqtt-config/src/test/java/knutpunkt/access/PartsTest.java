package knutpunkt.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import knutpunkt.wire.PersonId;
import org.junit.jupiter.api.Test;

/** What a list's neighbours share, and that nothing is left of what is gone. */
class PartsTest {
    private static final long SEED = Long.getLong("seed", new Random().nextLong());

    @Test
    void nothingIsLeftOfWhatIsGone() {
        var world = new RandomItems(new Random(SEED), 100);
        var naive = new NaiveList();
        IntStream.range(0, 1_000).forEach(_ -> naive.change(List.of(world.item()), List.of()));
        Parts full = NextParts.after(Parts.NONE, new Changes(naive.items.values(), List.of()));

        Parts emptied = NextParts.after(full, new Changes(List.of(), naive.items.keySet()));

        assertThat(full.scopes().size()).isPositive();
        assertThat(emptied.scopes().size()).isZero();
        for (int bucket = 0; bucket < Bucket.COUNT; bucket++) {
            assertThat(emptied.persons(bucket).size()).as("seed %d", SEED).isZero();
            assertThat(emptied.badges(bucket).size()).as("seed %d", SEED).isZero();
        }
        assertThat(emptied.digest()).isEqualTo(AccessList.empty().digest());
    }

    @Test
    void aPersonIsForgottenWithTheLastBadgeThatNamesThem() {
        var one = new AccessItem.Badge(ListFixture.TOKEN, ListFixture.PERSON, false);
        var other = new AccessItem.Badge(new BadgeToken(2, 1, 1), ListFixture.PERSON, false);
        int bucket = Bucket.of(ListFixture.PERSON);
        Parts both = NextParts.after(Parts.NONE, new Changes(List.of(one, other), List.of()));

        Parts left = NextParts.after(both, new Changes(List.of(), List.of(one.key())));
        Parts none = NextParts.after(left, new Changes(List.of(), List.of(other.key())));

        assertThat(left.persons(bucket).badges(0)).isEqualTo(1);
        assertThat(none.persons(bucket).size()).isZero();
    }

    @Test
    void putAgainAPersonStillHasTheirBadgesCounted() {
        var badge = new AccessItem.Badge(ListFixture.TOKEN, ListFixture.PERSON, false);
        int bucket = Bucket.of(ListFixture.PERSON);
        Parts first = NextParts.after(Parts.NONE, new Changes(List.of(badge), List.of()));

        Parts again = NextParts.after(
                first, new Changes(List.of(new AccessItem.Badge(badge.token(), badge.person(), true)), List.of()));

        assertThat(again.persons(bucket).badges(0)).isEqualTo(1);
    }

    @Test
    void theNumberOfAScopeNobodyUsesIsUsedAgain() {
        var scopes = new Scopes();
        Scope first = Scope.of(ListFixture.grant("g-1", ListFixture.FROM, ListFixture.UNTIL));
        Scope other = Scope.of(ListFixture.inHours("g-2", ListFixture.EVENINGS, ListFixture.FROM, ListFixture.UNTIL));
        int number = scopes.use(first);
        assertThat(scopes.use(first)).isEqualTo(number);

        scopes.release(number);
        int whileStillUsed = scopes.use(other);
        scopes.release(number);

        assertThat(whileStillUsed).isNotEqualTo(number);
        assertThat(scopes.use(new Scope(Set.of(ListFixture.OTHER_DOOR), other.schedule())))
                .isEqualTo(number);
    }

    @Test
    void aChangeOfOneBadgeSharesAllOtherBuckets() {
        List<AccessItem.Badge> badges = IntStream.range(0, 5_000)
                .mapToObj(i -> new AccessItem.Badge(
                        new BadgeToken(1, (long) i << 48, i), new PersonId("p-" + i % 1_000), false))
                .toList();
        Parts before = NextParts.after(Parts.NONE, new Changes(badges, List.of()));
        AccessItem.Badge blocked = new AccessItem.Badge(
                badges.getFirst().token(), badges.getFirst().person(), true);

        Parts after = NextParts.after(before, new Changes(List.of(blocked), List.of()));

        for (int bucket = 0; bucket < Bucket.COUNT; bucket++) {
            if (bucket != Bucket.of(blocked.token())) {
                assertThat(after.badges(bucket)).isSameAs(before.badges(bucket));
            }
        }
    }

    @Test
    void anOwnerKeepsAllItIsMadeOf() {
        int owner = Owner.of(255, Owner.PERSONS_MAX - 1, true);

        assertThat(Owner.bucket(owner)).isEqualTo(255);
        assertThat(Owner.index(owner)).isEqualTo(Owner.PERSONS_MAX - 1);
        assertThat(Owner.blocked(owner)).isTrue();
        assertThat(owner).isNotEqualTo(Owner.NOBODY);
        assertThat(Owner.movedTo(7, owner)).isEqualTo(Owner.of(255, 7, true));
    }

    @Test
    void aBucketThatIsFullSaysSo() {
        assertThatThrownBy(() -> Owner.of(0, Owner.PERSONS_MAX, false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("[" + Owner.PERSONS_MAX + "] persons");
    }
}
