package knutpunkt.simulation.disk;

/**
 * One thing asked of the disk, told before it is done. Locks and asking what is there are none: they never reach a disk.
 *
 * @param file the name within the disk it is done to; empty for the root folder
 * @param offset in bytes from the file's beginning; for {@link Kind#TRUNCATE} the new size
 * @param length in bytes; 0 where nothing is read or written
 */
public record Operation(Kind kind, String file, long offset, int length) {
    /** What can be asked. */
    public enum Kind {
        READ,
        WRITE,
        TRUNCATE,
        SYNC,
        CREATE,
        CREATE_FOLDER,
        RENAME,
        DELETE,
        SYNC_FOLDER
    }

    static Operation on(Kind kind, String file) {
        return new Operation(kind, file, 0, 0);
    }

    /** Whether it makes something durable that was done before. */
    public boolean isSync() {
        return kind == Kind.SYNC || kind == Kind.SYNC_FOLDER;
    }

    /** Whether it can make a difference to what a power cut leaves. */
    public boolean isChange() {
        return kind != Kind.READ;
    }
}
