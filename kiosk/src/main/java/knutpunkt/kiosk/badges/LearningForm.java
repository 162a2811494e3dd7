package knutpunkt.kiosk.badges;

import java.util.Optional;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.ids.BadgeId;

/** An attempt as the API shows it. */
record LearningForm(
        String id, String status, Optional<String> reason, Optional<BadgeId> badge, Optional<Revision> change) {
    static LearningForm of(String id, Attempt attempt) {
        return switch (attempt) {
            case Attempt.Waiting _ ->
                new LearningForm(id, "waiting", Optional.empty(), Optional.empty(), Optional.empty());
            case Attempt.Learnt(BadgeId badge, Revision change) ->
                new LearningForm(id, "learnt", Optional.empty(), Optional.of(badge), Optional.of(change));
            case Attempt.Failed(String reason) ->
                new LearningForm(id, "failed", Optional.of(reason), Optional.empty(), Optional.empty());
        };
    }
}
