package knutpunkt.kiosk.imports;

/** Why a row may be somebody who is counted already. It is left out unless somebody says that it is another one. */
public enum Twin {
    /** The partner has somebody who is called so. */
    THERE,
    /** An earlier row of the same partner is called so. */
    IN_FILE
}
