package knutpunkt.kiosk.imports;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import knutpunkt.kiosk.ids.GroupId;
import knutpunkt.kiosk.people.Group;
import knutpunkt.kiosk.words.Times;
import knutpunkt.kiosk.words.Words;

/**
 * A plan as the page shows it to whoever typed it.
 *
 * @param lines one to a row
 * @param fingerprint of the plan that is said yes to
 */
public record Preview(List<Line> lines, long mistaken, long twins, String fingerprint) {
    /** How much of a cell is shown: one that is longer is a mistake anyway. */
    private static final int SHOWN_MAX = 100;

    public Preview {
        lines = List.copyOf(lines);
    }

    /**
     * One row.
     *
     * @param number of the file's line
     * @param mistakes one sentence each; empty where the person can be added
     * @param other whether it was said to be another one than the one that is there
     */
    public record Line(
            long number,
            String name,
            String alias,
            String partner,
            String group,
            String until,
            String visibility,
            List<String> mistakes,
            Optional<Twin> twin,
            boolean other) {
        public Line {
            mistakes = List.copyOf(mistakes);
        }

        /** Without what was typed. */
        @Override
        public String toString() {
            return "Line[" + number + "]";
        }
    }

    public boolean isMistaken() {
        return mistaken > 0;
    }

    /** How many rows are somebody new. */
    public long fresh() {
        return lines.size() - twins;
    }

    static Preview of(Plan plan, Known known, Set<Long> others, Words words, Times times) {
        List<Line> lines = plan.rows().stream()
                .map(row -> line(row, known, others.contains(row.number()), words, times))
                .toList();
        return new Preview(lines, plan.mistaken(), plan.twins(), plan.fingerprint());
    }

    private static Line line(Row row, Known known, boolean other, Words words, Times times) {
        Map<Column, String> cells = row.cells();
        List<String> mistakes = new TreeSet<>(row.mistakes())
                .stream().map(one -> words.name("import.mistake", one)).toList();
        return new Line(
                row.number(),
                cut(cells.getOrDefault(Column.NAME, "")),
                cut(cells.getOrDefault(Column.ALIAS, "")),
                row.partner()
                        .flatMap(known::partner)
                        .map(one -> one.name())
                        .orElseGet(() -> cut(cells.getOrDefault(Column.PARTNER, ""))),
                row.wanted()
                        .map(wanted ->
                                wanted.group().map(id -> group(known, id)).orElse(""))
                        .orElseGet(() -> cut(cells.getOrDefault(Column.GROUP, ""))),
                row.wanted()
                        .map(wanted -> times.day(wanted.validUntil().minusSeconds(1)))
                        .orElseGet(() -> cut(cells.getOrDefault(Column.UNTIL, ""))),
                row.wanted()
                        .map(wanted -> words.name("visibility", wanted.visibility()))
                        .orElseGet(() -> cut(cells.getOrDefault(Column.VISIBILITY, ""))),
                mistakes,
                row.twin(),
                other);
    }

    private static String group(Known known, GroupId id) {
        return known.groups().stream()
                .filter(one -> one.id().equals(id))
                .map(Group::name)
                .findFirst()
                .orElse("");
    }

    private static String cut(String text) {
        return text.codePointCount(0, text.length()) <= SHOWN_MAX
                ? text
                : text.substring(0, text.offsetByCodePoints(0, SHOWN_MAX)) + "…";
    }
}
