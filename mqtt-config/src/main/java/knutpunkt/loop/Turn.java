package knutpunkt.loop;

/** A piece of work that is done again and again, never by two threads at a time. */
@FunctionalInterface
public interface Turn {
    /**
     * Does what there is to do now, without waiting for more.
     *
     * @return until when there is nothing more to do
     * @throws InterruptedException when it is to end within the turn; it takes no other
     */
    Rest take() throws InterruptedException;
}
