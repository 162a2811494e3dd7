package knutpunkt.kiosk.occupancy;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.words.Words;

/**
 * Some days as a table, for whoever does not see the picture or wants the numbers: a row to an hour, a column to a day.
 *
 * @param days the columns' names
 * @param rows in the order of the clock; the hour that an autumn night has twice has two rows
 */
public record OccupancyTable(List<String> days, List<Row> rows) {
    /** What an hour's cell says when that day has no such hour, or not yet. */
    private static final String NONE = "–";

    public OccupancyTable {
        days = List.copyOf(days);
        rows = List.copyOf(rows);
    }

    /** One hour of the clock, on each day. */
    public record Row(String hour, List<String> cells) {
        public Row {
            cells = List.copyOf(cells);
        }
    }

    /** Everybody who was counted. */
    public static OccupancyTable of(List<OccupancyDay> days, ZoneId zone, Words words) {
        return of(days, zone, words, OccupancyDay.Hour::total);
    }

    /** One partner's people, where their number may stand beside the total. */
    public static OccupancyTable of(List<OccupancyDay> days, ZoneId zone, Words words, PartnerId partner) {
        return of(days, zone, words, hour -> Optional.ofNullable(hour.partners().get(partner)));
    }

    private static OccupancyTable of(
            List<OccupancyDay> days, ZoneId zone, Words words, Function<OccupancyDay.Hour, Optional<Long>> count) {
        var picture = new OccupancyPicture(words, zone, OccupancyPicture.Palette.LIGHT);
        var labels = new TreeMap<String, String>();
        var cells = new ArrayList<TreeMap<String, String>>();
        for (OccupancyDay day : days) {
            var column = new TreeMap<String, String>();
            for (OccupancyDay.Hour hour : day.hours()) {
                ZonedDateTime at = hour.from().atZone(zone);
                boolean isSecond = !at.equals(at.withEarlierOffsetAtOverlap());
                String key = "%02d%s".formatted(at.getHour(), isSecond ? "b" : "a");
                labels.putIfAbsent(key, picture.hour(hour.from()) + "–" + picture.hour(hour.until()));
                column.put(key, hour.begun() ? picture.cell(count.apply(hour)) : NONE);
            }
            cells.add(column);
        }
        var rows = new ArrayList<Row>();
        labels.forEach((key, label) -> rows.add(new Row(
                label,
                cells.stream().map(column -> column.getOrDefault(key, NONE)).toList())));
        DateTimeFormatter name = DateTimeFormatter.ofPattern("EEE d MMM", words.locale());
        return new OccupancyTable(
                days.stream().map(day -> day.date().format(name)).toList(), rows);
    }
}
