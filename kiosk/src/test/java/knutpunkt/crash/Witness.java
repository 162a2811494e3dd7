package knutpunkt.crash;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/** What people outside saw: how readers answered them, and what the service said. Safe for use by several threads. */
final class Witness {
    private final List<Tap> taps = new ArrayList<>();
    private final Map<String, Tap> unanswered = new LinkedHashMap<>();
    private final Map<Long, Block> blocks = new LinkedHashMap<>();
    private final Map<String, Boolean> blocked = new LinkedHashMap<>();

    /** Somebody begins to hold a badge to a reader; its end is told by {@link #saw}. One at a time at each reader. */
    synchronized void seesBegin(Tap tap) {
        unanswered.put(tap.point(), tap);
    }

    synchronized void saw(Tap tap) {
        unanswered.remove(tap.point());
        taps.add(tap);
        notifyAll();
    }

    /** The service said that the badge is blocked; gives a number to tell more of it by. */
    synchronized long sawBlocked(Block block) {
        long number = blocks.size();
        blocks.put(number, block);
        blocked.put(block.badge(), true);
        return number;
    }

    synchronized void sawOf(long number, UnaryOperator<Block> more) {
        blocks.computeIfPresent(number, (_, block) -> more.apply(block));
        notifyAll();
    }

    /** From now on nobody knows whether the service has the badge as blocked: it was asked to change that. */
    synchronized void unsure(String badge) {
        blocked.remove(badge);
    }

    /** The service said that the badge is free. */
    synchronized void sawFree(String badge) {
        blocked.put(badge, false);
    }

    /** Every tap so far, also those that are still unanswered. */
    synchronized List<Tap> taps() {
        var all = new ArrayList<>(taps);
        all.addAll(unanswered.values());
        return all;
    }

    synchronized List<Block> blocks() {
        return List.copyOf(blocks.values());
    }

    /** Whether badges are blocked, of those where the service's last word is known, by their id. */
    synchronized Map<String, Boolean> blocked() {
        return Map.copyOf(blocked);
    }

    /** Waits until readers have answered so many more taps, or so long; a tap without an answer counts for none. */
    synchronized void awaitAnswers(int more, long millisMax) throws InterruptedException {
        awaitMore(this::answered, more, millisMax);
    }

    private synchronized void awaitMore(LongSupplier counted, int more, long millisMax) throws InterruptedException {
        long end = System.nanoTime() + millisMax * 1_000_000;
        long wanted = counted.getAsLong() + more;
        while (counted.getAsLong() < wanted && end - System.nanoTime() > 0) {
            wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
        }
    }

    /** Waits until every door has confirmed one more block, or so long. */
    synchronized void awaitConfirmedBlock(long millisMax) throws InterruptedException {
        awaitMore(this::confirmed, 1, millisMax);
    }

    /** How many blocks every door has confirmed. */
    synchronized long confirmed() {
        return blocks.values().stream()
                .filter(block -> block.confirmedAt().isPresent())
                .count();
    }

    private long answered() {
        return taps.stream().filter(tap -> tap.answer().isPresent()).count();
    }
}
