package knutpunkt.controller.door;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import knutpunkt.access.BadgeToken;
import knutpunkt.access.Decision;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.PointId;

/**
 * The last presentations, newest last, one to a badge and point: so that a badge held up twice is one presentation. A
 * badge that fell out because of {@link #SIZE_MAX} others within seconds is recorded once more, which does no harm.
 */
record Recent(List<Presentation> presentations) {
    static final Recent NONE = new Recent(List.of());
    static final int SIZE_MAX = 16;

    /** What a badge was answered. */
    sealed interface Answer {
        record Admitted(Decision.Granted granted) implements Answer {}

        record TurnedAway(Decision.Refused refused) implements Answer {}

        record Leaving(Optional<PersonId> person) implements Answer {}
    }

    record Presentation(BadgeToken token, PointId point, Uptime at, Answer answer) {
        boolean isOf(BadgeToken otherToken, PointId otherPoint) {
            return token.equals(otherToken) && point.equals(otherPoint);
        }
    }

    Recent {
        presentations = List.copyOf(presentations);
    }

    boolean holds(Presentation again, Duration within) {
        return presentations.stream()
                .anyMatch(earlier -> earlier.isOf(again.token(), again.point())
                        && earlier.answer().equals(again.answer())
                        && !again.at().reached(earlier.at().plus(within)));
    }

    Recent with(Presentation newest) {
        var kept = new ArrayList<>(
                without(earlier -> earlier.isOf(newest.token(), newest.point())).presentations());
        kept.add(newest);
        return new Recent(kept.size() > SIZE_MAX ? kept.subList(1, kept.size()) : kept);
    }

    /** After the strike was secured again: who was admitted must be admitted anew. */
    Recent withoutAdmissions() {
        return without(presentation -> presentation.answer() instanceof Answer.Admitted);
    }

    /** After the leaf moved: whoever went through did; a new tap is a new passage. */
    Recent withoutPassages() {
        return without(presentation -> switch (presentation.answer()) {
            case Answer.Admitted _, Answer.Leaving _ -> true;
            case Answer.TurnedAway _ -> false;
        });
    }

    Recent without(Predicate<Presentation> gone) {
        return new Recent(presentations.stream().filter(gone.negate()).toList());
    }
}
