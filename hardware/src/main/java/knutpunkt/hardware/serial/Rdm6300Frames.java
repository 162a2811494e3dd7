package knutpunkt.hardware.serial;

import java.time.Duration;

/**
 * Frames of the RDM6300: STX, ten digits, two of checksum, ETX; 14 bytes. The module repeats the frame for as long as a
 * badge is held to it, so a badge counts as presented anew only after it was absent for one second. Another badge is a
 * new presentation at once.
 */
final class Rdm6300Frames implements BadgeFrames {
    private static final long ABSENT_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long NONE = -1;

    private final HexFrame frame = new HexFrame((byte) 0x03);
    private long heldNumber = NONE;
    private long heldNanos;

    @Override
    public FrameResult accept(byte next, long atNanos) {
        var result = frame.accept(next, atNanos);
        if (result != FrameResult.BADGE) {
            return result;
        }
        boolean repeated = frame.number() == heldNumber && atNanos - heldNanos < ABSENT_NANOS;
        heldNumber = frame.number();
        heldNanos = atNanos;
        return repeated ? FrameResult.REPEATED : FrameResult.BADGE;
    }

    @Override
    public HexFrame frame() {
        return frame;
    }
}
