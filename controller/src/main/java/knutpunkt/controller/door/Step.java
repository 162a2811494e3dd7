package knutpunkt.controller.door;

import java.util.ArrayList;
import java.util.List;

/** What a signal made of a door, and what is to be done about it. */
public record Step(Door door, List<Effect> effects) {
    public Step {
        effects = List.copyOf(effects);
    }

    static Step to(Door door, Effect... effects) {
        return new Step(door, List.of(effects));
    }

    /** This step and, from where it led, another. */
    Step then(Step next) {
        var both = new ArrayList<>(effects);
        both.addAll(next.effects);
        return new Step(next.door, both);
    }
}
