package knutpunkt.access;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import knutpunkt.wire.PersonId;

/**
 * The persons of one bucket, by id, as rows in one array of bytes: packed id, how many badges name the person, and the
 * {@link HolderForm}, or nothing for a person of whom the list has only badges. Never changes.
 */
final class PersonRows {
    static final PersonRows NONE = new PersonRows(new byte[0], new int[0]);

    private final byte[] rows;
    private final int[] starts;

    private PersonRows(byte[] rows, int[] starts) {
        this.rows = rows;
        this.starts = starts;
    }

    /** Rows after a change, and where each of the rows before it went; -1 for one that is gone. */
    @SuppressWarnings("ArrayRecordComponent") // handed from one method to its caller
    record Changed(PersonRows rows, int[] places) {
        boolean moved() {
            return !Arrays.equals(places, IntStream.range(0, places.length).toArray());
        }
    }

    static byte[] row(String name, int badges, byte[] holder) {
        byte[] id = PackedName.pack(name);
        return new Octets().u8(id.length).bytes(id).count(badges).bytes(holder).toArray();
    }

    int size() {
        return starts.length;
    }

    /** The person's index, or {@code -1 - } where it would be. */
    int find(String name) {
        return find(PackedName.pack(name));
    }

    private int find(byte[] id) {
        int low = 0;
        int high = starts.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = compare(middle, id);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1 - low;
    }

    private int compare(int index, byte[] id) {
        int from = starts[index] + 1;
        return Arrays.compareUnsigned(rows, from, from + rows[starts[index]], id, 0, id.length);
    }

    /** The person's id as ASCII. */
    byte[] name(int index) {
        return reader(index).name();
    }

    PersonId person(int index) {
        return new PersonId(new String(name(index), StandardCharsets.US_ASCII));
    }

    int badges(int index) {
        Octets.Reader in = reader(index);
        in.skipName();
        return in.count();
    }

    /** The holder's form; empty when the list has only badges of the person. */
    byte[] holderForm(int index) {
        return Arrays.copyOfRange(rows, atHolder(index).at(), end(index));
    }

    Optional<AccessItem.Holder> holder(int index, Scopes scopes) {
        Octets.Reader in = atHolder(index);
        return in.at() == end(index) ? Optional.empty() : Optional.of(HolderForm.read(person(index), in, scopes));
    }

    Stream<AccessItem.Holder> holders(Scopes scopes) {
        return IntStream.range(0, size())
                .mapToObj(index -> holder(index, scopes))
                .flatMap(Optional::stream);
    }

    /** Gives back the scopes of the person's grants. */
    void release(int index, Scopes scopes) {
        Octets.Reader in = atHolder(index);
        if (in.at() < end(index)) {
            HolderForm.release(in, scopes);
        }
    }

    void canonical(Scopes scopes, Octets out) {
        for (int index = 0; index < size(); index++) {
            Octets.Reader in = atHolder(index);
            if (in.at() < end(index)) {
                Canonical.text(name(index), out.u8(Canonical.HOLDER));
                HolderForm.canonical(in, scopes, out);
            }
        }
    }

    /** These rows with others in place of those of the same id; an empty row takes one away. */
    Changed with(SortedMap<String, byte[]> changedRows) {
        var out = new Octets();
        int[] nextStarts = new int[starts.length + changedRows.size()];
        int[] places = new int[starts.length];
        Arrays.fill(places, -1);
        int written = 0;
        int old = 0;
        for (Map.Entry<String, byte[]> change : changedRows.entrySet()) {
            int found = find(change.getKey());
            for (int upTo = found < 0 ? -1 - found : found; old < upTo; old++) {
                places[old] = written;
                nextStarts[written++] = out.length();
                out.bytes(rows, starts[old], end(old));
            }
            boolean stays = change.getValue().length > 0;
            if (found >= 0) {
                places[old++] = stays ? written : -1;
            }
            if (stays) {
                nextStarts[written++] = out.length();
                out.bytes(change.getValue());
            }
        }
        for (; old < starts.length; old++) {
            places[old] = written;
            nextStarts[written++] = out.length();
            out.bytes(rows, starts[old], end(old));
        }
        return new Changed(new PersonRows(out.toArray(), Arrays.copyOf(nextStarts, written)), places);
    }

    private Octets.Reader reader(int index) {
        return new Octets.Reader(rows, starts[index]);
    }

    private Octets.Reader atHolder(int index) {
        Octets.Reader in = reader(index);
        in.skipName();
        in.count();
        return in;
    }

    private int end(int index) {
        return index + 1 < starts.length ? starts[index + 1] : rows.length;
    }
}
