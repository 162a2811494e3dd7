package knutpunkt.wire.certificates;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which of the site's numbered keys of one kind is used, and which are believed: a change begins by believing the next
 * one besides, goes on by using it, and ends by no longer believing the one before. Immutable.
 *
 * @param used the number of the one that signs
 * @param believed the numbers of those that are believed; the used one among them
 */
record Generation(int used, List<Integer> believed) {
    static final Generation FIRST = new Generation(1, List.of(1));

    Generation {
        believed = List.copyOf(believed);
        if (!believed.contains(used) || believed.size() > Trust.EACH_MAX) {
            throw new IllegalArgumentException(
                    "[" + used + "] must be one of at most " + Trust.EACH_MAX + " that are believed " + believed);
        }
    }

    /** Such as {@code 1 of 1,2}. */
    static Generation parse(String text) {
        String[] parts = text.split(" of ", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("[" + text + "] must be a number of numbers");
        }
        return new Generation(
                Integer.parseInt(parts[0]),
                Stream.of(parts[1].split(",", -1)).map(Integer::valueOf).toList());
    }

    String text() {
        return used + " of " + believed.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    boolean isChanging() {
        return believed.size() > 1;
    }

    /** The newest number there is. */
    int newest() {
        return believed.stream().mapToInt(Integer::intValue).max().orElse(used);
    }

    /** The number of the one that is not used, while there is one. */
    List<Integer> others() {
        return believed.stream().filter(number -> number != used).toList();
    }

    Generation offering(int next) {
        return new Generation(used, List.of(used, next));
    }

    Generation using() {
        return new Generation(newest(), believed);
    }

    Generation ended() {
        return new Generation(used, List.of(used));
    }
}
