package knutpunkt.kiosk.occupancy;

import static java.util.Objects.requireNonNull;

import java.text.NumberFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import knutpunkt.kiosk.words.Words;

/**
 * Draws occupancy as SVG and says the same in words. A bar is a number; a dash at its foot is fewer than three; nothing
 * is an hour to come. Where a language is written from right to left, so is the day.
 */
public final class OccupancyPicture {
    private static final int FEET = 5;
    private static final int NUMBER_HEIGHT = 54;

    private final Words words;
    private final ZoneId zone;
    private final Palette palette;
    private final NumberFormat numbers;
    private final boolean mirrored;

    public OccupancyPicture(Words words, ZoneId zone, Palette palette) {
        this.words = requireNonNull(words, "words");
        this.zone = requireNonNull(zone, "zone");
        this.palette = requireNonNull(palette, "palette");
        this.numbers = NumberFormat.getIntegerInstance(words.locale());
        this.mirrored = words.direction().equals("rtl");
    }

    /** The colours for each ground it may stand on; an image cannot take them from its page. */
    public enum Palette {
        /** On the wall's blue, by day. */
        WALL_LIGHT("#8ac7ee", "#ffc247", "#cfe3f0"),
        /** On the wall's blue, when it is dark. */
        WALL_DARK("#6fb0da", "#ffc247", "#cfe3f0"),
        /** On a light page. */
        LIGHT("#0b4f75", "#8f5a00", "#3b4954"),
        /** On a dark page. */
        DARK("#8ac7ee", "#ffcb63", "#b4c1cc");

        private final String bar;
        private final String newest;
        private final String text;

        Palette(String bar, String newest, String text) {
            this.bar = bar;
            this.newest = newest;
            this.text = text;
        }
    }

    /** A drawing's measures, in pixels of a Full HD panel. */
    private record Frame(int width, int height, int type) {
        int foot() {
            return height - type - type / 4;
        }
    }

    /** One day, as large as the wall has room for. */
    public String day(OccupancyDay day, Instant now) {
        var frame = new Frame(560, 250, 47);
        var svg = new StringBuilder();
        bars(svg, day, now, frame, 0, frame.width(), Math.max(day.most(), SmallCounts.SHOWN_MIN));
        busiest(day).ifPresent(hour -> number(svg, day, hour, frame));
        for (int hour = 6; hour < 24; hour += 6) {
            label(svg, day, hour, frame);
        }
        return whole(frame, words.say("wall.picture"), describe(day), svg);
    }

    /** Several days side by side, on one scale. */
    public String week(List<OccupancyDay> days, Instant now) {
        var frame = new Frame(1120, 260, 16);
        var svg = new StringBuilder();
        long most = days.stream().mapToLong(OccupancyDay::most).max().orElse(0);
        int room = frame.width() / Math.max(1, days.size());
        DateTimeFormatter name = DateTimeFormatter.ofPattern("EEE d", words.locale());
        for (int i = 0; i < days.size(); i++) {
            int left = mirrored ? frame.width() - (i + 1) * room : i * room;
            OccupancyDay day = days.get(i);
            bars(svg, day, now, frame, left, room - 16, Math.max(most, SmallCounts.SHOWN_MIN));
            text(
                    svg,
                    left + (room - 16) / 2.0,
                    frame.height() - 5,
                    frame.type(),
                    "middle",
                    day.date().format(name));
        }
        String said = days.stream().map(this::describeWithDate).collect(Collectors.joining(" "));
        return whole(frame, words.say("wall.picture-week"), said, svg);
    }

    private void bars(StringBuilder svg, OccupancyDay day, Instant now, Frame frame, int left, int width, long most) {
        double step = (double) width / day.hours().size();
        double high = frame.foot() - (double) frame.type() * 5 / 4;
        rectangle(svg, left, frame.foot(), width, 2, palette.text);
        for (int i = 0; i < day.hours().size(); i++) {
            OccupancyDay.Hour hour = day.hours().get(i);
            if (!hour.begun()) {
                continue;
            }
            int place = mirrored ? day.hours().size() - 1 - i : i;
            double height = hour.total().map(total -> high * total / most).orElse((double) FEET);
            String colour = now.isBefore(hour.until()) ? palette.newest : palette.bar;
            rectangle(svg, left + place * step + step * 0.12, frame.foot() - height, step * 0.76, height, colour);
        }
    }

    private static Optional<OccupancyDay.Hour> busiest(OccupancyDay day) {
        return day.hours().stream()
                .filter(hour -> hour.total().isPresent())
                .max(Comparator.comparing(
                        (OccupancyDay.Hour hour) -> hour.total().orElse(0L)));
    }

    private void number(StringBuilder svg, OccupancyDay day, OccupancyDay.Hour hour, Frame frame) {
        int index = day.hours().indexOf(hour);
        double step = (double) frame.width() / day.hours().size();
        double middle = ((mirrored ? day.hours().size() - 1 - index : index) + 0.5) * step;
        double inside = Math.clamp(middle, NUMBER_HEIGHT, frame.width() - (double) NUMBER_HEIGHT);
        text(
                svg,
                inside,
                frame.type() * 0.9,
                frame.type(),
                "middle",
                numbers.format(hour.total().orElse(0L)));
    }

    private void label(StringBuilder svg, OccupancyDay day, int hourOfDay, Frame frame) {
        List<OccupancyDay.Hour> hours = day.hours();
        for (int i = 0; i < hours.size(); i++) {
            if (hours.get(i).from().atZone(zone).getHour() == hourOfDay) {
                double x = (double) frame.width() * (mirrored ? hours.size() - i : i) / hours.size();
                rectangle(svg, x - 1, frame.foot(), 2, 9, palette.text);
                text(
                        svg,
                        x,
                        frame.height() - 4.0,
                        frame.type(),
                        "middle",
                        hour(hours.get(i).from()));
                return;
            }
        }
    }

    private static void rectangle(StringBuilder svg, double x, double y, double width, double height, String colour) {
        svg.append("<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%s\"/>"
                .formatted(tenth(x), tenth(y), tenth(width), tenth(height), colour));
    }

    private void text(StringBuilder svg, double x, double y, int size, String anchor, String said) {
        svg.append("<text x=\"%s\" y=\"%s\" font-size=\"%d\" text-anchor=\"%s\" fill=\"%s\">%s</text>"
                .formatted(tenth(x), tenth(y), size, anchor, palette.text, escaped(said)));
    }

    private static String tenth(double value) {
        return Double.toString(Math.round(value * 10) / 10.0);
    }

    private String whole(Frame frame, String title, String said, StringBuilder drawn) {
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" xml:lang="%s" \
                font-family="Inter, Noto Sans, Noto Sans Arabic, Segoe UI, Roboto, Arial, DejaVu Sans, sans-serif" \
                font-weight="600"><title>%s</title><desc>%s</desc>%s</svg>
                """.formatted(frame.width(), frame.height(), words.language(), escaped(title), escaped(said), drawn);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** In one sentence: what somebody who does not see it would want to know first. */
    public String summary(OccupancyDay day) {
        return busiest(day)
                .map(hour -> words.say(
                        "wall.picture-most",
                        "count",
                        numbers.format(hour.total().orElse(0L)),
                        "from",
                        hour(hour.from()),
                        "until",
                        hour(hour.until())))
                .orElse(words.say("wall.picture-few"));
    }

    /** All of it, hour by hour. */
    public String describe(OccupancyDay day) {
        return day.hours().stream()
                .filter(OccupancyDay.Hour::begun)
                .map(hour -> words.say(
                        "wall.picture-hour",
                        "from",
                        hour(hour.from()),
                        "until",
                        hour(hour.until()),
                        "count",
                        cell(hour.total())))
                .collect(Collectors.joining(" "));
    }

    private String describeWithDate(OccupancyDay day) {
        return day.date().format(DateTimeFormatter.ofPattern("EEEE d MMMM", words.locale())) + ": " + describe(day);
    }

    /** A number, or that it is under three, as a table's cell says it. */
    String cell(Optional<Long> count) {
        return count.map(numbers::format).orElse(words.say("wall.picture-under-three"));
    }

    /** An hour's name on the site's clock, as {@code 06}. */
    String hour(Instant at) {
        var two = (NumberFormat) numbers.clone();
        two.setMinimumIntegerDigits(2);
        return two.format(at.atZone(zone).getHour());
    }
}
