package knutpunkt.simulation.disk;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/** A file on a simulated disk as Java has it open. */
final class DiskChannel extends FileChannel {
    private final OpenFile file;
    private final boolean writes;
    private final boolean appends;
    private long position; // guarded by this

    DiskChannel(OpenFile file, boolean writes, boolean appends) {
        this.file = file;
        this.writes = writes;
        this.appends = appends;
    }

    private void requireOpen() throws ClosedChannelException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
    }

    private void requireWriting() throws ClosedChannelException {
        requireOpen();
        if (!writes) {
            throw new NonWritableChannelException();
        }
    }

    @Override
    public synchronized int read(ByteBuffer into) throws IOException {
        int count = read(into, position);
        position += Math.max(count, 0);
        return count;
    }

    @Override
    public synchronized long read(ByteBuffer[] into, int offset, int length) throws IOException {
        long all = 0;
        for (int i = offset; i < offset + length; i++) {
            int count = read(into[i]);
            if (count < 0) {
                return all == 0 ? -1 : all;
            }
            all += count;
        }
        return all;
    }

    @Override
    public int read(ByteBuffer into, long from) throws IOException {
        requireOpen();
        int wanted = into.remaining();
        int count = file.read(from, MemorySegment.ofBuffer(into), 0, wanted);
        into.position(into.position() + count);
        return count == 0 && wanted > 0 ? -1 : count;
    }

    @Override
    public synchronized int write(ByteBuffer from) throws IOException {
        requireWriting();
        if (appends) {
            position = file.size();
        }
        int count = write(from, position);
        position += count;
        return count;
    }

    @Override
    public synchronized long write(ByteBuffer[] from, int offset, int length) throws IOException {
        long all = 0;
        for (int i = offset; i < offset + length; i++) {
            all += write(from[i]);
        }
        return all;
    }

    @Override
    public int write(ByteBuffer from, long to) throws IOException {
        requireWriting();
        int count = from.remaining();
        file.write(to, MemorySegment.ofBuffer(from), 0, count);
        from.position(from.limit());
        return count;
    }

    @Override
    public synchronized long position() throws IOException {
        requireOpen();
        return position;
    }

    @Override
    public synchronized FileChannel position(long newPosition) throws IOException {
        requireOpen();
        position = newPosition;
        return this;
    }

    @Override
    public long size() throws IOException {
        requireOpen();
        return file.size();
    }

    @Override
    public synchronized FileChannel truncate(long size) throws IOException {
        requireWriting();
        if (size < file.size()) {
            file.truncate(size);
        }
        position = Math.min(position, size);
        return this;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        requireOpen();
        file.sync();
    }

    @Override
    public long transferTo(long from, long count, WritableByteChannel target) throws IOException {
        var bytes = ByteBuffer.allocate((int) Math.clamp(size() - from, 0, count));
        int read = read(bytes, from);
        return read < 0 ? 0 : target.write(bytes.flip());
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long to, long count) throws IOException {
        var bytes = ByteBuffer.allocate((int) Math.min(count, StoredFile.SECTOR));
        int read = source.read(bytes);
        return read < 0 ? 0 : write(bytes.flip(), to);
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long from, long size) {
        throw new UnsupportedOperationException("a simulated disk cannot be mapped into memory");
    }

    /** Nobody waits here: whoever holds a file holds it for good. */
    @Override
    public FileLock lock(long from, long size, boolean shared) throws IOException {
        FileLock lock = tryLock(from, size, shared);
        if (lock == null) {
            throw new IOException("[" + file.name() + "] is locked by another");
        }
        return lock;
    }

    /** The whole file, for one holder, whatever is asked for. Every other holder counts as another process. */
    @Override
    public @Nullable FileLock tryLock(long from, long size, boolean shared) throws IOException {
        requireOpen();
        return file.lockChannel() ? new Held(this, file) : null;
    }

    private static final class Held extends FileLock {
        private final OpenFile file;
        private volatile boolean released;

        Held(FileChannel channel, OpenFile file) {
            super(channel, 0, Long.MAX_VALUE, false);
            this.file = file;
        }

        @Override
        public boolean isValid() {
            return !released && acquiredBy().isOpen();
        }

        @Override
        public void release() {
            released = true;
            file.unlockChannel();
        }
    }

    @Override
    protected void implCloseChannel() {
        file.close();
    }
}
