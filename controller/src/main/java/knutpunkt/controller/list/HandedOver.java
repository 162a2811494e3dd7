package knutpunkt.controller.list;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.util.ArrayList;
import java.util.List;
import knutpunkt.access.AccessItem;
import knutpunkt.access.AccessList;
import knutpunkt.wire.Channel;
import knutpunkt.wire.message.AccessHeld;
import knutpunkt.wire.message.AccessRecall;
import knutpunkt.wire.message.Challenge;
import knutpunkt.wire.message.WireJson;

/** The list in force, for a service that lost it: its outline, and as many items at a time as fit a message. Pure. */
final class HandedOver {
    /** What a message has besides its items: nonce, revision, names of fields. */
    private static final int ENVELOPE_BYTES = 1_024;

    private static final int ITEMS_BYTES = Channel.ACCESS_HELD.bytesMax() - ENVELOPE_BYTES;
    private static final ObjectWriter ITEM = WireJson.mapper().writerFor(AccessItem.class);

    private HandedOver() {}

    static AccessHeld outline(Challenge nonce, AccessList list) {
        return new AccessHeld.Outline(nonce, list.revision(), list.bucketDigests());
    }

    static AccessHeld items(Challenge nonce, AccessList list, AccessRecall.Piece piece) {
        List<AccessItem> left = list.bucket(piece.bucket()).skip(piece.from()).toList();
        var fitting = new ArrayList<AccessItem>();
        int bytes = 0;
        for (AccessItem item : left) {
            bytes += sizeOf(item) + 1;
            if (bytes > ITEMS_BYTES && !fitting.isEmpty()) {
                return new AccessHeld.Items(nonce, list.revision(), piece, fitting, false);
            }
            fitting.add(item);
        }
        return new AccessHeld.Items(nonce, list.revision(), piece, fitting, true);
    }

    private static int sizeOf(AccessItem item) {
        try {
            return ITEM.writeValueAsBytes(item).length;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a valid item must have a JSON form", e);
        }
    }
}
