package knutpunkt.kiosk.broker;

/** Why the broker turned something away. */
enum Refusal {
    /** More sockets than the broker keeps. */
    TOO_MANY_SOCKETS,
    /** More sockets that have not said who they are, or more often new ones, than an address has or all have. */
    TOO_MANY_ARRIVING,
    /** TLS failed: another version, or no certificate that the site's authority made for a client. */
    NO_TLS,
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
    UNEXPECTED_PACKET
}
