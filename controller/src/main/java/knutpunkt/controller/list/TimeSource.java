package knutpunkt.controller.list;

/** Whether the operating system's clock has been set by the network since the machine booted. */
@FunctionalInterface
public interface TimeSource {
    boolean synchronised();
}
