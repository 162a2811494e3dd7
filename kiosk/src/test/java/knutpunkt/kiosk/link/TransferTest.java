package knutpunkt.kiosk.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import knutpunkt.access.AccessItem;
import knutpunkt.access.AccessList;
import knutpunkt.access.Grant;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.doors.FakeClock;
import knutpunkt.wire.Channel;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.message.AccessUpdate;
import knutpunkt.wire.message.AccessWant;
import knutpunkt.wire.message.MessageCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists that take many parts: of each person one grant names so many doors that a part holds one person. */
final class TransferTest {
    private static final int PARTS = 40;
    private static final int DOORS_EACH = 4_000;

    @TempDir
    Path folder;

    private final FakeClock clock = new FakeClock();
    private final FakeOutbox outbox = new FakeOutbox();
    private final FakeController controller = new FakeController("c1");
    private Lists lists;
    private ListDelivery delivery;
    private AccessWant want;

    @BeforeEach
    void open() {
        lists = new Lists(folder, clock);
        lists.enrol(controller.id);
        lists.database.write(transaction -> lists.log.change(transaction, people(false), List.of()));
        delivery = newDelivery();
        want = controller.want();
    }

    @AfterEach
    void close() {
        lists.close();
    }

    private ListDelivery newDelivery() {
        return new ListDelivery(controller.id, lists.parts(), outbox);
    }

    private static List<AccessItem> people(boolean otherwise) {
        Set<DoorId> doors = new HashSet<>();
        for (int i = 0; i < DOORS_EACH; i++) {
            doors.add(new DoorId("door-of-a-very-long-name-%06d".formatted(i)));
        }
        return IntStream.range(0, PARTS)
                .<AccessItem>mapToObj(i -> new AccessItem.Holder(
                        new PersonId("p-" + i),
                        otherwise,
                        false,
                        false,
                        false,
                        List.of(new Grant(
                                new GrantId("g-" + i), doors, Optional.empty(), Instant.EPOCH, Grant.TIME_MAX))))
                .toList();
    }

    private List<Integer> sent() {
        return outbox.taken(AccessUpdate.class).stream().map(AccessUpdate::part).toList();
    }

    private static List<Integer> parts(int from, int to) {
        return IntStream.rangeClosed(from, to).boxed().toList();
    }

    /** The controller says how many parts it has. */
    private void tell(int received) {
        delivery.wanted(new AccessWant(
                want.revision(),
                want.digest(),
                want.nonce(),
                want.boot(),
                want.journal(),
                want.seal(),
                want.whole(),
                received));
    }

    @Test
    void aListIsCutIntoPartsThatFitAndTogetherAreTheList() {
        AccessList list = lists.current();
        SnapshotCut cut = SnapshotCut.of(list);
        List<AccessItem> together = new ArrayList<>();
        Updates updates = Updates.snapshot(want.nonce(), cut, Lists.SEALS);

        for (int part = 1; part <= cut.parts(); part++) {
            together.addAll(cut.part(part));
            assertThat(MessageCodec.encode(updates.part(part)).length)
                    .isLessThanOrEqualTo(Channel.ACCESS_UPDATE.bytesMax());
        }

        assertThat(cut.parts()).isEqualTo(PARTS);
        assertThat(together).containsExactlyElementsOf(list.items().toList());
        assertThat(SnapshotCut.of(AccessList.empty()).parts()).isEqualTo(1);
        assertThat(SnapshotCut.of(AccessList.empty()).part(1)).isEmpty();
    }

    @Test
    void sixteenPartsAreOnTheirWayAtMost() {
        delivery.wanted(want);
        assertThat(sent()).isEqualTo(parts(1, 16));

        tell(8);
        assertThat(sent()).isEqualTo(parts(17, 24));
        tell(8);
        assertThat(sent()).isEmpty();
        tell(24);
        assertThat(sent()).isEqualTo(parts(25, 40));
    }

    @Test
    void aListOfManyPartsComesWhole() {
        delivery.wanted(want);

        int took = 0;
        List<AccessUpdate> coming = outbox.taken(AccessUpdate.class);
        while (!coming.isEmpty()) {
            for (AccessUpdate part : coming) {
                controller.take(part).ifPresent(receipt -> delivery.confirms(receipt.revision(), receipt.digest()));
                took++;
                if (part.part() % AccessWant.TOLD_EVERY == 0 && part.part() < part.parts()) {
                    tell(part.part());
                }
            }
            coming = outbox.taken(AccessUpdate.class);
        }

        assertThat(took).isEqualTo(PARTS);
        assertThat(controller.list().digest()).isEqualTo(lists.current().digest());
    }

    @Test
    void partsThatDidNotComeAreSentAgainFromThereOn() {
        delivery.wanted(want);
        tell(8);
        sent();

        clock.pass(ListDelivery.PARTS_WAIT.minusNanos(1));
        delivery.tick();
        assertThat(sent()).as("on a slow line they may be on their way").isEmpty();
        clock.pass(Duration.ofNanos(1));
        delivery.tick();

        assertThat(sent()).isEqualTo(parts(9, 24));
    }

    @Test
    void aControllerThatSaysNothingAnyMoreIsNotSentPartsForEver() {
        delivery.wanted(want);
        sent();

        int again = 0;
        for (int i = 0; i < 20; i++) {
            clock.pass(ListDelivery.PARTS_WAIT);
            delivery.tick();
            again += sent().size();
        }

        assertThat(again).isEqualTo(ListDelivery.REPEATS_MAX * 16);
    }

    @Test
    void whatChangesMeanwhileFollowsTheLastPart() {
        delivery.wanted(want);
        Revision whole = lists.current().revision();
        Revision newer = lists.addBadges(1, 1);
        delivery.changed();
        assertThat(sent()).isEqualTo(parts(1, 16));

        tell(16);
        tell(32);

        List<AccessUpdate> rest = outbox.taken(AccessUpdate.class);
        assertThat(rest).hasSize(PARTS - 16 + 1);
        assertThat(rest.getLast().from()).contains(whole);
        assertThat(rest.getLast().to()).isEqualTo(newer);
        assertThat(rest.subList(0, PARTS - 16))
                .allSatisfy(part -> assertThat(part.to()).isEqualTo(whole));
    }

    @Test
    void aLongListGetsTimeToBeSortedInBeforeItIsSentAgain() {
        delivery.wanted(want);
        tell(16);
        tell(32);
        sent();

        clock.pass(ListDelivery.CONFIRM_WAIT.plusSeconds(3));
        delivery.tick();
        assertThat(sent()).isEmpty();

        clock.pass(Duration.ofSeconds(1));
        delivery.tick();
        assertThat(sent()).isEqualTo(parts(1, 16));
    }

    @Test
    void aChangeThatFollowsALongListNeitherHasItSentAgainNorHoldsUpTheNext() {
        delivery.wanted(want);
        tell(16);
        tell(32);
        sent();
        Revision change = lists.addBadges(1, 1);
        delivery.changed();
        assertThat(sent()).isEqualTo(parts(1, 1));

        clock.pass(ListDelivery.CONFIRM_WAIT.plusSeconds(3));
        delivery.tick();
        assertThat(sent()).as("the list is still being sorted in").isEmpty();
        clock.pass(Duration.ofSeconds(1));
        delivery.tick();
        assertThat(sent()).as("all of it, as neither was confirmed").isEqualTo(parts(1, 16));
        delivery.confirms(change, lists.current().digest());
        lists.addBadges(2, 1);
        delivery.changed();

        assertThat(sent()).isEqualTo(parts(1, 1));
    }

    /** What it says of the list before comes late, or is sent again by somebody. */
    @Test
    void howFarAnEarlierUpdateCameSaysNothingOfTheNext() {
        delivery.wanted(want);
        tell(16);
        tell(32);
        lists.database.write(
                transaction -> lists.log.change(transaction, people(true).subList(0, 20), List.of()));
        sent();
        delivery.changed();
        assertThat(sent()).isEqualTo(parts(1, 16));

        tell(32);

        assertThat(sent()).isEmpty();
    }

    @Test
    void aServiceThatStartedAnewBeginsAgainAndIsNotHeldUpByWhatHadCome() {
        delivery.wanted(want);
        tell(16);
        sent();
        delivery = newDelivery();

        tell(24);
        assertThat(sent()).isEqualTo(parts(1, 16));
        tell(24);
        assertThat(sent()).isEqualTo(parts(17, 32));
        tell(32);
        assertThat(sent()).isEqualTo(parts(33, 40));
    }

    @Test
    void severalPagesOfChangesAreOneUpdate() {
        Revision before = lists.current().revision();
        for (int i = 0; i < 10; i++) {
            lists.addBadges(i, 1);
        }
        lists.remove(4);

        ChangeSet since =
                new ListChanges(lists.database, lists.log, 3).since(before).orElseThrow();

        assertThat(since.to()).isEqualTo(lists.current().revision());
        assertThat(since.digest()).isEqualTo(lists.current().digest());
        assertThat(since.put()).hasSize(9);
        assertThat(since.removed()).hasSize(1);
    }
}
