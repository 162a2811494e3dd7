package knutpunkt.simulation.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** A folder, opened as Linux allows it: it can be synced, and nothing else. */
final class FolderChannel extends FileChannel {
    private final SimulatedDisk disk;
    private final String name;
    private final int life;

    FolderChannel(SimulatedDisk disk, String name) {
        this.disk = disk;
        this.name = name;
        this.life = disk.life();
    }

    @Override
    public void force(boolean metaData) throws IOException {
        disk.syncFolder(life, name);
    }

    private IOException isFolder() {
        return new IOException("[" + name + "] is a folder");
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        throw isFolder();
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int length) throws IOException {
        throw isFolder();
    }

    @Override
    public int read(ByteBuffer into, long from) throws IOException {
        throw isFolder();
    }

    @Override
    public int write(ByteBuffer from) {
        throw new NonWritableChannelException();
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) {
        throw new NonWritableChannelException();
    }

    @Override
    public int write(ByteBuffer from, long to) {
        throw new NonWritableChannelException();
    }

    @Override
    public long position() {
        return 0;
    }

    @Override
    public FileChannel position(long newPosition) {
        return this;
    }

    @Override
    public long size() {
        return 0;
    }

    @Override
    public FileChannel truncate(long size) {
        throw new NonWritableChannelException();
    }

    @Override
    public long transferTo(long from, long count, WritableByteChannel target) throws IOException {
        throw isFolder();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long to, long count) {
        throw new NonWritableChannelException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long from, long size) throws IOException {
        throw isFolder();
    }

    @Override
    public FileLock lock(long from, long size, boolean shared) throws IOException {
        throw isFolder();
    }

    @Override
    public FileLock tryLock(long from, long size, boolean shared) throws IOException {
        throw isFolder();
    }

    @Override
    protected void implCloseChannel() {
        // There is nothing to let go of.
    }
}
