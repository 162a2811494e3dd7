package knutpunkt.kiosk.admin;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.PartnerId;

/**
 * Something to know, with a way to where something can be done about it.
 *
 * @param path under {@link AdminRoutes#ROOT}; empty when there is nothing to do
 */
public record Note(Kind kind, String text, String path, String link) {
    public Note {
        requireNonNull(kind, "kind");
        requireNonNull(text, "text");
        requireNonNull(path, "path");
        requireNonNull(link, "link");
    }

    /** How much it matters. */
    public enum Kind {
        INFO,
        GOOD,
        WARN,
        BAD;

        /** As the style sheet calls it. */
        public String style() {
            return this == INFO ? "note" : "note " + name().toLowerCase(Locale.ROOT);
        }

        /** The picture beside it. */
        public String icon() {
            return switch (this) {
                case INFO -> "info";
                case GOOD -> "check";
                case WARN, BAD -> "warn";
            };
        }
    }

    /** What features have to say on a page that knows none of them. */
    @FunctionalInterface
    public interface Source {
        /** For whoever looks; about one partner when it is given, else about all that they look after. */
        List<Note> of(Transaction transaction, Visit visit, Optional<PartnerId> partner);
    }

    /** Without a link. */
    public static Note of(Kind kind, String text) {
        return new Note(kind, text, "", "");
    }

    public String whole() {
        return AdminRoutes.ROOT + path;
    }
}
