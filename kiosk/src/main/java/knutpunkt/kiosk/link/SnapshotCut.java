package knutpunkt.kiosk.link;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import knutpunkt.access.AccessItem;
import knutpunkt.access.AccessList;

/**
 * Where a list is cut into parts that fit their channel. Any part can be made at any time, and only those that are on
 * their way exist. Never changes.
 */
public final class SnapshotCut {
    private final AccessList list;
    private final List<Part> parts;

    /** So many items from one on: the item is told by its bucket and its place there. */
    private record Part(int bucket, int skipped, int items) {}

    private SnapshotCut(AccessList list, List<Part> parts) {
        this.list = list;
        this.parts = List.copyOf(parts);
    }

    /** Cuts a list; as much work as writing it down once. */
    public static SnapshotCut of(AccessList list) {
        List<Part> parts = new ArrayList<>();
        var next = new Part(0, 0, 0);
        int bytes = 0;
        for (int bucket = 0; bucket < AccessList.BUCKETS; bucket++) {
            int place = 0;
            for (AccessItem item : (Iterable<AccessItem>) list.bucket(bucket)::iterator) {
                int its = Updates.bytesOf(item);
                if (bytes > 0 && bytes + its > Updates.PART_BYTES) {
                    parts.add(next);
                    next = new Part(bucket, place, 0);
                    bytes = 0;
                }
                next = new Part(next.bucket(), next.skipped(), next.items() + 1);
                bytes += its;
                place++;
            }
        }
        parts.add(next);
        return new SnapshotCut(list, parts);
    }

    AccessList list() {
        return list;
    }

    /** How many parts there are; one for an empty list. */
    int parts() {
        return parts.size();
    }

    /** What is in a part, from 1 on. */
    List<AccessItem> part(int number) {
        Part part = parts.get(number - 1);
        return IntStream.range(part.bucket(), AccessList.BUCKETS)
                .boxed()
                .flatMap(list::bucket)
                .skip(part.skipped())
                .limit(part.items())
                .toList();
    }
}
