package knutpunkt.simulation;

import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import knutpunkt.access.BadgeKey;
import knutpunkt.simulation.disk.DiskTime;
import knutpunkt.simulation.model.Model;
import knutpunkt.simulation.signatures.QuickSignatures;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.session.End;
import knutpunkt.wire.signature.Opener;
import knutpunkt.wire.signature.SealingKeys;
import knutpunkt.wire.signature.Signer;
import knutpunkt.wire.signature.Verifier;

/** What everybody in a simulation shares: time, the network, and who may sign as whom. */
final class World {
    /** Made once: what it is does not change what happens. */
    private static final KeyPair SEALING = SealingKeys.make(new SecureRandom());

    /** Whoever was seen so long before the night's check-out is counted still: so short that it concerns some here. */
    static final Duration JUST_SEEN = Duration.ofMinutes(4);

    private final SiteId site = new SiteId("simulated");
    private final Timeline timeline = new Timeline();
    private final BadgeKey badgeKey = new BadgeKey(1, new byte[BadgeKey.BYTES]);
    private final Map<String, KeyPair> signing = new HashMap<>();
    private final SplittableRandom random;
    private final SimulatedBroker broker;
    private final Story story = new Story(timeline);
    private final Model model = new Model(Timeline.BEGINNING, JUST_SEEN, story::tell);
    private Weather weather = Weather.FAIR;

    World(SplittableRandom random) {
        this.random = random;
        this.broker = new SimulatedBroker(timeline, random.split());
    }

    Story story() {
        return story;
    }

    /** Who is told of everything, and objects. */
    Model model() {
        return model;
    }

    Weather weather() {
        return weather;
    }

    void weather(Weather newWeather) {
        weather = newWeather;
        broker.weather(newWeather);
    }

    SiteId site() {
        return site;
    }

    Timeline timeline() {
        return timeline;
    }

    /** The true time, which a disk's work does not move: how long it takes is part of how late a turn is. */
    DiskTime diskTime() {
        return new DiskTime() {
            @Override
            public Instant now() {
                return timeline.instant();
            }

            @Override
            public void pass(Duration duration) {
                // Time moves between turns only.
            }
        };
    }

    SimulatedBroker broker() {
        return broker;
    }

    BadgeKey badgeKey() {
        return badgeKey;
    }

    PublicKey sealingKey() {
        return SEALING.getPublic();
    }

    Opener opener() {
        return new Opener(SEALING.getPrivate());
    }

    Signer signer(End end) {
        return new Signer(end.sender(), site, keys(end.sender()).getPrivate());
    }

    Verifier verifier() {
        return new Verifier(site, sender -> List.of(keys(sender).getPublic()));
    }

    private KeyPair keys(String sender) {
        return signing.computeIfAbsent(sender, _ -> QuickSignatures.keys(random));
    }
}
