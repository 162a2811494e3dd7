package knutpunkt.access;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.PersonId;

/**
 * A holder in few bytes, without the person's id: flags, count of grants, and for each its packed id, the number of its
 * scope, and both ends of its validity in whole seconds.
 */
final class HolderForm {
    private static final int PIN_NEEDED = 1;
    private static final int EXTENDED_TIME = 2;
    private static final int ENTERS_IN_LOCKDOWN = 4;
    private static final int ESSENTIAL = 8;
    private static final int VALIDITY_BYTES = 8;

    private HolderForm() {}

    /** The bytes; each grant's scope is used once more. */
    static byte[] write(AccessItem.Holder holder, Scopes scopes) {
        var out = new Octets();
        out.u8(flags(holder)).count(holder.grants().size());
        for (Grant grant : holder.grants()) {
            byte[] id = PackedName.pack(grant.id().text());
            out.u8(id.length).bytes(id).count(scopes.use(Scope.of(grant)));
            out.u32((int) grant.from().getEpochSecond());
            out.u32((int) grant.until().getEpochSecond());
        }
        return out.toArray();
    }

    static AccessItem.Holder read(PersonId person, Octets.Reader in, Scopes scopes) {
        int flags = in.u8();
        int count = in.count();
        List<Grant> grants = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            var id = new GrantId(new String(in.name(), StandardCharsets.US_ASCII));
            Scope scope = scopes.scope(in.count());
            grants.add(new Grant(id, scope.doors(), scope.schedule(), seconds(in.u32()), seconds(in.u32())));
        }
        return new AccessItem.Holder(
                person,
                (flags & PIN_NEEDED) != 0,
                (flags & EXTENDED_TIME) != 0,
                (flags & ENTERS_IN_LOCKDOWN) != 0,
                (flags & ESSENTIAL) != 0,
                grants);
    }

    /** Writes what {@link Canonical} says of a holder after the person. */
    static void canonical(Octets.Reader in, Scopes scopes, Octets out) {
        out.u8(in.u8());
        int count = in.count();
        out.u32(count);
        for (int i = 0; i < count; i++) {
            Canonical.text(in.name(), out);
            byte[] scope = scopes.canonical(in.count());
            out.u32(in.u32()).u32(in.u32()).bytes(scope);
        }
    }

    /** Gives back every grant's scope: the holder goes. */
    static void release(Octets.Reader in, Scopes scopes) {
        in.u8();
        int count = in.count();
        for (int i = 0; i < count; i++) {
            in.skipName();
            scopes.release(in.count());
            in.skip(VALIDITY_BYTES);
        }
    }

    private static int flags(AccessItem.Holder holder) {
        return (holder.pinNeeded() ? PIN_NEEDED : 0)
                | (holder.extendedTime() ? EXTENDED_TIME : 0)
                | (holder.entersInLockdown() ? ENTERS_IN_LOCKDOWN : 0)
                | (holder.essential() ? ESSENTIAL : 0);
    }

    private static Instant seconds(int unsigned) {
        return Instant.ofEpochSecond(Integer.toUnsignedLong(unsigned));
    }
}
