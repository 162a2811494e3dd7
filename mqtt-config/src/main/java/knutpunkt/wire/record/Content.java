package knutpunkt.wire.record;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;
import knutpunkt.wire.Hash;

/** The part of a record that is personal, or the proof that it was there. */
public sealed interface Content {
    /** SHA-256 of salt and body: what the record's hash holds of them. */
    Hash hash();

    /**
     * Salt and body, whole.
     *
     * @param salt 16 random bytes as 32 hexadecimal digits: without it a forgotten body could be guessed back
     * @param body the event's JSON, exactly as it was hashed
     */
    record Kept(String salt, String body) implements Content {
        private static final Pattern SALT = Pattern.compile("[0-9a-f]{32}");

        public Kept {
            requireNonNull(body, "body");
            if (!SALT.matcher(salt).matches()) {
                throw new IllegalArgumentException("salt must match " + SALT);
            }
        }

        @Override
        public Hash hash() {
            return Hash.of(HexFormat.of().parseHex(salt), body.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Forgotten, as the law demands; the hash still proves that nothing else is missing. */
    record Disposed(Hash hash) implements Content {
        public Disposed {
            requireNonNull(hash, "hash");
        }
    }
}
