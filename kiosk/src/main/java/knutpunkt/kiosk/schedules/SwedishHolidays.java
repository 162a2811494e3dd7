package knutpunkt.kiosk.schedules;

import de.focus_shift.jollyday.core.HolidayCalendar;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.ManagerParameters;
import java.time.LocalDate;
import java.time.Year;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The days of a year on which Sweden rests: the public holidays, and midsommarafton, julafton and nyårsafton, which the
 * library counts among them.
 */
public final class SwedishHolidays {
    private static final Locale SWEDISH = Locale.forLanguageTag("sv");

    private SwedishHolidays() {}

    /** Each day with its Swedish name. */
    public static SortedMap<LocalDate, String> of(int year) {
        var days = new TreeMap<LocalDate, String>();
        HolidayManager.getInstance(ManagerParameters.create(HolidayCalendar.SWEDEN))
                .getHolidays(Year.of(year))
                .forEach(day -> days.put(day.getDate(), day.getDescription(SWEDISH)));
        return days;
    }
}
