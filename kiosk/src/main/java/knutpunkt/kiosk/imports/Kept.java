package knutpunkt.kiosk.imports;

/** Why somebody stays when the import that added them is taken back. */
public enum Kept {
    BADGE,
    GRANT,
    EVENT
}
