package knutpunkt.hostile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import knutpunkt.wire.Channel;

/** What a broker does with the messages it should carry. Its sender is always told that all is well. */
@FunctionalInterface
interface Misdeed {
    /** What is handed over in the place of one message. */
    List<Parcel> handing(Passing passing, RandomGenerator random);

    /** What is handed over besides, to a client that has just subscribed. */
    default List<Parcel> subscribed(List<Parcel> everHanded) {
        return List.of();
    }

    /**
     * A message on its way.
     *
     * @param before the one that the same client was to be handed before it on the same topic
     */
    record Passing(Parcel parcel, Optional<Parcel> before) {}

    /** A broker that does its work. */
    static Misdeed none() {
        return (passing, _) -> List.of(passing.parcel());
    }

    /** This only on some channels, and its work on the others. */
    default Misdeed on(Channel... channels) {
        Set<Channel> some = EnumSet.copyOf(List.of(channels));
        return (passing, random) ->
                some.contains(passing.parcel().channel()) ? handing(passing, random) : List.of(passing.parcel());
    }

    /** Loses this share of all messages. */
    static Misdeed drops(double share) {
        return (passing, random) -> random.nextDouble() < share ? List.of() : List.of(passing.parcel());
    }

    /** Takes everything, answers every ping, and hands over nothing: a connection that looks alive. */
    static Misdeed withholds() {
        return (_, _) -> List.of();
    }

    /** Hands everything over in order, this much too late. */
    static Misdeed delays(Duration by) {
        return (passing, _) -> List.of(passing.parcel().in(by));
    }

    /** Hands everything over in any order. */
    static Misdeed reorders(Duration within) {
        return (passing, random) -> List.of(passing.parcel().in(Duration.ofMillis(random.nextLong(within.toMillis()))));
    }

    /** Hands everything over so many times, each somewhat later. */
    static Misdeed repeats(int times, Duration apart) {
        return (passing, _) -> {
            var all = new ArrayList<Parcel>();
            for (int i = 0; i < times; i++) {
                all.add(passing.parcel().in(apart.multipliedBy(i)));
            }
            return all;
        };
    }

    /** Hands over no message as it was, and each in every way it could be changed. */
    static Misdeed rewrites(Changed changed) {
        return (passing, random) -> changed.allOf(passing, random);
    }

    /** Does its work, and keeps everything it ever carried for whoever subscribes, flagged as kept and not. */
    static Misdeed keeps() {
        return new Misdeed() {
            @Override
            public List<Parcel> handing(Passing passing, RandomGenerator random) {
                return List.of(passing.parcel());
            }

            @Override
            public List<Parcel> subscribed(List<Parcel> everHanded) {
                var all = new ArrayList<Parcel>(everHanded);
                everHanded.stream().map(Parcel::kept).forEach(all::add);
                Collections.shuffle(all, new java.util.Random(all.size()));
                return all;
            }
        };
    }
}
