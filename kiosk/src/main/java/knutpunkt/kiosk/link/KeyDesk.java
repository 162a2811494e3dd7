package knutpunkt.kiosk.link;

import java.util.Optional;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.certificates.Trust;
import knutpunkt.wire.message.KeysUpdate;
import knutpunkt.wire.message.KeysWant;

/** Who answers what controllers say of their keys. Called by each controller's own loop. */
public interface KeyDesk {
    /**
     * What a controller is to be told.
     *
     * @param certificate in DER and Base64
     */
    record Answer(Trust trust, Optional<String> certificate, KeysUpdate.Renewal renew) {}

    /**
     * A controller has said what it has, and may have asked for a certificate.
     *
     * @return what it is told in any case, so that it knows that it was heard; empty when it is none of ours
     * @throws IllegalArgumentException which says what is wrong with its request
     */
    Optional<Answer> said(ControllerId controller, KeysWant want);

    /** What a controller that is heard from has to be told, and has not said yet that it knows. */
    Optional<Answer> lacks(ControllerId controller);
}
