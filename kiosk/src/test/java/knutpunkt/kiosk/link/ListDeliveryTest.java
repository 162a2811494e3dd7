package knutpunkt.kiosk.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import knutpunkt.access.AccessList;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.access.Epochs;
import knutpunkt.kiosk.doors.FakeClock;
import knutpunkt.kiosk.log.Alarms;
import knutpunkt.wire.Channel;
import knutpunkt.wire.Hash;
import knutpunkt.wire.message.AccessReceipt;
import knutpunkt.wire.message.AccessUpdate;
import knutpunkt.wire.message.AccessWant;
import knutpunkt.wire.message.MessageCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ListDeliveryTest {
    @TempDir
    Path folder;

    private final FakeClock clock = new FakeClock();
    private final FakeOutbox outbox = new FakeOutbox();
    private final FakeController controller = new FakeController("c1");
    private Lists lists;
    private ListDelivery delivery;

    @BeforeEach
    void open() {
        lists = new Lists(folder, clock);
        lists.enrol(controller.id);
        delivery = newDelivery();
    }

    @AfterEach
    void close() {
        lists.close();
    }

    private ListDelivery newDelivery() {
        return new ListDelivery(controller.id, lists.parts(), outbox);
    }

    private List<AccessUpdate> sent() {
        return outbox.taken(AccessUpdate.class);
    }

    /** The controller takes what was sent; the service hears of it. */
    private void deliver() {
        for (AccessUpdate update : sent()) {
            controller.take(update).ifPresent(receipt -> delivery.confirms(receipt.revision(), receipt.digest()));
        }
    }

    private void bringToNewest() {
        delivery.wanted(controller.want());
        deliver();
        assertThat(controller.list().revision()).isEqualTo(lists.current().revision());
    }

    private List<Alarms.Kind> alarms() {
        return lists.database.read(Alarms::list).stream()
                .map(Alarms.Alarm::kind)
                .toList();
    }

    @Test
    void whoHasNothingGetsTheWholeListOverTheNonceOfItsWant() {
        lists.addBadges(1, 3);
        AccessWant want = controller.want();

        delivery.wanted(want);

        assertThat(sent()).singleElement().satisfies(update -> {
            assertThat(update.nonce()).isEqualTo(want.nonce());
            assertThat(update.from()).isEmpty();
            assertThat(update.to()).isEqualTo(lists.current().revision());
            assertThat(update.digest()).isEqualTo(lists.current().digest());
            assertThat(update.put()).hasSize(3);
        });
    }

    @Test
    void aSiteThatHasNoListYetSendsNone() {
        delivery.wanted(controller.want());

        assertThat(sent()).isEmpty();
        assertThat(alarms()).isEmpty();
    }

    @Test
    void whoHasAnEarlierRevisionGetsWhatChangedSince() {
        lists.addBadges(1, 10);
        bringToNewest();
        Revision before = controller.list().revision();
        lists.block(3);
        lists.remove(4);
        lists.block(3);

        delivery.wanted(controller.want());

        assertThat(sent()).singleElement().satisfies(update -> {
            assertThat(update.from()).contains(before);
            assertThat(update.put()).hasSize(1);
            assertThat(update.removed()).hasSize(1);
            assertThat(controller.take(update)).isPresent();
        });
        assertThat(controller.list().digest()).isEqualTo(lists.current().digest());
    }

    @Test
    void whoAsksForAWholeListGetsOneThoughChangesWouldDoAndChangesAfterIt() {
        lists.addBadges(1, 10);
        bringToNewest();
        lists.block(3);

        delivery.wanted(controller.wantWhole());
        lists.block(4);
        delivery.changed();

        assertThat(sent())
                .extracting(
                        update -> update.from().isPresent(),
                        update -> controller.take(update).isPresent())
                .containsExactly(tuple(false, true), tuple(true, true));
        assertThat(controller.list().digest()).isEqualTo(lists.current().digest());
    }

    @Test
    void whoHasTheNewestGetsNothing() {
        lists.addBadges(1, 3);
        bringToNewest();

        delivery.wanted(controller.want());

        assertThat(sent()).isEmpty();
    }

    @Test
    void aNewRunIsNotAnsweredOverTheNonceOfTheOneBefore() {
        lists.addBadges(1, 3);
        bringToNewest();
        controller.loseStorage();

        delivery.runs(controller.boot());
        lists.block(2);
        delivery.changed();

        assertThat(sent()).isEmpty();
        assertThat(delivery.isAsked()).isFalse();
        bringToNewest();
    }

    @Test
    void aSnapshotIsSentWhereItIsLessThanTheChanges() {
        lists.addBadges(1, 2);
        bringToNewest();
        lists.addBadges(10, 30);
        for (int badge = 10; badge < 40; badge++) {
            lists.remove(badge);
        }

        delivery.wanted(controller.want());

        assertThat(sent()).singleElement().satisfies(update -> {
            assertThat(update.from()).isEmpty();
            assertThat(update.put()).hasSize(2);
        });
    }

    @Test
    void anotherListUnderAnEarlierRevisionIsReplacedWholeWithAnAlarm() {
        lists.addBadges(1, 3);
        Revision first = lists.current().revision();
        lists.block(1);

        delivery.wanted(controller.want(first, Hash.of(new byte[] {1})));

        assertThat(sent())
                .singleElement()
                .satisfies(update -> assertThat(update.from()).isEmpty());
        assertThat(alarms()).containsExactly(Alarms.Kind.REVISION_DIFFERS);
    }

    @Test
    void aBigListComesInPartsThatEachFitTheChannel() {
        for (int person = 0; person < 20; person++) {
            lists.addHolder(person, 400);
        }

        delivery.wanted(controller.want());

        List<AccessUpdate> parts = sent();
        assertThat(parts).hasSizeGreaterThan(3);
        assertThat(parts)
                .allSatisfy(part -> assertThat(MessageCodec.encode(part))
                        .hasSizeLessThanOrEqualTo(Channel.ACCESS_UPDATE.bytesMax()));
        Optional<AccessReceipt> receipt = Optional.empty();
        for (AccessUpdate part : parts) {
            receipt = controller.take(part);
        }
        assertThat(receipt).contains(controller.receipt());
        assertThat(controller.list().digest()).isEqualTo(lists.current().digest());
    }

    @Test
    void aNewRevisionGoesOutAtOnceOverTheNewestNonce() {
        lists.addBadges(1, 10);
        bringToNewest();
        lists.block(3);

        delivery.changed();

        assertThat(sent()).singleElement().satisfies(update -> {
            assertThat(update.to()).isEqualTo(lists.current().revision());
            assertThat(controller.take(update)).isPresent();
        });
    }

    @Test
    void withoutAWantNothingIsSentThatWouldNotBeTaken() {
        lists.addBadges(1, 10);

        delivery.changed();
        delivery.tick();

        assertThat(sent()).isEmpty();
    }

    @Test
    void revisionsInQuickSuccessionBuildUponEachOther() {
        lists.addBadges(1, 10);
        bringToNewest();
        for (int badge = 1; badge <= 5; badge++) {
            lists.block(badge);
            delivery.changed();
        }

        deliver();

        assertThat(controller.list().revision()).isEqualTo(lists.current().revision());
    }

    @Test
    void whatIsNotConfirmedInTwoSecondsGoesOutAgainFromWhatIsProvedMoreRarelyEachTimeAndThreeTimesAtMost() {
        lists.addBadges(1, 10);
        bringToNewest();
        Revision proved = controller.list().revision();
        lists.block(1);
        delivery.changed();
        sent();
        lists.block(2);
        delivery.changed();
        sent();

        clock.pass(Duration.ofMillis(1_999));
        delivery.tick();
        assertThat(sent()).isEmpty();

        clock.pass(Duration.ofMillis(1));
        delivery.tick();
        assertThat(sent())
                .singleElement()
                .satisfies(update -> assertThat(update.from()).contains(proved));
        List<Integer> atSeconds = new ArrayList<>();
        for (int second = 1; second <= 60; second++) {
            clock.pass(Duration.ofSeconds(1));
            delivery.tick();
            if (!sent().isEmpty()) {
                atSeconds.add(second);
            }
        }
        assertThat(atSeconds).containsExactly(4, 12);
    }

    @Test
    void whatIsConfirmedIsNotSentAgain() {
        lists.addBadges(1, 10);
        bringToNewest();

        for (int i = 0; i < 10; i++) {
            clock.pass(Duration.ofSeconds(2));
            delivery.tick();
        }

        assertThat(sent()).isEmpty();
    }

    @Test
    void aHeartbeatThatStillHasAnEarlierRevisionAWhileAfterTheListWasSentHasToAskAnew() {
        lists.addBadges(1, 10);
        bringToNewest();
        Revision before = controller.list().revision();
        lists.block(1);
        delivery.changed();
        sent();
        assertThat(delivery.beats(before)).isFalse();
        assertThat(delivery.isAsked()).isTrue();

        clock.pass(Duration.ofSeconds(5));
        assertThat(delivery.beats(before)).isFalse();

        assertThat(delivery.isAsked()).isFalse();
        assertThat(sent()).isEmpty();
        bringToNewest();
        assertThat(delivery.beats(lists.current().revision())).isTrue();
    }

    @Test
    void whoHasAHigherRevisionIsSentNothingAndAnAlarmSaysSoOnce() {
        lists.addBadges(1, 3);
        var ahead = new Revision(1, 50);

        delivery.wanted(controller.want(ahead, Hash.of(new byte[] {1})));
        delivery.changed();
        clock.pass(Duration.ofSeconds(5));
        delivery.tick();
        delivery.wanted(controller.want(ahead, Hash.of(new byte[] {1})));

        assertThat(sent()).isEmpty();
        assertThat(delivery.beats(ahead)).isFalse();
        assertThat(lists.database.read(Alarms::list)).singleElement().satisfies(alarm -> {
            assertThat(alarm.kind()).isEqualTo(Alarms.Kind.REVISION_AHEAD);
            assertThat(alarm.occurrences()).isEqualTo(2);
        });
    }

    @Test
    void aNewEpochReplacesEvenAHigherRevision() {
        assertThat(Epochs.firstOfNext(new Revision(1, 3), List.of(new Revision(1, 50), new Revision(2, 7))))
                .isEqualTo(new Revision(3, 1));
        assertThat(Epochs.firstOfNext(new Revision(1, 3), List.of())).isEqualTo(new Revision(2, 1));
    }

    @Test
    void anotherListUnderTheNewestRevisionGetsNoLeaseAndAnAlarm() {
        AccessList current = lists.log.current();
        Revision newest = lists.addBadges(1, 3);

        delivery.wanted(controller.want(newest, current.digest()));

        assertThat(sent()).isEmpty();
        assertThat(delivery.beats(newest)).isFalse();
        assertThat(alarms()).containsExactly(Alarms.Kind.REVISION_DIFFERS);
    }

    @Test
    void whatCouldNotBeDeliveredGoesOutWhenTheBrokerIsBack() {
        lists.addBadges(1, 10);
        outbox.broken.set(true);
        delivery.wanted(controller.want());

        outbox.broken.set(false);
        clock.pass(Duration.ofSeconds(2));
        delivery.tick();
        deliver();

        assertThat(controller.list().digest()).isEqualTo(lists.current().digest());
    }

    /** Updates and receipts are lost at random, controllers lose their list, the service starts anew; in the end it fits. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverIsLostTheControllerEndsUpWithTheNewestList(long seed) {
        var random = new Random(seed);
        lists.addBadges(0, 20);
        for (int step = 0; step < 60; step++) {
            switch (random.nextInt(5)) {
                case 0 -> lists.block(random.nextInt(20));
                case 1 -> lists.addBadges(100 + step, 1);
                case 2 -> delivery.wanted(controller.want());
                case 3 -> {
                    delivery = newDelivery();
                    delivery.wanted(controller.want());
                }
                default -> clock.pass(Duration.ofSeconds(random.nextInt(4)));
            }
            delivery.changed();
            delivery.tick();
            for (AccessUpdate update : sent()) {
                if (random.nextInt(3) > 0) {
                    controller
                            .take(update)
                            .filter(receipt -> random.nextInt(3) > 0)
                            .ifPresent(receipt -> delivery.confirms(receipt.revision(), receipt.digest()));
                }
            }
        }

        delivery.wanted(controller.want());
        deliver();

        assertThat(controller.list().revision())
                .as("seed %d", seed)
                .isEqualTo(lists.current().revision());
        assertThat(controller.list().digest())
                .as("seed %d", seed)
                .isEqualTo(lists.current().digest());
        assertThat(alarms()).isEmpty();
    }
}
