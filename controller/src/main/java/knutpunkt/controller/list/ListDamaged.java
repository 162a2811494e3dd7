package knutpunkt.controller.list;

/** What is in the file is not the list that was put there. It is set aside. */
final class ListDamaged extends Exception {
    private static final long serialVersionUID = 1;

    ListDamaged(String message) {
        super(message);
    }

    ListDamaged(String message, Throwable cause) {
        super(message, cause);
    }
}
