package knutpunkt.kiosk.link;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import knutpunkt.access.AccessItem;
import knutpunkt.access.Revision;
import knutpunkt.wire.Channel;
import knutpunkt.wire.Hash;
import knutpunkt.wire.message.AccessUpdate;
import knutpunkt.wire.message.Challenge;
import knutpunkt.wire.message.Seal;
import knutpunkt.wire.message.WireJson;

/**
 * One update in as many parts as it takes to fit its channel, each made when it is asked for. Never changes.
 *
 * @param content what a part holds, by its number from 1 on
 */
record Updates(
        Challenge nonce,
        Optional<Revision> from,
        Revision to,
        Hash digest,
        Seal seal,
        int parts,
        IntFunction<Content> content) {
    /** What a part has besides its items: nonce, revisions, digest, seal, names of fields. */
    private static final int ENVELOPE_BYTES = 1_024;

    static final int PART_BYTES = Channel.ACCESS_UPDATE.bytesMax() - ENVELOPE_BYTES;
    private static final ObjectWriter ITEM = WireJson.mapper().writerFor(AccessItem.class);

    /** What one part puts and removes. */
    record Content(List<AccessItem> put, List<String> removed) {}

    static Updates of(Challenge nonce, ChangeSet changes, Seals seals) {
        List<Content> cut = cut(changes);
        return new Updates(
                nonce,
                Optional.of(changes.from()),
                changes.to(),
                changes.digest(),
                seals.of(changes.to(), changes.digest()),
                cut.size(),
                number -> cut.get(number - 1));
    }

    static Updates snapshot(Challenge nonce, SnapshotCut cut, Seals seals) {
        Revision to = cut.list().revision();
        Hash digest = cut.list().digest();
        return new Updates(
                nonce,
                Optional.empty(),
                to,
                digest,
                seals.of(to, digest),
                cut.parts(),
                number -> new Content(cut.part(number), List.of()));
    }

    /** A part by its number, from 1 to {@link #parts}. */
    AccessUpdate part(int number) {
        Content its = content.apply(number);
        return new AccessUpdate(nonce, from, to, digest, number, parts, its.put(), its.removed(), Optional.of(seal));
    }

    private static List<Content> cut(ChangeSet changes) {
        List<Content> cut = new ArrayList<>();
        cut.add(new Content(new ArrayList<>(), new ArrayList<>()));
        int bytes = 0;
        for (AccessItem item : changes.put()) {
            bytes = room(cut, bytes, bytesOf(item));
            cut.getLast().put().add(item);
        }
        for (String key : changes.removed()) {
            // Keys are ids and tokens: a byte to a character, two quotes and a comma.
            bytes = room(cut, bytes, key.length() + 3);
            cut.getLast().removed().add(key);
        }
        return List.copyOf(cut);
    }

    /** Begins another part when there is no room in the last; answers what the last will then hold. */
    private static int room(List<Content> cut, int bytes, int more) {
        if (bytes > 0 && bytes + more > PART_BYTES) {
            cut.add(new Content(new ArrayList<>(), new ArrayList<>()));
            return more;
        }
        return bytes + more;
    }

    /** What an item takes in a part, with a comma. */
    static int bytesOf(AccessItem item) {
        try {
            return ITEM.writeValueAsBytes(item).length + 1;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a valid item must have a JSON form", e);
        }
    }
}
