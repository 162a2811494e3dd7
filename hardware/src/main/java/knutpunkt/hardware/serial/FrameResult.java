package knutpunkt.hardware.serial;

/** What one more byte made of a frame. */
enum FrameResult {
    /** So far, so good. */
    NEEDS_MORE,
    /** The frame is whole and right, and is a new presentation of a badge. */
    BADGE,
    /** The frame is whole and right, and repeats a badge that is still held to the reader. */
    REPEATED,
    /** The byte did not belong there; it and what stood before it are dropped, unless it starts a frame. */
    NOISE,
    /** The frame is whole, but its checksum does not hold. */
    BAD_CHECKSUM
}
