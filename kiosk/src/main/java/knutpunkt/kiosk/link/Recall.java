package knutpunkt.kiosk.link;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import knutpunkt.access.AccessItem;
import knutpunkt.access.AccessList;
import knutpunkt.wire.Hash;
import knutpunkt.wire.message.AccessHeld;
import knutpunkt.wire.message.AccessRecall;
import knutpunkt.wire.message.AccessWant;

/**
 * Has one controller hand over a list that this service made and lost: its outline first, then the items of the buckets that
 * differ from a list the service knows. One question at a time, so that any may be asked again. Used by one thread.
 */
final class Recall {
    private final AccessWant want;
    private final AccessList common;
    private final Deque<Integer> differing = new ArrayDeque<>();
    private final Set<Integer> replaced = new HashSet<>();
    private final List<AccessItem> items = new ArrayList<>();
    private Optional<AccessRecall.Piece> next = Optional.empty();

    /** How far it is. */
    sealed interface Progress {
        /** Another question is due. */
        record Goes() implements Progress {}

        /** This is the list, proved by the digest that the service once signed. */
        record Ended(AccessList list) implements Progress {}

        /** What came is not the list that the seal is over. */
        record Wrong() implements Progress {}

        /** No answer to the question asked last. */
        record Ignored() implements Progress {}
    }

    /**
     * Of the list that a want tells of.
     *
     * @param want its seal is this service's
     */
    Recall(AccessWant want, AccessList common) {
        this.want = want;
        this.common = common;
    }

    AccessWant want() {
        return want;
    }

    AccessList common() {
        return common;
    }

    /** What to ask for now. */
    AccessRecall question() {
        return new AccessRecall(want.nonce(), want.revision(), next);
    }

    Progress take(AccessHeld held) {
        if (!held.nonce().equals(want.nonce()) || !held.revision().equals(want.revision())) {
            return new Progress.Ignored();
        }
        return switch (held) {
            case AccessHeld.Outline outline when next.isEmpty() -> outlined(outline.buckets());
            case AccessHeld.Items part when next.equals(Optional.of(part.piece())) -> taken(part);
            case AccessHeld.Outline _, AccessHeld.Items _ -> new Progress.Ignored();
        };
    }

    private Progress outlined(List<Hash> theirs) {
        if (!AccessList.digestOf(theirs).equals(want.digest())) {
            return new Progress.Wrong();
        }
        List<Hash> known = common.bucketDigests();
        for (int bucket = 0; bucket < AccessList.BUCKETS; bucket++) {
            if (!theirs.get(bucket).equals(known.get(bucket))) {
                differing.add(bucket);
                replaced.add(bucket);
            }
        }
        return nextBucket();
    }

    private Progress taken(AccessHeld.Items part) {
        items.addAll(part.items());
        if (items.size() > AccessList.ITEMS_MAX || (part.items().isEmpty() && !part.last())) {
            return new Progress.Wrong();
        }
        if (part.last()) {
            return nextBucket();
        }
        int from = part.piece().from() + part.items().size();
        next = Optional.of(new AccessRecall.Piece(part.piece().bucket(), from));
        return new Progress.Goes();
    }

    private Progress nextBucket() {
        Integer bucket = differing.poll();
        if (bucket == null) {
            return ended();
        }
        next = Optional.of(new AccessRecall.Piece(bucket, 0));
        return new Progress.Goes();
    }

    private Progress ended() {
        var kept = new HashSet<String>();
        items.forEach(item -> kept.add(item.key()));
        List<String> removed = replaced.stream()
                .flatMap(common::bucket)
                .map(AccessItem::key)
                .filter(key -> !kept.contains(key))
                .toList();
        try {
            AccessList list = common.with(common.revision().next(), items, removed);
            return list.digest().equals(want.digest()) ? new Progress.Ended(list) : new Progress.Wrong();
        } catch (IllegalArgumentException _) {
            return new Progress.Wrong(); // two items of one key
        }
    }
}
