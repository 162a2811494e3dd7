package knutpunkt.crash;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import knutpunkt.crash.LossyDisk.Node;

/**
 * Answers the kernel's questions about a disk, one after the other. The protocol is that of {@code linux/fuse.h}, version
 * 7.31. The kernel keeps locks by itself, and caches what it reads; every write comes here at once. Used by one thread.
 */
final class FuseServer {
    /** The largest write in one question. */
    static final int WRITE_BYTES_MAX = 128 * 1024;

    private static final int MAJOR = 7;
    private static final int MINOR = 31;
    private static final int BIG_WRITES = 1 << 5;
    private static final int READ_AHEAD_BYTES = 128 * 1024;
    private static final int WAITING_MAX = 16;
    private static final int RIGHTS = 07777;
    private static final int NAME_BYTES_MAX = 255;
    private static final int BLOCK_BYTES = 4096;
    private static final long BLOCKS = 1 << 20;

    private static final int SET_MODE = 1;
    private static final int SET_OWNER = 1 << 1;
    private static final int SET_GROUP = 1 << 2;
    private static final int SET_SIZE = 1 << 3;
    private static final int SET_CHANGED = 1 << 5;
    private static final int SET_CHANGED_NOW = 1 << 8;
    private static final int RENAME_KEEPS_OTHER = 1;

    private static final int INTERRUPT = 36;
    private static final int FORGET = 2;
    private static final int FORGET_MANY = 42;

    private final LossyDisk disk;
    private final Map<Long, List<Map.Entry<String, Node>>> listings = new HashMap<>();
    private long newestListing;

    FuseServer(LossyDisk disk) {
        this.disk = disk;
    }

    /** Whether the kernel waits for an answer at all. */
    static boolean isAnswered(FuseRequest request) {
        return switch (request.operation()) {
            case INTERRUPT, FORGET, FORGET_MANY -> false;
            default -> true;
        };
    }

    /** Does what is asked, and writes what the kernel gets for it. */
    void answer(FuseRequest request, FuseReply reply) throws Refusal {
        long node = request.node();
        switch (request.operation()) {
            case 1 -> reply.entry(disk.find(node, request.name(0)));
            case 3 -> reply.attributesAlone(disk.node(node));
            case 4 -> reply.attributesAlone(changed(request));
            case 8 -> reply.entry(made(request, false, 0, 16));
            case 9 -> reply.entry(made(request, true, 0, 8));
            case 10 -> disk.remove(node, request.name(0), false);
            case 11 -> disk.remove(node, request.name(0), true);
            case 12 -> disk.rename(node, request.name(8), request.number(0), request.nameAfter(8), true);
            case 14 -> opened(disk.node(node), 0, reply);
            case 15 -> reply.raw(disk.read(node, request.number(8), request.word(16)));
            case 16 -> write(request, reply);
            case 17 -> statistics(reply);
            case 18, 25, 38 -> {} // closed, flushed, ended: nothing hangs on it, as nothing is kept back
            case 20, 30 -> disk.sync(node);
            case 26 -> greet(reply);
            case 27 -> openListing(node, reply);
            case 28 -> list(request, reply);
            case 29 -> listings.remove(request.number(0));
            case 35 -> {
                Node made = made(request, false, 4, 16);
                opened(made, 0, reply.entry(made));
            }
            case 45 -> {
                boolean mayReplace = (request.word(8) & RENAME_KEEPS_OTHER) == 0;
                if (request.word(8) > RENAME_KEEPS_OTHER) {
                    throw new Refusal(Refusal.Why.INVALID);
                }
                disk.rename(node, request.name(16), request.number(0), request.nameAfter(16), mayReplace);
            }
            default -> throw new Refusal(Refusal.Why.NOT_KNOWN_HERE);
        }
    }

    private static void greet(FuseReply reply) {
        reply.word(MAJOR).word(MINOR).word(READ_AHEAD_BYTES).word(BIG_WRITES);
        reply.half(WAITING_MAX).half(WAITING_MAX).word(WRITE_BYTES_MAX).word(1);
        reply.zeros(36);
    }

    private static void opened(Node node, long handle, FuseReply reply) throws Refusal {
        if (node.isFolder() && handle == 0) {
            throw new Refusal(Refusal.Why.IS_A_FOLDER);
        }
        reply.number(handle).number(0);
    }

    private Node made(FuseRequest request, boolean isFolder, int modeAt, int nameAt) throws Refusal {
        int mode = request.word(modeAt);
        int type = mode & ~RIGHTS;
        if (!isFolder && type != 0 && type != FuseReply.FILE_TYPE) {
            throw new Refusal(Refusal.Why.NOT_PERMITTED);
        }
        return disk.create(
                request.node(), request.name(nameAt), isFolder, mode & RIGHTS, request.owner(), request.group());
    }

    private void write(FuseRequest request, FuseReply reply) throws Refusal {
        int count = request.word(16);
        disk.write(request.node(), request.number(8), request.raw(40, count));
        reply.word(count).word(0);
    }

    private Node changed(FuseRequest request) throws Refusal {
        int which = request.word(0);
        if ((which & SET_SIZE) != 0) {
            disk.resize(request.node(), request.number(16));
        }
        if ((which & SET_CHANGED_NOW) != 0) {
            disk.changed(request.node(), Instant.now());
        } else if ((which & SET_CHANGED) != 0) {
            disk.changed(request.node(), Instant.ofEpochSecond(request.number(40), request.word(60)));
        }
        Node node = disk.node(request.node());
        if ((which & (SET_MODE | SET_OWNER | SET_GROUP)) != 0) {
            disk.permit(
                    node.id(),
                    (which & SET_MODE) != 0 ? request.word(68) & RIGHTS : node.mode(),
                    (which & SET_OWNER) != 0 ? request.word(76) : node.owner(),
                    (which & SET_GROUP) != 0 ? request.word(80) : node.group());
        }
        return disk.node(request.node());
    }

    private static void statistics(FuseReply reply) {
        reply.number(BLOCKS).number(BLOCKS).number(BLOCKS).number(BLOCKS).number(BLOCKS);
        reply.word(BLOCK_BYTES).word(NAME_BYTES_MAX).word(BLOCK_BYTES).zeros(28);
    }

    /** What is listed is what was there when the folder was opened. */
    private void openListing(long folder, FuseReply reply) throws Refusal {
        newestListing++;
        listings.put(newestListing, List.copyOf(disk.list(folder).entrySet()));
        opened(disk.node(folder), newestListing, reply);
    }

    private void list(FuseRequest request, FuseReply reply) {
        var listing = listings.getOrDefault(request.number(0), List.of());
        for (int i = (int) request.number(8); i < listing.size(); i++) {
            var entry = listing.get(i);
            if (!reply.listed(entry.getKey(), entry.getValue(), i + 1L, request.word(16))) {
                return;
            }
        }
    }
}
