package knutpunkt.loop;

/** Where loops come from: {@link Threads} in earnest, a scheduler with a clock of its own in a simulation. */
public interface Loops {
    /** What a turn needs of whoever takes it. */
    enum Weight {
        /** Plain blocking code of the usual kind: many of these cost little. */
        LIGHT,
        /** Native code that holds its thread for long, such as a large write. Does not keep the program from ending. */
        HEAVY,
        /** Must go on whatever else is busy. Keeps the program from ending until it has. */
        OWN
    }

    /** A loop that is yet to be started. */
    Loop loop(String name, Weight weight, Turn turn);
}
