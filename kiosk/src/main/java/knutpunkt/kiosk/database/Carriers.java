package knutpunkt.kiosk.database;

/**
 * The threads of the operating system that carry virtual ones. Java has one for each processor; but a call into SQLite
 * holds its carrier until it returns, also while the disk syncs, so on two processors two long questions would keep every
 * other request, every screen and every message waiting.
 */
public final class Carriers {
    /** Who can hold one in the database at the same time: all readers, and the one who writes. */
    static final int HELD_MAX = Readers.READERS_MAX + 1;

    private Carriers() {}

    /** To be called once, before the process starts its first virtual thread: Java reads this only then. */
    public static void provide() {
        int carriers = Runtime.getRuntime().availableProcessors() + HELD_MAX;
        System.setProperty("jdk.virtualThreadScheduler.parallelism", Integer.toString(carriers));
    }
}
