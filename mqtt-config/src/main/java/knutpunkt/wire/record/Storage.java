package knutpunkt.wire.record;

/** How the disk is that a controller keeps its journal on. */
public enum Storage {
    ENOUGH,
    /** There is room, but little: somebody should make more. */
    LOW,
    /** There is none but what was set by for this; diagnostics are left out. */
    RESERVE,
    /** That is spent too: no record can be kept, and nobody is let in. */
    FULL,
    /** It takes no records for some other cause. */
    FAILING,
    UNKNOWN
}
