package knutpunkt.hardware.serial;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Frames as the two modules send them, written from their data sheets and apart from the parser. */
final class FrameBytes {
    private FrameBytes() {}

    static byte[] id12la(long number) {
        return frame(digits(number), "\r\n\u0003");
    }

    static byte[] rdm6300(long number) {
        return frame(digits(number), "\u0003");
    }

    /** Ten digits of number and two of checksum. */
    static String digits(long number) {
        String ten = String.format("%010X", number);
        int checksum = 0;
        for (int i = 0; i < 10; i += 2) {
            checksum ^= Integer.parseInt(ten.substring(i, i + 2), 16);
        }
        return ten + String.format("%02X", checksum);
    }

    static byte[] frame(String digits, String trailer) {
        return ("\u0002" + digits + trailer).getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** What came of all the bytes but for those that only needed more, all at one time. */
    static List<FrameResult> feed(BadgeFrames frames, long atNanos, byte[] bytes) {
        var results = new ArrayList<FrameResult>();
        for (byte next : bytes) {
            var result = frames.accept(next, atNanos);
            if (result != FrameResult.NEEDS_MORE) {
                results.add(result);
            }
        }
        return results;
    }
}
