package knutpunkt.kiosk.grants;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import knutpunkt.kiosk.ids.GroupId;
import knutpunkt.wire.PersonId;

/** Who has a grant. */
public sealed interface Recipient {

    /** One person. */
    record OnePerson(PersonId id) implements Recipient {
        public OnePerson {
            requireNonNull(id, "id");
        }
    }

    /** Everybody who is in a group, for as long as they are. */
    record WholeGroup(GroupId id) implements Recipient {
        public WholeGroup {
            requireNonNull(id, "id");
        }
    }

    default Optional<PersonId> person() {
        return switch (this) {
            case OnePerson(PersonId id) -> Optional.of(id);
            case WholeGroup _ -> Optional.empty();
        };
    }

    default Optional<GroupId> group() {
        return switch (this) {
            case OnePerson _ -> Optional.empty();
            case WholeGroup(GroupId id) -> Optional.of(id);
        };
    }
}
