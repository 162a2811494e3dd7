package knutpunkt.access;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The scopes that a list's grants use, each once, by a number that grants hold. A number that no grant uses any more is
 * given to the next new scope. A copy is changed by the one thread that builds a list and by nobody after that.
 */
final class Scopes {
    private final List<Entry> entries;
    private final Map<Scope, Integer> numbers;
    private final Deque<Integer> unused;

    /** A scope, its part of the canonical bytes, and how many grants use it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out of the package
    private record Entry(Scope scope, byte[] canonical, int uses) {
        Entry used(int more) {
            return new Entry(scope, canonical, Math.addExact(uses, more));
        }
    }

    Scopes() {
        this(new ArrayList<>(), new HashMap<>(), new ArrayDeque<>());
    }

    private Scopes(List<Entry> entries, Map<Scope, Integer> numbers, Deque<Integer> unused) {
        this.entries = entries;
        this.numbers = numbers;
        this.unused = unused;
    }

    Scopes copy() {
        return new Scopes(new ArrayList<>(entries), new HashMap<>(numbers), new ArrayDeque<>(unused));
    }

    Scope scope(int number) {
        return entries.get(number).scope();
    }

    byte[] canonical(int number) {
        return entries.get(number).canonical();
    }

    /** How many different ones are in use. */
    int size() {
        return numbers.size();
    }

    /** The scope's number, for one grant more. */
    int use(Scope scope) {
        Integer known = numbers.get(scope);
        if (known != null) {
            entries.set(known, entries.get(known).used(1));
            return known;
        }
        var entry = new Entry(scope, Canonical.of(scope), 1);
        Integer free = unused.poll();
        int number = free == null ? entries.size() : free;
        if (free == null) {
            entries.add(entry);
        } else {
            entries.set(number, entry);
        }
        numbers.put(scope, number);
        return number;
    }

    /** One grant of that scope is gone. */
    void release(int number) {
        Entry left = entries.get(number).used(-1);
        entries.set(number, left);
        if (left.uses() == 0) {
            numbers.remove(left.scope());
            unused.add(number);
        }
    }
}
