package knutpunkt.kiosk.confirming;

import java.time.Instant;

/** How a partner stands, as its pages say it. Pure. */
public sealed interface Standing {
    /** Somebody said lately that its people are right. */
    record Right(Instant nextAt) implements Standing {}

    /** It is time to ask again. */
    record Due(Instant since) implements Standing {}

    /** Unless somebody answers, nobody of it may enter from that moment on. */
    record Warned(Instant suspendsAt) implements Standing {}

    /** Nobody of it may enter until somebody answers. */
    record Suspended(Instant since) implements Standing {}

    static Standing of(Answered answered, Rhythm rhythm, Instant now) {
        if (answered.suspendedSince().isPresent()) {
            return new Suspended(answered.suspendedSince().get());
        }
        if (answered.warning().isPresent()) {
            return new Warned(answered.warning().get().suspendsAt());
        }
        Instant next = answered.countedFrom().plus(rhythm.askEvery());
        return now.isBefore(next) ? new Right(next) : new Due(next);
    }
}
