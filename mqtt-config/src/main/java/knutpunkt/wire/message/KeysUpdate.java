package knutpunkt.wire.message;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import java.util.List;
import java.util.Optional;
import knutpunkt.wire.Channel;

/**
 * Whom the controller is to believe, the certificate that it asked for, and what it is to ask for. Counts only as the
 * answer to a challenge that the controller gave lately: an old one could have it believe what the site no longer does.
 *
 * @param authorities X.509 certificates in DER and Base64, 1 or 2
 * @param signers the service's Ed25519 keys in SPKI form and Base64, 1 or 2
 * @param certificate in DER and Base64
 */
@JsonClassDescription(
        "Whom the controller is to believe, the certificate it asked for, and what it is to make anew. It counts only "
                + "with a challenge the controller gave lately.")
public record KeysUpdate(
        Challenge challenge,
        List<String> authorities,
        List<String> signers,
        Optional<String> certificate,
        Renewal renew)
        implements Message {
    public KeysUpdate {
        requireNonNull(challenge, "challenge");
        authorities = List.copyOf(authorities);
        signers = List.copyOf(signers);
        requireNonNull(certificate, "certificate");
        requireNonNull(renew, "renew");
    }

    /** What a controller is to make anew before it would do so by itself. */
    public enum Renewal {
        NOTHING,
        /** The key it connects with, and a certificate for it. */
        CERTIFICATE,
        /** The key it signs by as well. */
        EVERYTHING,
        UNKNOWN
    }

    @Override
    public Channel channel() {
        return Channel.KEYS_UPDATE;
    }
}
