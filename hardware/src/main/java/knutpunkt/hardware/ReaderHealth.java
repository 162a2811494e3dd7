package knutpunkt.hardware;

/**
 * Whether a reader can be heard, and what its line is like. The counts are since the reader was started and never fall.
 *
 * @param reason why it is not online; empty when it is
 * @param checksumErrors frames that were whole but whose checksum did not hold
 * @param noiseBytes bytes that belonged to no frame
 * @param framesRead frames that held, repeated ones included
 */
public record ReaderHealth(boolean online, String reason, long checksumErrors, long noiseBytes, long framesRead) {
    public ReaderHealth {
        if (online != reason.isEmpty()) {
            throw new IllegalArgumentException(
                    "reason [" + reason + "] must be empty when online and say why when not");
        }
        if (checksumErrors < 0 || noiseBytes < 0 || framesRead < 0) {
            throw new IllegalArgumentException("counts must not be negative");
        }
    }
}
