package knutpunkt.kiosk.watch;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;
import knutpunkt.wire.Channel;
import knutpunkt.wire.Topic;
import knutpunkt.wire.session.Incoming;

/**
 * How what is seen looks on a terminal: one line each, without anything that moves its cursor, and without the tokens of
 * people's badges. Pure.
 *
 * @param columns where a line is cut; {@link #WHOLE} for nowhere
 */
public record Lines(int columns) {
    /** Lines as long as they are. */
    public static final int WHOLE = Integer.MAX_VALUE;

    /** Room for time, controller, channel, size and verdict, and for a little of the content. */
    private static final int COLUMNS_MIN = 40;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** A badge's token as it travels, in an item and in an item's key: the key's id stays, the hash goes. */
    private static final Pattern TOKEN = Pattern.compile("(?<![0-9])([1-9][0-9]{0,4})\\.[0-9a-f]{32}");

    private static final String CUT = "…";
    private static final char FIRST_PRINTED = ' ';
    private static final char LAST_ASCII = '~';
    private static final char FIRST_LATIN = '\u00a1';
    private static final char LAST_LATIN = '\u017f';
    private static final char SOFT_HYPHEN = '\u00ad';

    public Lines {
        if (columns < COLUMNS_MIN) {
            throw new IllegalArgumentException("columns [" + columns + "] must be " + COLUMNS_MIN + " or more");
        }
    }

    /** A message's line. */
    String of(Sight sight) {
        Incoming message = sight.message();
        String verdict = sight.wrong().map(Enum::name).orElse("verified");
        String line = "%s  %s  %6d B  qos %d%s  %s  %s"
                .formatted(
                        TIME.format(sight.at()),
                        sight.topic().map(Lines::where).orElseGet(() -> "on topic " + message.topic()),
                        message.payload().length,
                        message.qos(),
                        message.retained() ? " retained" : "",
                        verdict,
                        sight.content());
        return cut(harmless(TOKEN.matcher(line).replaceAll("$1.[hidden]")));
    }

    /** What is said besides messages. */
    String remark(String text) {
        return cut("-- " + harmless(text));
    }

    private static String where(Topic topic) {
        String direction = topic.channel().sender() == Channel.Sender.CONTROLLER ? "from" : "to";
        return "%-4s %-8s %-15s"
                .formatted(direction, topic.controller(), topic.channel().path());
    }

    /**
     * Only letters, digits and signs that every terminal shows in one column. Everything else, an escape, a line's end, a
     * letter that turns the direction of reading, stands there as JSON writes it.
     */
    private static String harmless(String text) {
        var out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char one = text.charAt(i);
            boolean ascii = one >= FIRST_PRINTED && one <= LAST_ASCII;
            boolean latin = one >= FIRST_LATIN && one <= LAST_LATIN && one != SOFT_HYPHEN;
            if (ascii || latin) {
                out.append(one);
            } else {
                out.append("\\u%04x".formatted((int) one));
            }
        }
        return out.toString();
    }

    private String cut(String line) {
        return line.length() <= columns ? line : line.substring(0, columns - CUT.length()) + CUT;
    }
}
