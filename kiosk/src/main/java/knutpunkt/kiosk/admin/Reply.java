package knutpunkt.kiosk.admin;

import static java.util.Objects.requireNonNull;

/** What a handler answers. */
public sealed interface Reply {
    /**
     * A page.
     *
     * @param template its path under {@code src/main/pages}; it has the parameters {@code frame} and {@code page}
     * @param title the key of its title's words
     * @param page all that it shows
     */
    record Page(String template, String title, Object page) implements Reply {
        public Page {
            requireNonNull(template, "template");
            requireNonNull(title, "title");
            requireNonNull(page, "page");
        }
    }

    /** A drawing by itself, for a page to show. */
    record Picture(String svg) implements Reply {
        public Picture {
            requireNonNull(svg, "svg");
        }
    }

    /** What was asked for is done: see there. A reload of that page does nothing twice. */
    record Go(String path) implements Reply {
        public Go {
            if (!path.startsWith(AdminRoutes.ROOT)) {
                throw new IllegalArgumentException("[" + path + "] must be an admin page");
            }
        }
    }

    /** A page. */
    static Reply page(String template, String title, Object page) {
        return new Page(template, title, page);
    }

    /** To a page under {@link AdminRoutes#ROOT} that says what was done. */
    static Reply done(String path, String done) {
        return new Go(AdminRoutes.ROOT + path + (path.contains("?") ? "&" : "?") + "done=" + done);
    }

    static Reply go(String path) {
        return new Go(AdminRoutes.ROOT + path);
    }
}
