package knutpunkt.kiosk.ids;

import static java.util.Objects.requireNonNull;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * Makes ids that say nothing: a letter for the kind and 96 random bits, for example {@code p-5d0c0f7a3e1b49c2a8d6e4f1}.
 * As safe for use by several threads as its generator is.
 */
public final class OpaqueIds {
    private static final int RANDOM_BYTES = 12;

    private final RandomGenerator random;

    public OpaqueIds(RandomGenerator random) {
        this.random = requireNonNull(random, "random");
    }

    public String fresh(char kind) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return kind + "-" + HexFormat.of().formatHex(bytes);
    }
}
