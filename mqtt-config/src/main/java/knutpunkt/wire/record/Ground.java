package knutpunkt.wire.record;

/** Why records were forgotten. */
public enum Ground {
    /** They were older than their kind is kept. */
    RETENTION,
    /** Somebody's records had to go before that. Whose is said nowhere. */
    PERSON,
    UNKNOWN
}
