package knutpunkt.endtoend;

import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import knutpunkt.wire.Channel;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.signature.Signer;
import knutpunkt.wire.signature.SigningKeys;
import knutpunkt.wire.signature.Verdict;
import knutpunkt.wire.signature.Verifier;

/**
 * What one signature of a message costs this machine's processor once everything is warm, as both ends make and check it.
 *
 * @param signMillis for the end that sends
 * @param checkMillis for the end that receives
 */
record SignatureCost(double signMillis, double checkMillis) {
    private static final int WARM_UP = 3_000;
    private static final int RUNS = 5_000;

    /** About as long as the records of one passage. */
    private static final int PAYLOAD_BYTES = 600;

    static SignatureCost measured(SecureRandom random) {
        KeyPair keys = SigningKeys.make(random);
        var site = new SiteId("demo");
        var controller = new ControllerId(RunningSite.CONTROLLER);
        String topic = new Topic(site, controller, Channel.EVENTS).text();
        byte[] payload = new byte[PAYLOAD_BYTES];
        random.nextBytes(payload);
        var signer = new Signer(controller.text(), site, keys.getPrivate());
        var verifier = new Verifier(site, _ -> List.of(keys.getPublic()));
        Optional<String> signature = Optional.of(signer.sign(topic, payload));
        return new SignatureCost(
                millis(() -> signer.sign(topic, payload).length() > 0),
                millis(() -> verifier.verify(controller.text(), topic, payload, signature) == Verdict.VALID));
    }

    private static double millis(Supplier<Boolean> once) {
        run(once, WARM_UP);
        long start = System.nanoTime();
        run(once, RUNS);
        return (System.nanoTime() - start) / (double) TimeUnit.MILLISECONDS.toNanos(1) / RUNS;
    }

    private static void run(Supplier<Boolean> once, int times) {
        for (int i = 0; i < times; i++) {
            if (!once.get()) {
                throw new IllegalStateException("a signature of ours does not hold");
            }
        }
    }
}
