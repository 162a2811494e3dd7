package knutpunkt.controller.journal;

/**
 * How much room on the disk is enough for what a controller keeps.
 *
 * @param lowBytes with less than this free, somebody is told
 * @param reserveBytes what is set by for when nothing is free, or 0
 */
public record RoomLimits(long lowBytes, long reserveBytes) {
    /**
     * 128 MiB is three weeks of a busy door that nobody fetches the records of: 2,000 passages a day, 3 kB each. 8 MiB is a
     * day of it, and its pieces are about 170 passages each and a tenth of a second's writing on a slow card.
     */
    public static final RoomLimits DEFAULTS = new RoomLimits(128L << 20, 8L << 20);

    /** For whoever looks after the disk otherwise: nothing is told early, and nothing is set by. */
    public static final RoomLimits NONE = new RoomLimits(0, 0);

    /** The reserve is made and given up in so many pieces. */
    static final int PIECES = 16;

    /** More would not fit a piece in memory. */
    private static final long RESERVE_BYTES_MAX = 1L << 30;

    public RoomLimits {
        if (lowBytes < 0 || reserveBytes < 0 || reserveBytes > RESERVE_BYTES_MAX || reserveBytes % PIECES != 0) {
            throw new IllegalArgumentException("room of [" + lowBytes + "] and a reserve of [" + reserveBytes
                    + "] bytes: neither is negative, and the reserve is at most " + RESERVE_BYTES_MAX
                    + " and whole pieces, "
                    + PIECES + " of them");
        }
    }

    int pieceBytes() {
        return Math.toIntExact(reserveBytes / PIECES);
    }

    /** The reserve is made only where so much is free that the disk is not full of it. */
    long reserveMadeFromBytes() {
        return 3 * reserveBytes;
    }
}
