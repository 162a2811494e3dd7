package knutpunkt.kiosk.screens;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;

/**
 * Which visitors' screens may show what, as it was when this was read.
 *
 * @param byProof every screen with a secret
 * @param table what a browser at this machine is that is no paired screen; empty where that is nothing
 */
public record Standings(Map<String, Standing> byProof, Optional<Standing> table) {
    public Standings {
        byProof = Map.copyOf(byProof);
        requireNonNull(table, "table");
    }

    public Standing of(Visitor visitor) {
        Optional<Standing> own = visitor.proof().flatMap(proof -> Optional.ofNullable(byProof.get(proof)));
        if (own.filter(Standing.Paired.class::isInstance).isPresent()) {
            return own.get();
        }
        if (visitor.atThisMachine() && table.isPresent()) {
            return table.get();
        }
        return own.orElse(new Standing.Waiting(Optional.empty()));
    }

    public boolean isPaired(Visitor visitor) {
        return of(visitor) instanceof Standing.Paired;
    }
}
