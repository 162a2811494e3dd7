package knutpunkt.loop;

/** Gives each loop a thread of its own: a virtual one, or one of the platform's where it must be. */
public enum Threads implements Loops {
    THREADS;

    @Override
    public Loop loop(String name, Weight weight, Turn turn) {
        Thread.Builder thread = switch (weight) {
            case LIGHT -> Thread.ofVirtual();
            case HEAVY -> Thread.ofPlatform().daemon();
            case OWN -> Thread.ofPlatform();
        };
        return new ThreadLoop(thread.name(name), turn);
    }
}
