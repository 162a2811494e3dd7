package knutpunkt.access;

import java.nio.charset.StandardCharsets;
import knutpunkt.wire.Hash;
import knutpunkt.wire.PersonId;

/** Which of the 256 parts of a list an item belongs to, so that a change touches one part and not the whole list. */
final class Bucket {
    static final int COUNT = 256;

    private Bucket() {}

    static int of(AccessItem item) {
        return switch (item) {
            case AccessItem.Badge badge -> of(badge.token());
            case AccessItem.Holder _, AccessItem.Schedule _, AccessItem.Calendar _ -> ofKey(item.key());
        };
    }

    /** The first byte of the keyed hash, which is as good as random already. */
    static int of(BadgeToken token) {
        return (int) (token.high() >>> 56);
    }

    static int of(PersonId person) {
        return ofKey(AccessItem.Holder.keyOf(person));
    }

    /** For all but badges: the first byte of SHA-256 of the key, so that names that look alike spread evenly. */
    static int ofKey(String key) {
        return Hash.sha256().digest(key.getBytes(StandardCharsets.UTF_8))[0] & 0xFF;
    }
}
