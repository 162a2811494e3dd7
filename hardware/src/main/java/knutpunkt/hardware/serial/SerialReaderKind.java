package knutpunkt.hardware.serial;

/** Which reader module is on the line. Both speak 9600 baud, 8 data bits, no parity, one stop bit. */
public enum SerialReaderKind {
    /** Innovations ID-12LA, ID-2LA, ID-20LA in ASCII mode. */
    ID12LA,
    /** RDM6300, which repeats itself while a badge is held to it. */
    RDM6300;

    BadgeFrames frames() {
        return switch (this) {
            case ID12LA -> new Id12laFrames();
            case RDM6300 -> new Rdm6300Frames();
        };
    }
}
