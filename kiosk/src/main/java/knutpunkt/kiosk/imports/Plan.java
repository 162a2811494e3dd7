package knutpunkt.kiosk.imports;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Set;
import knutpunkt.kiosk.ids.GroupId;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.wire.Hash;

/** What would come of all rows. */
record Plan(List<Row> rows) {
    Plan {
        rows = List.copyOf(rows);
    }

    long mistaken() {
        return rows.stream().filter(Row::isMistaken).count();
    }

    long twins() {
        return rows.stream().filter(row -> row.twin().isPresent()).count();
    }

    /** The rows to add: all but those who seem to be there already, unless their number is among these. */
    List<Row> chosen(Set<Long> others) {
        return rows.stream()
                .filter(row -> row.twin().isEmpty() || others.contains(row.number()))
                .toList();
    }

    /** Tells this plan from every other: whoever says yes to one must not get another that came about meanwhile. */
    String fingerprint() {
        var text = new StringBuilder();
        for (Row row : rows) {
            text.append(row.number())
                    .append(' ')
                    .append(row.mistakes())
                    .append(' ')
                    .append(row.twin())
                    .append(' ')
                    .append(row.partner().map(PartnerId::text).orElse(""));
            row.wanted()
                    .ifPresent(wanted -> text.append(' ')
                            .append(wanted.name())
                            .append(wanted.alias())
                            .append(wanted.visibility())
                            .append(wanted.group().map(GroupId::text).orElse(""))
                            .append(wanted.validUntil()));
            text.append('\n');
        }
        return Hash.of(text.toString().getBytes(UTF_8)).hex();
    }
}
