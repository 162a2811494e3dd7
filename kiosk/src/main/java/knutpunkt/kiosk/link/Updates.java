package knutpunkt.kiosk.link;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import knutpunkt.access.AccessItem;
import knutpunkt.access.AccessList;
import knutpunkt.access.Revision;
import knutpunkt.wire.Channel;
import knutpunkt.wire.Hash;
import knutpunkt.wire.message.AccessUpdate;
import knutpunkt.wire.message.Challenge;
import knutpunkt.wire.message.WireJson;

/** Makes updates that fit their channel: as many parts as it takes. Pure. */
final class Updates {
    /** What a part has besides its items: nonce, revisions, digest, names of fields. */
    private static final int ENVELOPE_BYTES = 1_024;

    private static final int PART_BYTES = Channel.ACCESS_UPDATE.bytesMax() - ENVELOPE_BYTES;
    private static final ObjectWriter ITEM = WireJson.mapper().writerFor(AccessItem.class);

    private final Challenge nonce;
    private final Optional<Revision> from;
    private final Revision to;
    private final Hash digest;
    private final List<Part> parts = new ArrayList<>();

    private static final class Part {
        final List<AccessItem> put = new ArrayList<>();
        final List<String> removed = new ArrayList<>();
        int bytes;
    }

    private Updates(Challenge nonce, Optional<Revision> from, Revision to, Hash digest) {
        this.nonce = nonce;
        this.from = from;
        this.to = to;
        this.digest = digest;
        parts.add(new Part());
    }

    static List<AccessUpdate> of(Challenge nonce, ChangeSet changes) {
        var updates = new Updates(nonce, Optional.of(changes.from()), changes.to(), changes.digest());
        changes.put().forEach(updates::put);
        changes.removed().forEach(updates::remove);
        return updates.made();
    }

    static List<AccessUpdate> snapshot(Challenge nonce, AccessList list) {
        var updates = new Updates(nonce, Optional.empty(), list.revision(), list.digest());
        list.items().forEach(updates::put);
        return updates.made();
    }

    private void put(AccessItem item) {
        try {
            partFor(ITEM.writeValueAsBytes(item).length + 1).put.add(item);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a valid item must have a JSON form", e);
        }
    }

    private void remove(String key) {
        // Keys are ids and tokens: a byte to a character, two quotes and a comma.
        partFor(key.length() + 3).removed.add(key);
    }

    private Part partFor(int bytes) {
        Part last = parts.getLast();
        if (last.bytes > 0 && last.bytes + bytes > PART_BYTES) {
            last = new Part();
            parts.add(last);
        }
        last.bytes += bytes;
        return last;
    }

    private List<AccessUpdate> made() {
        var made = new ArrayList<AccessUpdate>();
        for (Part part : parts) {
            made.add(new AccessUpdate(nonce, from, to, digest, made.size() + 1, parts.size(), part.put, part.removed));
        }
        return made;
    }
}
