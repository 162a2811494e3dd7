package knutpunkt.kiosk.screens;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A browser in front of the wall's page.
 *
 * @param proof SHA-256 of the secret in its cookie, in hex; empty without one. The secret itself is kept nowhere
 * @param atThisMachine whether it runs where the service does
 */
public record Visitor(Optional<String> proof, boolean atThisMachine) {
    public Visitor {
        requireNonNull(proof, "proof");
    }
}
