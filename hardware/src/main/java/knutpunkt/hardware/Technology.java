package knutpunkt.hardware;

/**
 * By which means a reader got a badge's number. The list is closed and small: it says what the bits are, not which
 * product read them.
 */
public enum Technology {
    /** 125 kHz, read only, 40 bits: one version or customer byte, then a 32-bit number. */
    EM4100,
    /** Whatever a reader sent as Wiegand pulses; the bit count says which format. */
    WIEGAND,
    /** A card's serial number at 13.56 MHz, 32, 56 or 80 bits. */
    CSN
}
