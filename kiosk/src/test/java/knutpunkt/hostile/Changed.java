package knutpunkt.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Every way to change a message without a key that counts.
 *
 * @param controllers the names that a topic may be changed to
 */
record Changed(List<String> controllers) {
    private static final String MALFORMED = "nonsense..nonsense";

    Changed {
        controllers = List.copyOf(controllers);
    }

    List<Parcel> allOf(Misdeed.Passing passing, RandomGenerator random) {
        Parcel parcel = passing.parcel();
        var all = new ArrayList<Parcel>();
        all.add(parcel.holding(bent(parcel.payload(), random)));
        all.add(parcel.holding(new byte[0]));
        all.add(parcel.signed(List.of()));
        all.add(parcel.signed(List.of(MALFORMED)));
        parcel.signatures().forEach(right -> all.add(parcel.signed(List.of(MALFORMED, right))));
        // The payload of one message with the signature of another, both of the same sender on the same topic.
        passing.before().ifPresent(before -> all.add(parcel.signed(before.signatures())));
        for (String each : controllers) {
            Parcel readdressed =
                    parcel.onTopic(parcel.topic().replaceFirst("/controllers/[^/]+/", "/controllers/" + each + "/"));
            if (!readdressed.topic().equals(parcel.topic())) {
                all.add(readdressed);
                all.add(readdressed.to(each));
                all.add(parcel.to(each));
            }
        }
        if (!parcel.channel().retained()) {
            all.add(parcel.kept());
        }
        return all;
    }

    private static byte[] bent(byte[] payload, RandomGenerator random) {
        byte[] bent = payload.clone();
        bent[random.nextInt(bent.length)] ^= 1;
        return bent;
    }
}
