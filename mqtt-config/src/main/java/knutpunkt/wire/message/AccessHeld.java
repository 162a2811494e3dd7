package knutpunkt.wire.message;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import knutpunkt.access.AccessItem;
import knutpunkt.access.AccessList;
import knutpunkt.access.Revision;
import knutpunkt.wire.Channel;
import knutpunkt.wire.Hash;

/** What a controller holds, as far as it was asked for. */
@JsonClassDescription("The answer to a recall: the digests of all buckets of the list, or items of one bucket.")
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "holds")
@JsonSubTypes({
    @JsonSubTypes.Type(value = AccessHeld.Outline.class, name = "outline"),
    @JsonSubTypes.Type(value = AccessHeld.Items.class, name = "items")
})
public sealed interface AccessHeld extends Message {
    /** Of the recall that it answers. */
    Challenge nonce();

    Revision revision();

    @Override
    default Channel channel() {
        return Channel.ACCESS_HELD;
    }

    /** The digest of each bucket: the list's own digest is made of them. */
    record Outline(Challenge nonce, Revision revision, List<Hash> buckets) implements AccessHeld {
        public Outline {
            requireNonNull(nonce, "nonce");
            requireNonNull(revision, "revision");
            buckets = List.copyOf(buckets);
            if (buckets.size() != AccessList.BUCKETS) {
                throw new IllegalArgumentException(
                        "an outline has " + AccessList.BUCKETS + " digests, not [" + buckets.size() + "]");
            }
        }
    }

    /**
     * Items of one bucket, in the list's order, from the place that was asked for.
     *
     * @param last whether the bucket has no more
     */
    record Items(Challenge nonce, Revision revision, AccessRecall.Piece piece, List<AccessItem> items, boolean last)
            implements AccessHeld {
        public Items {
            requireNonNull(nonce, "nonce");
            requireNonNull(revision, "revision");
            requireNonNull(piece, "piece");
            items = List.copyOf(items);
        }
    }
}
