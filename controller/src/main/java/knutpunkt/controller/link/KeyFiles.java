package knutpunkt.controller.link;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import knutpunkt.wire.certificates.ControllerKeys;
import knutpunkt.wire.certificates.Trust;
import knutpunkt.wire.message.KeysUpdate;
import knutpunkt.wire.message.KeysWant;

/** The controller's folder of keys, as the link speaks of it. */
public record KeyFiles(ControllerKeys keys, SecureRandom random) implements Keyring {
    @Override
    public boolean isDue(Instant at) {
        return keys.isDue(at) || keys.isWaiting();
    }

    @Override
    public KeysWant have() {
        return with(Optional.empty());
    }

    @Override
    public KeysWant ask(boolean everything) {
        ControllerKeys.Request request = keys.request(everything, random);
        Optional<KeysWant.Signer> next = request.signer()
                .flatMap(key -> request.proof().map(proof -> new KeysWant.Signer(text(key), text(proof))));
        return with(Optional.of(new KeysWant.Request(text(request.certificate()), next)));
    }

    private KeysWant with(Optional<KeysWant.Request> request) {
        return new KeysWant(
                keys.trust().digest(),
                keys.authority(),
                keys.newest().getNotAfter().toInstant(),
                keys.signer(),
                request);
    }

    private static String text(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public boolean adopt(KeysUpdate update) {
        return keys.adopt(Trust.parse(update.authorities(), update.signers()), update.certificate());
    }
}
