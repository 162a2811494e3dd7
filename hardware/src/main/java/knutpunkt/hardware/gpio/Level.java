package knutpunkt.hardware.gpio;

/** What an input pin reads; unknown when it cannot be read or will not settle. */
enum Level {
    LOW,
    HIGH,
    UNKNOWN
}
