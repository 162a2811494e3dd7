package knutpunkt.kiosk.broker;

import knutpunkt.wire.certificates.BadCertificate;

/** Why the broker turned something away. */
enum Refusal {
    /** More sockets than the broker keeps. */
    TOO_MANY_SOCKETS,
    /** More sockets that have not said who they are, or more often new ones, than an address has or all have. */
    TOO_MANY_ARRIVING,
    /** TLS failed: another version, no certificate, or a key that is not the certificate's. */
    NO_TLS,
    /** A certificate signed by its own key. */
    CERTIFICATE_SELF_SIGNED,
    /** A certificate that none of the site's authorities made. */
    CERTIFICATE_FOREIGN,
    /** A certificate whose key or signature is too weak. */
    CERTIFICATE_WEAK,
    /** A server's or an authority's certificate. */
    CERTIFICATE_NO_CLIENTS,
    /** A certificate for a name that no client of ours can have. */
    CERTIFICATE_WRONG_NAME,
    CERTIFICATE_NOT_YET_VALID,
    CERTIFICATE_EXPIRED,
    CERTIFICATE_REVOKED,
    /** A certificate for a name that is not enrolled, or no longer. */
    CERTIFICATE_NOT_ENROLLED,
    /** No MQTT connection within the time for it. */
    TOO_SLOW,
    /** The first byte was not that of an MQTT connection. */
    NOT_MQTT,
    /** A packet that cannot be read, or is larger than any of ours. */
    MALFORMED,
    /** An older MQTT, which cannot carry a signature beside its payload. */
    NOT_MQTT_5,
    /** The certificate's common name is not one the access rules know. */
    UNKNOWN_CLIENT,
    /** The client id is another than the certificate's common name. */
    FOREIGN_CLIENT_ID,
    /** A user name, a password or a method of authentication: only certificates count. */
    CREDENTIALS,
    /** A will on a topic its client may not publish on, or retained where nothing is. */
    FOREIGN_WILL,
    /** A will without a delay in a session that outlives its connection: it would never be sent. */
    WILL_WITHOUT_DELAY,
    /** A session that is to be kept for longer than the broker keeps any. */
    LONG_SESSION,
    /** A topic its client may not publish on. */
    FOREIGN_TOPIC,
    /** A retained message on a channel that keeps none. */
    RETAINED,
    /** A filter its client may not subscribe to. */
    FOREIGN_FILTER,
    /** It takes nothing of what it asked for, and this waits. */
    TAKES_NOTHING,
    /** A packet with no business here or now: a second connection, quality of service 2, a topic alias. */
    UNEXPECTED_PACKET;

    static Refusal of(BadCertificate why) {
        return switch (why) {
            case SELF_SIGNED -> CERTIFICATE_SELF_SIGNED;
            case FOREIGN_AUTHORITY -> CERTIFICATE_FOREIGN;
            case WEAK_KEY -> CERTIFICATE_WEAK;
            case WRONG_PURPOSE -> CERTIFICATE_NO_CLIENTS;
            case WRONG_NAME -> CERTIFICATE_WRONG_NAME;
            case NOT_YET_VALID -> CERTIFICATE_NOT_YET_VALID;
            case EXPIRED -> CERTIFICATE_EXPIRED;
            case REVOKED -> CERTIFICATE_REVOKED;
            case NOT_ENROLLED -> CERTIFICATE_NOT_ENROLLED;
        };
    }
}
