package knutpunkt.kiosk.restore;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import knutpunkt.access.Window;

/** Windows of a week as the minutes they hold, to compare and intersect them. Pure. */
final class Minutes {
    private static final int DAY = 24 * 60;

    private Minutes() {}

    static BitSet of(List<Window> windows) {
        var minutes = new BitSet(DayOfWeek.values().length * DAY);
        for (Window window : windows) {
            int midnight = midnight(window.day());
            minutes.set(midnight + window.startMinute(), midnight + window.endMinute());
        }
        return minutes;
    }

    /** Where a day begins. */
    private static int midnight(DayOfWeek day) {
        return (day.getValue() - DayOfWeek.MONDAY.getValue()) * DAY;
    }

    static BitSet both(BitSet one, BitSet other) {
        var both = (BitSet) one.clone();
        both.and(other);
        return both;
    }

    static List<Window> windows(BitSet minutes) {
        var windows = new ArrayList<Window>();
        for (DayOfWeek day : DayOfWeek.values()) {
            int midnight = midnight(day);
            int start = minutes.nextSetBit(midnight);
            while (start >= 0 && start < midnight + DAY) {
                int end = Math.min(minutes.nextClearBit(start), midnight + DAY);
                windows.add(new Window(day, start - midnight, end - midnight));
                start = minutes.nextSetBit(end);
            }
        }
        return windows;
    }
}
