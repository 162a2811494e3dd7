package knutpunkt.kiosk.access;

/** The site's tables and its change log do not say the same: nothing may be decided upon them. */
public final class AccessListDamaged extends RuntimeException {
    private static final long serialVersionUID = 1;

    AccessListDamaged(String message) {
        super(message);
    }

    AccessListDamaged(String message, Throwable cause) {
        super(message, cause);
    }
}
