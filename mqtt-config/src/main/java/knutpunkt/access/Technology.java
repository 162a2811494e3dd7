package knutpunkt.access;

/** How a badge speaks. The code is part of every token, so it never changes and is never reused. */
public enum Technology {
    /** 125 kHz, read-only, 40 bits: what ID-12LA and RDM6300 read. */
    EM4100(1),
    /** Bits as a Wiegand or OSDP reader delivers them, parity checked and removed. */
    WIEGAND(2),
    /** The serial number of an ISO 14443 card. */
    CSN(3);

    private final int code;

    Technology(int code) {
        this.code = code;
    }

    /** 1 to 255: the first of the canonical bytes. */
    public int code() {
        return code;
    }
}
