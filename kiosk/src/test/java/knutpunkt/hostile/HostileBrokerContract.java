package knutpunkt.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import knutpunkt.access.Revision;
import knutpunkt.endtoend.Program;
import knutpunkt.endtoend.RunningSite;
import knutpunkt.endtoend.RunningSite.Somebody;
import knutpunkt.settings.Closing;
import knutpunkt.wire.Channel;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.certificates.SiteKeys;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a broker may try that was taken over, each misdeed while people come and go, somebody is blocked and a door is
 * released by command. While it lasts nothing opens that should not; when it is over nothing is lost.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HostileBrokerContract {
    private static final long SEED = Long.getLong("knutpunkt.hostile.seed", 1);

    /** Enough for every kind of message of several boots, and no more than both ends look through in seconds. */
    private static final int REPLAYED_EACH_END = 400;

    /** More than the three connections there are. */
    private static final int ENDS = 7;

    /** Longer than the 15 s within which a heartbeat must answer what the service has said. */
    private static final Duration TOO_LATE = Duration.ofSeconds(16);

    private final Closing closing = new Closing();
    private HostileSite site;
    private Visitors visitors;

    abstract RealBroker realBroker(SiteKeys keys, Path folder);

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        site = closing.add(HostileSite.started(folder, this::realBroker, SEED));
        visitors = closing.add(new Visitors(site));
    }

    @AfterAll
    void stop() {
        closing.close();
    }

    @BeforeEach
    void beginHonestly() {
        site.broker().behaves();
    }

    @AfterEach
    void theLogIsAsItWasSigned() throws InterruptedException {
        try (var verifying = Program.kiosk(
                site.site().log("verify"),
                "verify-log",
                "--config",
                site.site().kioskConfig().toString())) {
            assertThat(verifying.end()).as(verifying.output()).isZero();
        }
    }

    /** People of one story: two who come and go, one whose block is confirmed, and one who is blocked during it. */
    private record Cast(Somebody one, Somebody other, Somebody blocked, Somebody toBlock) {}

    private Cast cast() {
        return new Cast(visitors.known(), visitors.known(), visitors.blocked(), visitors.known());
    }

    /** What everybody does while the broker misbehaves. */
    private Visitors.Block act(Cast cast) {
        visitors.passes(cast.one(), HostileSite.SQUARE, "entry");
        Visitors.Block block = visitors.block(cast.toBlock());
        visitors.strangerIsRefused();
        visitors.isRefused(cast.blocked());
        visitors.passes(cast.one(), HostileSite.SQUARE, "exit");
        boolean _ = visitors.releases(HostileSite.YARD);
        visitors.goInAndOut(cast.one(), cast.other());
        visitors.assertNothingOpened();
        return block;
    }

    /** The broker does its work again: all that it kept back or spoilt comes right by itself. */
    private void peace(Cast cast, Visitors.Block block) {
        site.broker().behaves();
        Awaitility.await("the block is confirmed at both doors")
                .atMost(RunningSite.PATIENCE)
                .until(() -> visitors.isConfirmed(block));
        visitors.isRefused(cast.toBlock());
        visitors.assertNothingIsLost();
        for (Somebody each : List.of(cast.one(), cast.other())) {
            Awaitility.await("presence of " + each.partner())
                    .atMost(RunningSite.PATIENCE)
                    .until(() -> site.site().countOf(each.partner()), count -> count == 1);
        }
        visitors.assertNothingOpened();
    }

    private void story(Misdeed misdeed) {
        Cast cast = cast();
        site.broker().does(misdeed);
        Visitors.Block block = act(cast);
        peace(cast, block);
    }

    @Test
    void halfOfAllMessagesAreLost() {
        story(Misdeed.drops(0.5));
    }

    @Test
    void everythingComesSecondsTooLate() {
        story(Misdeed.delays(Duration.ofSeconds(3)));
    }

    @Test
    void whatComesLaterThanItMayCountsAsNoLifeAndIsTold() throws InterruptedException {
        Cast cast = cast();
        site.forgetAlarms();
        site.broker().does(Misdeed.delays(TOO_LATE));

        Visitors.Block block = act(cast);
        awaitShown("offline");
        Awaitility.await("the overview tells of messages that come too late")
                .atMost(RunningSite.PATIENCE)
                .until(() -> site.tellsOfLateness(HostileSite.FIRST) && site.tellsOfLateness(HostileSite.SECOND));
        visitors.isRefused(cast.blocked());
        visitors.goInAndOut(cast.one(), cast.other());
        visitors.assertNothingOpened();

        peace(cast, block);
        awaitShown("online");
    }

    @Test
    void everythingComesInAnyOrder() {
        story(Misdeed.reorders(Duration.ofSeconds(2)));
    }

    @Test
    void everythingComesThreeTimes() {
        story(Misdeed.repeats(3, Duration.ofMillis(700)));
    }

    @Test
    void aConnectionThatCarriesNothingIsToldAsDoorsThatAreSilent() {
        Cast cast = cast();
        site.broker().does(Misdeed.withholds());
        Visitors.Block block = act(cast);
        awaitShown("offline");
        assertThat(visitors.isConfirmed(block)).isFalse();
        assertThat(site.overview()).contains("Dörrar som inte har bekräftat").contains("frånkopplad sedan");

        peace(cast, block);

        awaitShown("online");
    }

    @Test
    void connectionsThatEndAllTheTimeLoseNothing() {
        Cast cast = cast();
        site.broker().endsAllEvery(Duration.ofMillis(700));

        long before = site.broker().ended();
        Visitors.Block block = act(cast);
        Awaitility.await("connections have ended, again too")
                .atMost(RunningSite.PATIENCE)
                .until(() -> site.broker().ended() >= before + ENDS);

        peace(cast, block);
    }

    @Test
    void aChangeThatNeverArrivesIsShownAsNotConfirmed() {
        Cast cast = cast();
        site.broker().does(Misdeed.drops(1).on(Channel.ACCESS_UPDATE));

        Visitors.Block block = act(cast);

        assertThat(visitors.isConfirmed(block)).isFalse();
        assertThat(site.overview()).contains("väntar på bekräftelse");
        peace(cast, block);
    }

    @Test
    void whatComesChangedIsRejectedAndTold() throws InterruptedException {
        Cast cast = cast();
        site.forgetAlarms();
        site.broker().does(Misdeed.rewrites(new Changed(List.of(HostileSite.FIRST.text(), HostileSite.SECOND.text()))));

        Visitors.Block block = act(cast);

        site.broker().behaves();
        awaitTold(HostileSite.FIRST, HostileSite.SECOND);
        peace(cast, block);
    }

    @Test
    void whatTheBrokerKeptForWhoeverSubscribesIsRejectedAndTold() throws InterruptedException {
        Cast cast = cast();
        site.forgetAlarms();
        site.broker().does(Misdeed.keeps());
        Visitors.Block block = act(cast);

        site.broker().endsAll();
        visitors.goInAndOut(cast.one(), cast.other());
        awaitTold(HostileSite.FIRST, HostileSite.SECOND);

        peace(cast, block);
    }

    @Test
    void whatWasEverSeenIsWorthNothingWhenItComesAgainToAnybody() throws InterruptedException {
        Cast cast = cast();
        Visitors.Block block = act(cast);
        Awaitility.await().atMost(RunningSite.PATIENCE).until(() -> visitors.isConfirmed(block));
        List<String> confirmed = confirmed();
        site.restartControllers();
        site.forgetAlarms();

        List<Parcel> seen = oldestAndNewest(site.broker().seen());
        for (String client : List.of(SiteKeys.SERVICE, HostileSite.FIRST.text(), HostileSite.SECOND.text())) {
            site.broker().hands(seen.stream().map(parcel -> parcel.to(client)).toList());
            site.broker()
                    .hands(seen.stream().map(parcel -> parcel.to(client).kept()).toList());
        }

        awaitTold(HostileSite.FIRST, HostileSite.SECOND);
        visitors.isRefused(cast.blocked());
        visitors.goInAndOut(cast.one(), cast.other());
        assertThat(confirmed()).isEqualTo(confirmed);
        peace(cast, block);
    }

    @Test
    void forgeriesOpenNothingAndConfirmNothingAndAreTold() throws InterruptedException {
        Cast cast = cast();
        site.forgetAlarms();
        site.broker().does(Misdeed.drops(1).on(Channel.ACCESS_UPDATE));
        Visitors.Block block = act(cast);

        site.broker()
                .hands(new Forger(site.secondKeys())
                        .forgeries(
                                site.broker().seen(),
                                HostileSite.FIRST,
                                new DoorId(HostileSite.SQUARE),
                                Revision.parse(block.change())));

        awaitTold(HostileSite.FIRST);
        visitors.assertNothingOpened();
        assertThat(visitors.isConfirmed(block)).isFalse();
        assertThat(liveness()).containsOnly("online");
        peace(cast, block);
    }

    /** An administrator sees at the first page that somebody meddles with what goes to and from these controllers. */
    private void awaitTold(ControllerId... controllers) {
        Awaitility.await("the overview tells of messages that were rejected")
                .atMost(RunningSite.PATIENCE)
                .until(() -> Arrays.stream(controllers).allMatch(site::tellsOfRejections));
    }

    private void awaitShown(String wanted) {
        Awaitility.await("both doors are shown as " + wanted)
                .atMost(RunningSite.PATIENCE)
                .until(() -> Set.copyOf(liveness()).equals(Set.of(wanted)));
    }

    private List<String> liveness() {
        return site.site().api().get("doors").expect(200).findValuesAsText("liveness");
    }

    /** The lists that the doors decide by, as far as they have proved it. */
    private List<String> confirmed() {
        return site.site().api().get("doors").expect(200).findValuesAsText("confirmed");
    }

    private static List<Parcel> oldestAndNewest(List<Parcel> seen) {
        if (seen.size() <= 2 * REPLAYED_EACH_END) {
            return seen;
        }
        var some = new ArrayList<>(seen.subList(0, REPLAYED_EACH_END));
        some.addAll(seen.subList(seen.size() - REPLAYED_EACH_END, seen.size()));
        return some;
    }
}
