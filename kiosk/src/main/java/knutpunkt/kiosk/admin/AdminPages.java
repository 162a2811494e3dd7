package knutpunkt.kiosk.admin;

/** A feature's pages. */
@FunctionalInterface
public interface AdminPages {
    /** Adds each page and form with the act that it is. */
    void addTo(AdminRoutes routes);
}
