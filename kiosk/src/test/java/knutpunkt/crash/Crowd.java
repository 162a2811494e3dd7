package knutpunkt.crash;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import knutpunkt.access.Revision;
import knutpunkt.endtoend.Api;
import knutpunkt.endtoend.Panel;
import knutpunkt.endtoend.RunningSite.Somebody;

/**
 * People at the doors and at the admin pages, by a seeded script, whatever fails meanwhile: known and unknown
 * badges in and out, doors opened or not, badges blocked and freed. All that they see goes to a {@link Witness}.
 */
final class Crowd implements AutoCloseable {
    /** How long after its start a tap may still come to something, if nobody saw its answer: readings live for 2 s. */
    private static final Duration LATE = Duration.ofMillis(2_500);

    private static final int UNKNOWN_ONE_IN = 8;
    private static final int EXIT_ONE_IN = 3;
    private static final int UNOPENED_ONE_IN = 6;
    private static final int BETWEEN_TAPS_MILLIS = 250;
    private static final int ADMINS = 3;
    private static final int BETWEEN_BLOCKS_MILLIS = 1_500;

    private final Panel panel;
    private final Api api;
    private final Witness witness;
    private final List<Somebody> people;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<Void>> ends;
    private volatile boolean stopped;

    /** Starts a crowd that goes on until it is closed. */
    Crowd(Panel panel, Api api, Witness witness, List<Somebody> people, List<String> doors, long seed) {
        this.panel = panel;
        this.api = api;
        this.witness = witness;
        this.people = List.copyOf(people);
        Stream<Future<Void>> atDoors =
                doors.stream().map(door -> threads.submit(() -> passBy(door, new Random(seed ^ door.hashCode()))));
        Stream<Future<Void>> atThePages = IntStream.range(0, ADMINS)
                .mapToObj(admin -> threads.submit(() -> blockAndFree(admin, new Random(seed + admin))));
        this.ends = Stream.concat(atDoors, atThePages).toList();
    }

    private Void passBy(String door, RandomGenerator random) throws InterruptedException {
        Set<String> sinceTheDoorMoved = new HashSet<>();
        while (!stopped) {
            try {
                oneComes(door, random, sinceTheDoorMoved);
                pause(random.nextInt(BETWEEN_TAPS_MILLIS));
            } catch (UncheckedIOException _) {
                sinceTheDoorMoved.clear();
                awaitPanel();
            }
        }
        return null;
    }

    /** Somebody who was not at this reader since the door last moved: twice within seconds is one presentation. */
    private void oneComes(String door, RandomGenerator random, Set<String> sinceTheDoorMoved) {
        boolean isKnown = random.nextInt(UNKNOWN_ONE_IN) != 0;
        Somebody somebody = people.get(random.nextInt(people.size()));
        String badge = isKnown ? somebody.badge() : "0FFFFF%04X".formatted(random.nextInt(1 << 16));
        String reader = isKnown && random.nextInt(EXIT_ONE_IN) == 0 ? "exit" : "entry";
        boolean opens = random.nextInt(UNOPENED_ONE_IN) != 0;
        if (!sinceTheDoorMoved.add(badge + reader)) {
            return;
        }
        Optional<String> person = isKnown ? Optional.of(somebody.person()) : Optional.empty();
        Optional<String> answer = tap(door, badge, reader, person);
        if (answer.filter(Tap.GRANTED::equals).isPresent() && opens) {
            var _ = panel.open(door);
            var _ = panel.close(door);
            sinceTheDoorMoved.clear();
        }
    }

    private Optional<String> tap(String door, String badge, String reader, Optional<String> person) {
        String point = door + "-" + reader;
        Instant from = Instant.now();
        witness.seesBegin(new Tap(point, person, from, from.plusSeconds(60), Optional.empty()));
        Optional<String> answer = Optional.empty();
        try {
            answer = panel.tapOnce(door, badge, reader);
            return answer;
        } finally {
            Instant until = answer.isPresent() ? Instant.now() : Instant.now().plus(LATE);
            witness.saw(new Tap(point, person, from, until, answer));
        }
    }

    private void awaitPanel() throws InterruptedException {
        while (!stopped && !panel.isUp()) {
            pause(BETWEEN_TAPS_MILLIS);
        }
    }

    /** Each admin looks after badges of its own, so that what one frees no other has just blocked. */
    private Void blockAndFree(int admin, RandomGenerator random) throws InterruptedException {
        while (!stopped) {
            pause(random.nextInt(BETWEEN_BLOCKS_MILLIS));
            Somebody who = people.get(admin + ADMINS * random.nextInt(people.size() / ADMINS));
            witness.unsure(who.badgeId());
            Optional<String> change = asked(who, "block");
            if (change.isPresent()) {
                long block = witness.sawBlocked(new Block(
                        who.person(), who.badgeId(), Revision.parse(change.get()), Optional.empty(), Optional.empty()));
                awaitConfirmed(block, change.get());
                pause(random.nextInt(BETWEEN_BLOCKS_MILLIS));
                free(who, block);
            }
        }
        return null;
    }

    private void free(Somebody who, long block) throws InterruptedException {
        Instant now = Instant.now();
        witness.sawOf(block, known -> known.freed(now));
        witness.unsure(who.badgeId());
        if (asked(who, "unblock").isPresent()) {
            witness.sawFree(who.badgeId());
        }
    }

    /** Asks until the service says that it is done; gives the change it became, or nothing when the crowd ends first. */
    private Optional<String> asked(Somebody who, String what) throws InterruptedException {
        while (!stopped) {
            try {
                var answer = api.post("badges/" + who.badgeId() + "/" + what);
                if (answer.status() == 200) {
                    return Optional.of(answer.body().path("change").asText());
                }
            } catch (UncheckedIOException _) {
                // The service is away: the answer was lost, whatever came of it, so it is asked again.
            }
            pause(BETWEEN_TAPS_MILLIS);
        }
        return Optional.empty();
    }

    private void awaitConfirmed(long block, String change) throws InterruptedException {
        while (!stopped) {
            try {
                var answer = api.get("changes/" + change);
                List<String> states = answer.body().findValuesAsText("state");
                if (answer.status() == 200
                        && !states.isEmpty()
                        && states.stream().allMatch("confirmed"::equals)) {
                    Instant now = Instant.now();
                    witness.sawOf(block, known -> known.confirmed(now));
                    return;
                }
            } catch (UncheckedIOException _) {
                // The service is away; it is asked again.
            }
            pause(BETWEEN_TAPS_MILLIS);
        }
    }

    private static void pause(int millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(millis);
    }

    /** Sends everybody home; what went wrong with the crowd itself comes out here. */
    @Override
    public void close() throws InterruptedException {
        stopped = true;
        try {
            for (Future<Void> end : ends) {
                Void _ = end.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the crowd did not come to the end of its script", e);
        } finally {
            threads.close();
        }
    }
}
