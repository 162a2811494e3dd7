package knutpunkt.kiosk.imports;

/** What can be wrong with a row. Each is one sentence on the page, and stops the whole import until it is mended. */
public enum Mistake {
    /** More cells than the table has headers: something in it is probably not quoted. */
    CELLS,
    NAME,
    ALIAS,
    NEEDS_NAME,
    NEEDS_ALIAS,
    PARTNER_MISSING,
    PARTNER_UNKNOWN,
    /** Another partner's than that of whoever imports, whether there is such a one or not. */
    PARTNER_ANOTHER,
    GROUP_UNKNOWN,
    UNTIL_MISSING,
    UNTIL_UNREADABLE,
    UNTIL_RANGE,
    VISIBILITY
}
