package knutpunkt.hardware.serial;

/**
 * Frames of the Innovations ID-12LA: STX, ten digits, two of checksum, CR, LF, ETX; 16 bytes. The module sends one frame
 * for each time a badge is held to it.
 */
final class Id12laFrames implements BadgeFrames {
    private final HexFrame frame = new HexFrame((byte) '\r', (byte) '\n', (byte) 0x03);

    @Override
    public FrameResult accept(byte next, long atNanos) {
        return frame.accept(next, atNanos);
    }

    @Override
    public HexFrame frame() {
        return frame;
    }
}
