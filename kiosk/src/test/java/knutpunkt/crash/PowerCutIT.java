package knutpunkt.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import knutpunkt.crash.CutSite.Part;
import knutpunkt.crash.LossyDisk.Syncs;
import knutpunkt.endtoend.RunningSite.Broker;
import knutpunkt.endtoend.RunningSite.Somebody;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The power of controller, service and broker is cut while people come and go and badges are blocked: nothing that a reader
 * or the service has said is lost, doubled or wrongly opened. How many cuts is {@code -Dknutpunkt.cuts}, over both brokers
 * together. {@code -Dknutpunkt.cuts.seed} repeats a script and its chances; real processes never run the same twice, so a
 * failure is repeated with several runs of its seed.
 */
class PowerCutIT {
    private static final int CUTS = Integer.getInteger("knutpunkt.cuts", 20);
    private static final long SEED = Long.getLong("knutpunkt.cuts.seed", 1);

    /** With syncs removed, this many cuts of a part find a loss. */
    private static final int CUTS_UNTIL_FOUND = 8;

    private static final List<String> DOORS = List.of("square", "office");
    private static final int PEOPLE = 6;

    private static final int MOMENTS = 4;
    private static final int EVERYTHING_ONE_IN = 6;
    private static final int TAPS_BEFORE_CUT_MAX = 14;
    private static final long TAPS_MILLIS_MAX = 2_500;
    private static final long BLOCK_MILLIS_MAX = 20_000;
    private static final int START_MILLIS_MAX = 2_500;

    @TempDir
    Path folder;

    private final Witness witness = new Witness();
    private final Map<Part, Integer> cuts = new EnumMap<>(Part.class);

    @BeforeEach
    void thisMachineMountsDisks() {
        assertThat(LossyMount.hindrance()).as("what keeps this machine from it").isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Broker.class)
    void nothingThatWasSaidIsLostDoubledOrWronglyOpenedInAnyCut(Broker broker) throws Exception {
        var random = new Random(SEED);
        try (var site = CutSite.started(folder, broker, Syncs.DONE)) {
            List<Somebody> people = people(site);
            try (var _ = crowd(site, people)) {
                for (int cut = 1; cut <= CUTS / Broker.values().length; cut++) {
                    Set<Part> which = chosen(site.parts(), random);
                    awaitMoment(site, which, random);
                    assertThat(lossesOfCut(site, which, random))
                            .as("cut %d, of %s, seed %d", cut, which, SEED)
                            .isEmpty();
                    which.forEach(site::start);
                }
                site.parts().forEach(site::awaitUp);
            }

            assertThat(site.lossesInTheEnd(witness))
                    .as("in the end, seed %d", SEED)
                    .isEmpty();
            assertThatThereWasLoad(broker);
        }
    }

    @Test
    void withSyncsRemovedTheSameChecksFindALoss() throws Exception {
        var random = new Random(SEED);
        try (var site = CutSite.started(folder, Broker.EMBEDDED, Syncs.REMOVED)) {
            List<Somebody> people = people(site);
            site.settle();
            try (var _ = crowd(site, people)) {
                for (Part part : List.of(Part.SERVICE, Part.CONTROLLER)) {
                    assertThat(firstLosses(site, part, random))
                            .as("losses of the %s within %d cuts", part, CUTS_UNTIL_FOUND)
                            .isNotEmpty();
                }
            }
        }
    }

    private static List<Somebody> people(CutSite site) {
        var people = new ArrayList<Somebody>();
        for (int i = 0; i < PEOPLE; i++) {
            people.add(site.site().enrolled("Person " + i, "0F00E1B2C" + i, DOORS.toArray(String[]::new)));
        }
        return people;
    }

    private Crowd crowd(CutSite site, List<Somebody> people) {
        return new Crowd(site.site().panel(), site.site().api(), witness, people, DOORS, SEED);
    }

    /** One part, or now and then all of them: the fuse of the house. */
    private static Set<Part> chosen(Set<Part> parts, RandomGenerator random) {
        if (random.nextInt(EVERYTHING_ONE_IN) == 0) {
            return parts;
        }
        List<Part> each = List.copyOf(parts);
        return EnumSet.of(each.get(random.nextInt(each.size())));
    }

    /**
     * In the middle of a start, or some taps after it works again, or as soon as the doors have confirmed a block: what they
     * have just said is what may be lost.
     */
    private void awaitMoment(CutSite site, Set<Part> which, RandomGenerator random) throws InterruptedException {
        int moment = random.nextInt(MOMENTS);
        if (moment == 0) {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(START_MILLIS_MAX));
            return;
        }
        which.forEach(site::awaitUp);
        if (moment == 1) {
            site.parts().forEach(site::awaitUp);
            site.site().awaitDoorsConfirmed();
            witness.awaitConfirmedBlock(BLOCK_MILLIS_MAX);
        } else {
            witness.awaitAnswers(1 + random.nextInt(TAPS_BEFORE_CUT_MAX), TAPS_MILLIS_MAX);
        }
    }

    private List<String> lossesOfCut(CutSite site, Set<Part> which, RandomGenerator random)
            throws InterruptedException {
        site.cut(which, random);
        var losses = new ArrayList<String>();
        for (Part part : which) {
            cuts.merge(part, 1, Integer::sum);
            losses.addAll(site.lossesAt(part, witness));
        }
        return losses;
    }

    /** Cuts that part until something is lost; it is not started again then. A part that cannot start has lost too. */
    private List<String> firstLosses(CutSite site, Part part, RandomGenerator random) throws InterruptedException {
        for (int cut = 0; cut < CUTS_UNTIL_FOUND; cut++) {
            try {
                site.awaitUp(part);
            } catch (IllegalStateException e) {
                return List.of(String.valueOf(e.getMessage()));
            }
            witness.awaitAnswers(TAPS_BEFORE_CUT_MAX, TAPS_MILLIS_MAX);
            List<String> losses = lossesOfCut(site, EnumSet.of(part), random);
            if (!losses.isEmpty()) {
                System.out.printf(
                        "power cuts with syncs removed: cut %d of %s, %s%n", cut + 1, part, losses.getFirst());
                return losses;
            }
            site.start(part);
        }
        return List.of();
    }

    /** A run in which nobody came proves nothing. */
    private void assertThatThereWasLoad(Broker broker) {
        long granted = witness.taps().stream().filter(Tap::wasGranted).count();
        long unseen =
                witness.taps().stream().filter(tap -> tap.answer().isEmpty()).count();
        long confirmed = witness.confirmed();
        System.out.printf(
                "power cuts, %s: %s; %d taps, %d granted, %d without an answer; %d blocks, %d confirmed%n",
                broker,
                cuts,
                witness.taps().size(),
                granted,
                unseen,
                witness.blocks().size(),
                confirmed);
        assertThat(granted).as("granted taps").isGreaterThan(CUTS);
        assertThat(confirmed).as("blocks that every door confirmed").isPositive();
    }
}
