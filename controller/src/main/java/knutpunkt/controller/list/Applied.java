package knutpunkt.controller.list;

import knutpunkt.access.Revision;
import knutpunkt.wire.Hash;

/** What came of one part of an update. */
public sealed interface Applied {

    /** In force at every door now, and on disk: send the receipt. */
    record InForce(Revision revision, Hash digest) implements Applied {}

    /** Taken, now or before; more parts must follow. */
    record Incomplete() implements Applied {}

    /** Not taken; what is in force stays. */
    record NotTaken(Why why) implements Applied {}

    /** Why an update was not taken. */
    enum Why {
        /** It does not answer the newest want. Wait for the one that does. */
        OTHER_NONCE(false),
        /** Its revision is the one in force or an older one: a repetition. */
        NOT_NEWER(false),
        /** It builds upon another revision than the one in force. */
        OTHER_BASE(true),
        /** The first part is missing. */
        PART_MISSING(true),
        /** A part is missing between those that have come and this one: it is sent again, as nobody tells of it. */
        PART_AHEAD(false),
        /** What it makes is not what the service has. Only a snapshot helps, and the next want asks for one. */
        DIGEST_DIFFERS(true),
        /** It has more parts or items than a controller holds. */
        TOO_LARGE(false),
        /** It breaks a rule of the list. */
        MALFORMED(true),
        /** It could not be written to disk. */
        STORAGE(true);

        private final boolean wantAgain;

        Why(boolean wantAgain) {
            this.wantAgain = wantAgain;
        }

        /** Whether to send a new want now (the caller spaces repeated ones). */
        public boolean wantAgain() {
            return wantAgain;
        }
    }
}
