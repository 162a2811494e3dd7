package knutpunkt.hardware.serial;

/** The frames of one kind of reader. Pure: no clock, no line, no logging; used by one thread. */
sealed interface BadgeFrames permits Id12laFrames, Rdm6300Frames {

    /** What {@code next} made of the frame; times are monotonic nanoseconds and never go back. */
    FrameResult accept(byte next, long atNanos);

    /** The frame itself: its number after a badge, its counts, and how to drop what was begun. */
    HexFrame frame();
}
