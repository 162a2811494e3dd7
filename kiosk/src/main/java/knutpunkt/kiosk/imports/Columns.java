package knutpunkt.kiosk.imports;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/**
 * What each column of a table says, from left to right; nothing for one that is not used.
 *
 * @param headed how many of them have a header, or somebody's choice
 */
record Columns(List<Optional<Column>> uses, int headed) {
    /** Chosen for a column that is not used. */
    static final String UNUSED = "unused";

    private static final Pattern BADGE = Pattern.compile(
            "(brick(a|an|ans|or)\\b|kort($|nr|nummer|id$|[ -])|tagg?($|[ -])|rfid|uid$|badge|card|pin($|-?kod|[ -])).*");
    private static final Pattern PERSONAL_NUMBER =
            Pattern.compile("(personn(umme)?r|person-?id|personal (identity )?number|födelse|ssn|social security).*");

    Columns {
        uses = List.copyOf(uses);
    }

    /**
     * Finds out by the headers, unless somebody chose.
     *
     * @param chosen what somebody chose for the column of that number: a column's word, {@link #UNUSED}, or nothing
     */
    static Columns of(Table table, boolean headless, IntFunction<String> chosen) {
        List<String> headers = headless ? List.of() : table.first().cells();
        headers.forEach(Columns::requireAllowed);
        var uses = new ArrayList<Optional<Column>>();
        int headed = headless ? table.width() : headers.size();
        for (int i = 0; i < table.width(); i++) {
            String word = chosen.apply(i);
            String header = i < headers.size() ? headers.get(i) : "";
            headed = word.isEmpty() ? headed : Math.max(headed, i + 1);
            uses.add(
                    word.isEmpty()
                            ? Column.ofHeader(header)
                            : word.equals(UNUSED) ? Optional.empty() : Column.ofWord(word));
        }
        return new Columns(uses, headed);
    }

    /** A file that holds such a column is not taken at all: it would be here, if only for a moment. */
    private static void requireAllowed(String header) {
        String plain = header.toLowerCase(Locale.ROOT);
        if (BADGE.matcher(plain).matches()) {
            throw Unreadable.BADGE.problem();
        }
        if (PERSONAL_NUMBER.matcher(plain).matches()) {
            throw Unreadable.PERSONAL_NUMBER.problem();
        }
    }

    /** @param withPartner whether it is said elsewhere whose people they are */
    Columns requireEnough(boolean withPartner) {
        List<Column> used = uses.stream().flatMap(Optional::stream).toList();
        if (used.stream().distinct().count() < used.size()) {
            throw Unreadable.TWICE.problem();
        }
        if (!used.contains(Column.NAME) && !used.contains(Column.ALIAS)) {
            throw Unreadable.NO_NAME.problem();
        }
        if (!used.contains(Column.UNTIL)) {
            throw Unreadable.NO_UNTIL.problem();
        }
        if (!withPartner && !used.contains(Column.PARTNER)) {
            throw Unreadable.NO_PARTNER.problem();
        }
        return this;
    }

    /** What a line says, by column; empty where it says nothing. */
    Map<Column, String> cells(Table.Line line) {
        var cells = new EnumMap<Column, String>(Column.class);
        for (Column column : Column.values()) {
            cells.put(column, "");
        }
        for (int i = 0; i < uses.size() && i < line.cells().size(); i++) {
            String cell = line.cells().get(i);
            uses.get(i).ifPresent(column -> cells.put(column, cell));
        }
        return cells;
    }
}
