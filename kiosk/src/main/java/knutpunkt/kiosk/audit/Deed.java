package knutpunkt.kiosk.audit;

/** What was done. The word is kept in the database: it is never changed or reused. */
public enum Deed {
    PARTNER_ADDED,
    PARTNER_CHANGED,
    PERSON_ADDED,
    PERSON_CHANGED,
    PERSON_REMOVED,
    PEOPLE_IMPORTED,
    IMPORT_UNDONE,
    GROUP_ADDED,
    GROUP_CHANGED,
    GROUP_REMOVED,
    BADGE_ISSUED,
    BADGE_BLOCKED,
    BADGE_UNBLOCKED,
    GRANT_ADDED,
    GRANT_REMOVED,
    DOOR_GROUP_ADDED,
    DOOR_GROUP_CHANGED,
    DOOR_GROUP_REMOVED,
    SCHEDULE_ADDED,
    SCHEDULE_CHANGED,
    SCHEDULE_REMOVED,
    CALENDAR_CHANGED,
    DOOR_RELEASED,
    ALARM_ACKNOWLEDGED,
    NOTICE_ADDED,
    NOTICE_CHANGED,
    NOTICE_REMOVED,
    SCREEN_PAIRED,
    SCREEN_CHANGED,
    SCREEN_REVOKED,
    WALL_CHANGED,
    ACCOUNT_INVITED,
    ACCOUNT_CHANGED,
    ACCOUNT_CLOSED,
    PASSWORD_SET,
    TOTP_CHANGED,
    SIGNED_IN,
    SIGNED_OUT,
    /** A read: a real name that is not shown. */
    NAME_READ,
    /** A read: the event log. */
    LOG_READ,
    /** By a command: what records told of one person. Of whom is not said. */
    RECORDS_FORGOTTEN,
    HOLD_PLACED,
    HOLD_LIFTED,
    /** A read: why somebody was refused, or whether they could enter. */
    DECISION_READ,
    PERSON_LEFT,
    LEAVING_PROPOSED,
    LEAVING_WITHDRAWN,
    PARTNER_LEFT,
    PEOPLE_CONFIRMED,
    PARTNER_WARNED,
    PARTNER_SUSPENDED,
    PRESENCE_CORRECTED,
    /** The service was restored from a backup. */
    RESTORED,
    /** A controller held a revocation that the backup lacked. */
    REVOCATION_TAKEN_OVER,
    /** By a command: everything that a controller was given counts no longer. */
    CONTROLLER_REVOKED,
    /** By a command: the site's authority or signing key, or a controller's signing key, is being changed. */
    KEYS_CHANGED
}
