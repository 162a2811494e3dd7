package knutpunkt.kiosk.imports;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a column can say of a person, and the headers by which it is known, in Swedish and in English. */
public enum Column {
    NAME,
    ALIAS,
    PARTNER,
    GROUP,
    UNTIL,
    VISIBILITY;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    private List<String> headers() {
        return switch (this) {
            case NAME -> List.of("namn", "fullständigt namn", "name", "full name");
            case ALIAS -> List.of("alias", "visningsnamn", "display name");
            case PARTNER ->
                List.of("organisation", "förvaltning", "arbetsgivare", "partner", "organization", "employer");
            case GROUP -> List.of("grupp", "group", "team");
            case UNTIL ->
                List.of(
                        "sista dag",
                        "giltig till",
                        "giltig t.o.m.",
                        "gäller till",
                        "till och med",
                        "slutdatum",
                        "last day",
                        "until",
                        "valid until",
                        "valid to",
                        "end date");
            case VISIBILITY -> List.of("visning", "synlighet", "visibility");
        };
    }

    static Optional<Column> ofWord(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }

    static Optional<Column> ofHeader(String header) {
        String plain = header.strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(one -> one.headers().contains(plain))
                .findFirst();
    }
}
