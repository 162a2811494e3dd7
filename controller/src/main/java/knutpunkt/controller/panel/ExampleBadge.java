package knutpunkt.controller.panel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import knutpunkt.wire.message.WireJson;

/**
 * A badge that the panel offers, so that nobody must type one. The file holds what is printed on plastic in a
 * demonstration; a real site has no such file.
 *
 * @param badge ten hexadecimal digits
 * @param label such as {@code Polisen 2}; never a person's name
 */
public record ExampleBadge(String badge, String label) {
    private static final Pattern DIGITS = Pattern.compile("[0-9A-Fa-f]{10}");
    private static final int BADGES_MAX = 1000;
    private static final int LABEL_CHARACTERS_MAX = 60;

    public ExampleBadge {
        if (!DIGITS.matcher(badge).matches()) {
            throw new IllegalArgumentException("badge must be ten hexadecimal digits");
        }
        if (label.isBlank() || label.length() > LABEL_CHARACTERS_MAX) {
            throw new IllegalArgumentException("label must have 1 to " + LABEL_CHARACTERS_MAX + " characters");
        }
    }

    /**
     * Reads {@code [{"badge":"0F00A1B2C3","label":"Polisen 2"}]}.
     *
     * @throws IllegalArgumentException if it is anything else; the message holds no badge
     */
    public static List<ExampleBadge> parse(String json) {
        try {
            var badges = WireJson.mapper().readValue(json, new TypeReference<List<ExampleBadge>>() {});
            if (badges.stream().anyMatch(Objects::isNull)) {
                throw new IllegalArgumentException("a badge in the list is null");
            }
            if (badges.size() > BADGES_MAX) {
                throw new IllegalArgumentException("[" + badges.size() + "] badges are more than " + BADGES_MAX);
            }
            return List.copyOf(badges);
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw new IllegalArgumentException(
                    "not a list of badges and labels, at line " + (at == null ? 1 : at.getLineNr()), e);
        }
    }

    /** The digits stay out of logs even for an example: the habit is the rule. */
    @Override
    public String toString() {
        return "ExampleBadge[" + label + "]";
    }
}
