package knutpunkt.kiosk.keys;

import static java.util.Objects.requireNonNull;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.doors.Plan;
import knutpunkt.kiosk.link.KeyDesk;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.certificates.ControllerKeys;
import knutpunkt.wire.certificates.KeyKind;
import knutpunkt.wire.certificates.KeyStage;
import knutpunkt.wire.certificates.SiteKeys;
import knutpunkt.wire.certificates.Trust;
import knutpunkt.wire.message.KeysUpdate;
import knutpunkt.wire.message.KeysWant;

/**
 * Answers controllers about their keys, and writes down what they have. Whoever asks has signed the question by a key that
 * is pinned: it gets a certificate for its own name and no other. Safe for use by several threads.
 */
public final class SiteKeyDesk implements KeyDesk {
    private final SiteKeys keys;
    private final Database database;
    private final InstantSource clock;

    public SiteKeyDesk(SiteKeys keys, Database database, InstantSource clock) {
        this.keys = requireNonNull(keys, "keys");
        this.database = requireNonNull(database, "database");
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public Optional<Answer> said(ControllerId controller, KeysWant want) {
        keys.requirePinned(controller, want.signer());
        boolean known = database.write(transaction -> {
            if (Plan.isEnrolled(transaction, controller)) {
                HeldKeys.said(transaction, controller, want, clock.instant().truncatedTo(ChronoUnit.MILLIS));
                return true;
            }
            return false; // The keys are of later than the database: it was restored.
        });
        if (!known) {
            return Optional.empty();
        }
        keys.uses(controller, want.signer());
        if (want.request().isEmpty()) {
            return Optional.of(lacks(controller)
                    .orElseGet(() -> new Answer(keys.trust(), Optional.empty(), KeysUpdate.Renewal.NOTHING)));
        }
        KeysWant.Request request = want.request().get();
        byte[] asked = bytes(request.certificate());
        // It is looked at before anything is changed: half an answer would leave the two ends with different keys.
        Optional<PublicKey> next =
                request.next().map(key -> ControllerKeys.announced(asked, bytes(key.key()), bytes(key.proof())));
        X509Certificate certificate = keys.whilePinned(controller, want.signer(), () -> {
            X509Certificate made = keys.certify(controller, asked);
            next.ifPresent(key -> keys.announce(controller, key));
            return made;
        });
        return Optional.of(new Answer(keys.trust(), Optional.of(Trust.text(certificate)), KeysUpdate.Renewal.NOTHING));
    }

    private static byte[] bytes(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    @Override
    public Optional<Answer> lacks(ControllerId controller) {
        return database.read(transaction -> HeldKeys.of(transaction, controller))
                .flatMap(this::lacking);
    }

    private Optional<Answer> lacking(HeldKeys held) {
        Trust trust = keys.trust();
        KeysUpdate.Renewal renew = renewal(held);
        return held.trust().equals(trust.digest()) && renew == KeysUpdate.Renewal.NOTHING
                ? Optional.empty()
                : Optional.of(new Answer(trust, Optional.empty(), renew));
    }

    private KeysUpdate.Renewal renewal(HeldKeys held) {
        if (held.isToChange()) {
            return KeysUpdate.Renewal.EVERYTHING;
        }
        boolean ofTheOneBefore = keys.stage(KeyKind.AUTHORITY) == KeyStage.IN_USE
                && !held.authority().equals(Optional.of(keys.authority()));
        return ofTheOneBefore ? KeysUpdate.Renewal.CERTIFICATE : KeysUpdate.Renewal.NOTHING;
    }
}
