package knutpunkt.kiosk.wall;

import static java.util.Objects.requireNonNull;

import knutpunkt.kiosk.screens.Standings;

/** What is known at one moment, and which screens may show how much of it. */
record WallMoment(WallFacts facts, Standings standings) {
    WallMoment {
        requireNonNull(facts, "facts");
        requireNonNull(standings, "standings");
    }
}
