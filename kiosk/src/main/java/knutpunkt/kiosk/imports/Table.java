package knutpunkt.kiosk.imports;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of cells, as a spreadsheet saves them: with semicolon, comma or tab between, whichever the first line has most of.
 * Lines without anything in them are left out.
 */
record Table(List<Line> lines) {
    /** How many rows one import has at most, the one with headers not counted. */
    static final int ROWS_MAX = 400;

    static final int COLUMNS_MAX = 12;

    private static final char[] SEPARATORS = {';', '\t', ','};
    private static final char QUOTE = '"';

    Table {
        lines = List.copyOf(lines);
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("a table must have a line");
        }
    }

    /**
     * A line.
     *
     * @param number of the file's line where it begins, from 1
     */
    record Line(long number, List<String> cells) {
        Line {
            cells = List.copyOf(cells);
        }

        /** Without its cells, which are names. */
        @Override
        public String toString() {
            return "Line[" + number + "]";
        }
    }

    static Table of(String text) {
        List<Line> lines = lines(text);
        if (lines.isEmpty()) {
            throw Unreadable.EMPTY.problem();
        }
        return new Table(lines);
    }

    private static List<Line> lines(String text) {
        var lines = new ArrayList<Line>();
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(separator(text))
                .allowUnclosedQuote(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(text)) {
            for (CsvRecord row : reader) {
                List<String> cells = cells(row);
                if (!cells.isEmpty()) {
                    lines.add(new Line(row.getStartingLineNumber(), cells));
                }
                if (lines.size() > ROWS_MAX + 1) {
                    throw Unreadable.ROWS.problem();
                }
            }
        } catch (CsvParseException _) {
            // Its message may repeat what it stumbled over.
            throw Unreadable.QUOTES.problem();
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory must be readable", e);
        }
        return lines;
    }

    /** Without the empty ones at its end, which spreadsheets leave there. */
    private static List<String> cells(CsvRecord row) {
        var cells = new ArrayList<>(row.getFields().stream().map(String::strip).toList());
        while (!cells.isEmpty() && cells.getLast().isEmpty()) {
            cells.removeLast();
        }
        if (cells.size() > COLUMNS_MAX) {
            throw Unreadable.COLUMNS.problem();
        }
        return cells;
    }

    private static char separator(String text) {
        var counts = new int[SEPARATORS.length];
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char one = text.charAt(i);
            if (one == QUOTE) {
                quoted = !quoted;
            } else if (!quoted && (one == '\n' || one == '\r')) {
                break;
            } else if (!quoted) {
                count(one, counts);
            }
        }
        int best = 0;
        for (int i = 1; i < counts.length; i++) {
            best = counts[i] > counts[best] ? i : best;
        }
        return SEPARATORS[best];
    }

    private static void count(char one, int[] counts) {
        for (int i = 0; i < SEPARATORS.length; i++) {
            counts[i] += SEPARATORS[i] == one ? 1 : 0;
        }
    }

    Line first() {
        return lines.getFirst();
    }

    /** The rows of people: all but the first, which has the headers, unless it is said to be one too. */
    List<Line> rows(boolean headless) {
        List<Line> rows = headless ? lines : lines.subList(1, lines.size());
        if (rows.isEmpty()) {
            throw Unreadable.EMPTY.problem();
        }
        if (rows.size() > ROWS_MAX) {
            throw Unreadable.ROWS.problem();
        }
        return rows;
    }

    /** How many columns there are, by the widest line. */
    int width() {
        return lines.stream().mapToInt(line -> line.cells().size()).max().orElseThrow();
    }

    @Override
    public String toString() {
        return "Table[" + lines.size() + " lines]";
    }
}
