package knutpunkt.controller.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import knutpunkt.access.AccessItem;
import knutpunkt.access.AccessList;
import knutpunkt.access.Revision;
import knutpunkt.wire.Channel;
import knutpunkt.wire.Hash;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.message.AccessReceipt;
import knutpunkt.wire.message.AccessUpdate;
import knutpunkt.wire.message.AccessWant;
import knutpunkt.wire.message.Challenge;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.session.Rejection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListSyncTest {
    private static final Revision ONE = new Revision(1, 1);
    private static final Revision TWO = new Revision(1, 2);

    private final ManualNanos nanos = new ManualNanos();
    private final Outgoing outgoing = new Outgoing();
    private final Connection connection = new Connection();
    private final AtomicInteger changes = new AtomicInteger();
    private final AccessList first = AccessList.empty().with(ONE, List.of(badge(1)), List.of());
    private final AccessList second = first.with(TWO, List.of(badge(2)), List.of());

    @TempDir
    Path folder;

    private Rig rig;
    private ListSync sync;

    @BeforeEach
    void start() {
        rig = new Rig(folder, nanos);
        sync = sync();
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void aConnectionBeginsWithAskingForWhatIsNewer() {
        connect();

        var want = outgoing.sent(AccessWant.class).getFirst();
        assertThat(want.revision()).isEqualTo(Revision.NONE);
        assertThat(want.digest()).isEqualTo(AccessList.empty().digest());
        assertThat(want.boot()).isEqualTo(rig.self.boot());
        assertThat(want.journal()).isEqualTo(rig.journal.head().journal());
        assertThat(outgoing.sent(AccessReceipt.class)).isEmpty();
    }

    @Test
    void eachWantHasAnotherNonce() {
        connect();
        connection.connected(2);
        sync.settle();

        assertThat(outgoing.sent(AccessWant.class).stream().map(AccessWant::nonce))
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    @Test
    void aListIsInForceAndRecordedBeforeItIsConfirmed() {
        connect();
        outgoing.onSent(message -> {
            if (message instanceof AccessReceipt) {
                assertThat(rig.lists.current().revision()).isEqualTo(ONE);
                assertThat(rig.events(Event.ListApplied.class))
                        .containsExactly(new Event.ListApplied(ONE, first.digest()));
            }
        });

        sync.update(snapshot(nonce(), first));

        assertThat(outgoing.sent(AccessReceipt.class)).containsExactly(new AccessReceipt(ONE, first.digest(), Rig.NOW));
        assertThat(changes).hasValue(1);
    }

    @Test
    void aReceiptThatWasNotDeliveredIsSentWhenItCanBe() {
        connect();
        outgoing.away(true);
        sync.update(snapshot(nonce(), first));
        sync.settle();

        outgoing.away(false);
        sync.settle();
        sync.settle();

        assertThat(outgoing.sent(AccessReceipt.class)).hasSize(1);
    }

    @Test
    void everyConnectionConfirmsTheListAgain() {
        connect();
        sync.update(snapshot(nonce(), first));
        outgoing.forget();

        connection.disconnected();
        sync.settle();
        connection.connected(2);
        sync.settle();

        assertThat(outgoing.sent(AccessReceipt.class)).containsExactly(new AccessReceipt(ONE, first.digest(), Rig.NOW));
    }

    @Test
    void aListFromBeforeTheRestartIsConfirmedAtTheFirstConnection() {
        connect();
        sync.update(snapshot(nonce(), first));
        outgoing.forget();

        sync = sync();
        connection.connected(1);
        sync.settle();

        assertThat(outgoing.sent(AccessReceipt.class))
                .extracting(AccessReceipt::revision)
                .containsExactly(ONE);
        assertThat(rig.events(Event.ListApplied.class)).hasSize(1);
    }

    @Test
    void changesThatBuildUponTheListAreTaken() {
        connect();
        sync.update(snapshot(nonce(), first));

        sync.update(change(nonce(), ONE, second, badge(2)));

        assertThat(rig.lists.current().digest()).isEqualTo(second.digest());
        assertThat(outgoing.sent(AccessReceipt.class))
                .extracting(AccessReceipt::revision)
                .containsExactly(ONE, TWO);
    }

    @Test
    void changesThatMakeAnotherListThanTheServiceHasAreNotTakenAndASnapshotIsWanted() {
        connect();
        sync.update(snapshot(nonce(), first));
        nanos.advance(Duration.ofSeconds(1));

        sync.update(change(nonce(), ONE, second, badge(3)));
        sync.settle();

        assertThat(rig.lists.current().revision()).isEqualTo(ONE);
        assertThat(outgoing.sent(AccessReceipt.class)).hasSize(1);
        AccessWant want = outgoing.sent(AccessWant.class).getLast();
        assertThat(want.whole()).isTrue();
        assertThat(want.revision())
                .as("what is in force, which a restored service may lack")
                .isEqualTo(ONE);
        sync.update(snapshot(nonce(), second));
        assertThat(rig.lists.current().digest()).isEqualTo(second.digest());
    }

    @Test
    void changesToAnotherRevisionAreNotTakenAndWantedAgain() {
        connect();
        nanos.advance(Duration.ofSeconds(1));

        sync.update(change(nonce(), ONE, second, badge(2)));
        sync.settle();

        assertThat(rig.lists.current().revision()).isEqualTo(Revision.NONE);
        assertThat(outgoing.sent(AccessWant.class)).hasSize(2);
    }

    @Test
    void wantsAreASecondApart() {
        connect();

        for (int i = 0; i < 10; i++) {
            sync.update(change(nonce(), ONE, second, badge(2)));
            sync.settle();
            nanos.advance(Duration.ofMillis(300));
        }

        assertThat(outgoing.sent(AccessWant.class)).hasSize(1 + 2);
    }

    @Test
    void anUpdateThatAnswersAnOlderWantIsNotTaken() {
        connect();
        var old = nonce();
        connection.connected(2);
        sync.settle();

        sync.update(snapshot(old, first));

        assertThat(rig.lists.current().revision()).isEqualTo(Revision.NONE);
        assertThat(rig.rejected(Channel.ACCESS_UPDATE, Rejection.REPLAYED)).isOne();
    }

    @Test
    void anOlderListIsNotTakenThoughItIsSigned() {
        connect();
        sync.update(snapshot(nonce(), second));

        sync.update(snapshot(nonce(), first));

        assertThat(rig.lists.current().revision()).isEqualTo(TWO);
        assertThat(rig.rejected(Channel.ACCESS_UPDATE, Rejection.REPLAYED)).isOne();
    }

    @Test
    void aLeaseForAnotherListMakesItAskUnlessAnUpdateIsComing() {
        connect();
        sync.update(
                new AccessUpdate(nonce(), Optional.empty(), ONE, first.digest(), 1, 2, List.of(badge(1)), List.of()));
        nanos.advance(Duration.ofSeconds(9));
        sync.behind();
        sync.settle();
        assertThat(outgoing.sent(AccessWant.class)).hasSize(1);

        nanos.advance(Duration.ofSeconds(1));
        sync.behind();
        sync.settle();

        assertThat(outgoing.sent(AccessWant.class)).hasSize(2);
    }

    @Test
    void howFarALongUpdateHasComeIsToldEveryEightPartsAlsoWhenOneComesAgain() {
        connect();
        Challenge nonce = nonce();

        for (int part = 1; part <= 17; part++) {
            sync.update(part(nonce, part, 20));
        }
        sync.update(part(nonce, 8, 20));

        assertThat(outgoing.sent(AccessWant.class))
                .allSatisfy(want -> assertThat(want.nonce()).isEqualTo(nonce))
                .extracting(AccessWant::received)
                .containsExactly(0, 8, 16, 17);
    }

    /** The service said so before it heard the want that the update answers. */
    @Test
    void aLeaseThatOvertookTheFirstPartOfAnUpdateMakesItAskForNothing() {
        connect();
        sync.behind();
        sync.settle();

        sync.update(part(nonce(), 1, 3));
        nanos.advance(Duration.ofSeconds(2));
        sync.settle();

        assertThat(outgoing.sent(AccessWant.class)).hasSize(1);
    }

    private AccessUpdate part(Challenge nonce, int part, int parts) {
        return new AccessUpdate(
                nonce, Optional.empty(), ONE, first.digest(), part, parts, List.of(badge(part)), List.of());
    }

    @Test
    void nothingIsAskedWithoutAConnection() {
        sync.behind();
        sync.settle();

        assertThat(outgoing.sent()).isEmpty();
    }

    private ListSync sync() {
        return new ListSync(
                rig.self,
                rig.parts,
                rig.rejections,
                connection,
                new Hearing(nanos, new Random(6), _ -> {}),
                outgoing,
                LinkTimes.DEFAULTS,
                changes::incrementAndGet);
    }

    private void connect() {
        connection.connected(1);
        sync.settle();
    }

    private Challenge nonce() {
        return outgoing.sent(AccessWant.class).getLast().nonce();
    }

    private static AccessItem.Badge badge(int number) {
        return new AccessItem.Badge(Rig.token(number), new PersonId("p-" + number), false);
    }

    private static AccessUpdate snapshot(Challenge nonce, AccessList list) {
        return new AccessUpdate(
                nonce,
                Optional.empty(),
                list.revision(),
                list.digest(),
                1,
                1,
                new ArrayList<>(list.items().toList()),
                List.of());
    }

    private static AccessUpdate change(Challenge nonce, Revision from, AccessList to, AccessItem put) {
        Hash digest = to.digest();
        return new AccessUpdate(nonce, Optional.of(from), to.revision(), digest, 1, 1, List.of(put), List.of());
    }
}
