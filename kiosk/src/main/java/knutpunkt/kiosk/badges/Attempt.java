package knutpunkt.kiosk.badges;

import static java.util.Objects.requireNonNull;

import knutpunkt.access.Revision;
import knutpunkt.kiosk.audit.By;
import knutpunkt.kiosk.ids.BadgeId;
import knutpunkt.wire.PersonId;

/** One attempt to learn a badge at a point, and how it stands. */
public sealed interface Attempt {
    /** The reader waits for a badge, for this person and with this label on it. */
    record Waiting(By by, PersonId person, String label) implements Attempt {
        public Waiting {
            requireNonNull(by, "by");
            requireNonNull(person, "person");
            requireNonNull(label, "label");
        }
    }

    /** The person has the badge. */
    record Learnt(BadgeId badge, Revision change) implements Attempt {
        public Learnt {
            requireNonNull(badge, "badge");
            requireNonNull(change, "change");
        }
    }

    /** Nobody has one more badge than before. */
    record Failed(String reason) implements Attempt {
        public Failed {
            requireNonNull(reason, "reason");
        }
    }
}
