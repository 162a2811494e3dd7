/**
 * Plain serial badge readers: the line, which may be unplugged at any time, and the frames of two reader modules. The
 * only package that knows jSerialComm. It may not know what a badge means. Start at {@link
 * knutpunkt.hardware.serial.SerialReader}; the parsers are pure and can be read alone.
 */
@NullMarked
package knutpunkt.hardware.serial;

import org.jspecify.annotations.NullMarked;
