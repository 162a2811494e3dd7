package knutpunkt.crash;

/** What a file system refuses, by the number programs know it by. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    /** Why, with the number the kernel has for it. */
    enum Why {
        NOT_PERMITTED(1),
        NO_ENTRY(2),
        FAILED(5),
        EXISTS(17),
        NOT_A_FOLDER(20),
        IS_A_FOLDER(21),
        INVALID(22),
        TOO_LARGE(27),
        NOT_KNOWN_HERE(38),
        NOT_EMPTY(39);

        private final int number;

        Why(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    private final Why why;

    Refusal(Why why) {
        super(why.name(), null, false, false);
        this.why = why;
    }

    Why why() {
        return why;
    }
}
