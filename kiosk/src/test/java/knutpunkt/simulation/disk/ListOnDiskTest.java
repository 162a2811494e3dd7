package knutpunkt.simulation.disk;

import static org.assertj.core.api.Assertions.assertThat;

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
import knutpunkt.access.Revision;
import knutpunkt.controller.list.AccessListStore;
import knutpunkt.controller.list.Applied;
import knutpunkt.controller.list.Applied.InForce;
import knutpunkt.controller.list.Applied.NotTaken;
import knutpunkt.controller.list.ListUnavailable;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.message.AccessUpdate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The controller's real access list on a disk whose power is cut: a revision that was in force is in force again. */
class ListOnDiskTest {
    /** Enough that a list takes many pages. */
    private static final int BADGES = 300;

    /** How many lists the story puts in force before it keeps a number beside them. */
    private static final int BEFORE_KEEPSAKE = 2;

    private static AccessListStore open(SimulatedDisk disk) {
        return AccessListStore.open(disk.root().resolve("list.db"), new Random(7), () -> false);
    }

    private static AccessList list(long number, int badges) {
        List<AccessItem> items = IntStream.range(0, badges)
                .<AccessItem>mapToObj(i -> badge(i, false))
                .toList();
        return AccessList.empty().with(new Revision(1, number), items, List.of());
    }

    private static AccessItem badge(int number, boolean blocked) {
        return new AccessItem.Badge(new BadgeToken(1, number, 12), new PersonId("p-" + number), blocked);
    }

    private static Applied replace(AccessListStore store, AccessList list) {
        return store.apply(new AccessUpdate(
                store.want().nonce(),
                Optional.empty(),
                list.revision(),
                list.digest(),
                1,
                1,
                list.items().toList(),
                List.of()));
    }

    private static Applied block(AccessListStore store, int number) {
        AccessList before = store.current();
        Revision to = new Revision(1, before.revision().number() + 1);
        List<AccessItem> put = List.of(badge(number, true));
        AccessList next = before.with(to, put, List.of());
        return store.apply(new AccessUpdate(
                store.want().nonce(), Optional.of(before.revision()), to, next.digest(), 1, 1, put, List.of()));
    }

    /** A first list, changes, a number kept beside it, a restart, and a larger list in its place. */
    private static void story(SimulatedDisk disk, List<Revision> inForce) {
        try (AccessListStore store = open(disk)) {
            note(replace(store, list(3, 5)), inForce);
            note(block(store, 1), inForce);
            store.keepsakes().put(Map.of("known-time", 4L));
        }
        try (AccessListStore store = open(disk)) {
            note(replace(store, list(7, BADGES)), inForce);
            note(block(store, 2), inForce);
        }
    }

    private static void note(Applied applied, List<Revision> inForce) {
        switch (applied) {
            case InForce taken -> inForce.add(taken.revision());
            case NotTaken _ -> throw new ListUnavailable("not written", new IllegalStateException());
            case Applied.Incomplete _ -> throw new IllegalStateException("every update here has one part");
        }
    }

    private static void noOlderListIsInForce(SimulatedDisk disk, List<Revision> inForce) {
        try (AccessListStore store = open(disk)) {
            assertThat(disk.root().resolve("list.db.broken-1")).doesNotExist();
            Revision found = store.current().revision();
            if (!inForce.isEmpty()) {
                assertThat(inForce.getLast().isAfter(found)).isFalse();
            }
            if (inForce.size() > BEFORE_KEEPSAKE) {
                assertThat(store.keepsakes().find("known-time")).hasValue(4);
            }
            assertThat(found.number()).isIn(Set.of(0L, 3L, 4L, 7L, 8L));
            assertThat(replace(store, list(20, 3))).isInstanceOf(InForce.class);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void aListInForceIsInForceAgainWheneverThePowerIsCut(long salt) {
        int cuts = EveryCut.<Revision>salted(salt).tell(ListOnDiskTest::story, ListOnDiskTest::noOlderListIsInForce);

        assertThat(cuts).isGreaterThan(100);
    }

    @Test
    void aDiskThatLiesAboutItsSyncsIsFoundOut() {
        int losses = EveryCut.<Revision>salted(1)
                .ofChanges()
                .countLosses(
                        (disk, inForce) -> {
                            disk.faults().syncsLie(true);
                            story(disk, inForce);
                        },
                        ListOnDiskTest::noOlderListIsInForce);

        assertThat(losses).isPositive();
    }

    @Test
    void aFullDiskTakesNoListAndKeepsTheOneInForce() {
        try (var disk = SimulatedDisk.make(1);
                var store = open(disk)) {
            var inForce = new ArrayList<Revision>();
            note(replace(store, list(3, 5)), inForce);
            disk.faults().capacity(60_000);

            assertThat(replace(store, list(4, 3_000))).isEqualTo(new NotTaken(Applied.Why.STORAGE));

            assertThat(store.current().revision()).isEqualTo(new Revision(1, 3));
            disk.faults().capacity(Long.MAX_VALUE);
            note(replace(store, list(7, 3_000)), inForce);
            disk.cut(new Random(1));
            disk.start();
            noOlderListIsInForce(disk, inForce);
        }
    }
}
