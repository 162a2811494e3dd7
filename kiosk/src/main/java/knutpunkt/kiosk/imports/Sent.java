package knutpunkt.kiosk.imports;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.partners.Partners;
import knutpunkt.kiosk.web.Form;

/**
 * What the page sends: a file's bytes or pasted rows, and how to read them. It is sent again with every step and kept
 * nowhere in between: what somebody only wanted to look at is never written down.
 *
 * @param assumed whether a file was no UTF-8 and was taken for Windows-1252
 * @param headless whether the first row is somebody too
 * @param chosen what each column was said to be, by its number; empty for one that was left to its header
 */
record Sent(String text, boolean assumed, boolean headless, Optional<PartnerId> partner, List<String> chosen) {
    static final String FILE = "file";
    static final String ROWS = "rows";
    static final String HEADLESS = "headless";
    static final String PARTNER = "partner";
    static final String PLAN = "plan";
    static final String TWIN = "twin";

    private static final String COLUMN = "column-";

    /**
     * The largest form: all rows with every byte written as three characters, and a file's as well in Base64, which a
     * careless browser may send besides.
     */
    static final int FORM_BYTES_MAX = 5 * Encoding.BYTES_MAX;

    Sent {
        chosen = List.copyOf(chosen);
    }

    /** Every field that any of the forms has. */
    static String[] fields() {
        var fields = new ArrayList<>(List.of(FILE, ROWS, HEADLESS, PARTNER, PLAN, TWIN));
        for (int i = 0; i < Table.COLUMNS_MAX; i++) {
            fields.add(column(i));
        }
        return fields.toArray(String[]::new);
    }

    static String column(int number) {
        return COLUMN + number;
    }

    static Sent of(Form form) {
        Encoding.Decoded decoded = decoded(form);
        var chosen = new ArrayList<String>();
        for (int i = 0; i < Table.COLUMNS_MAX; i++) {
            chosen.add(form.typed(column(i)));
        }
        return new Sent(
                decoded.text(),
                decoded.assumed(),
                form.isTicked(HEADLESS),
                form.optionalValue(PARTNER, Partners.RULE, PartnerId::new),
                chosen);
    }

    private static Encoding.Decoded decoded(Form form) {
        String file = form.typed(FILE);
        if (file.isEmpty()) {
            return Encoding.pasted(form.exactly(ROWS));
        }
        try {
            return Encoding.decode(Base64.getUrlDecoder().decode(file));
        } catch (IllegalArgumentException _) {
            throw Unreadable.BINARY.problem();
        }
    }

    /** The numbers of the rows that are others than those who seem to be there already. */
    static Set<Long> others(Form form) {
        return form.values(TWIN, "must be a row's number", Long::parseLong).stream()
                .collect(Collectors.toSet());
    }

    @Override
    public String toString() {
        return "Sent[" + text.length() + " characters]";
    }
}
