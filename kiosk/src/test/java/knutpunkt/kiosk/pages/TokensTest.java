package knutpunkt.kiosk.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The colours of all pages, as the one file of tokens gives them. */
class TokensTest {
    private static final double CONTRAST_MIN = 7;
    private static final List<String> KINDS = List.of("good", "warn", "bad");
    private static final Pattern COLOUR = Pattern.compile("--([a-z-]+): (#[0-9a-f]{6});");

    private final String file = read();
    private final Map<String, String> light = colours(block(":root {"));
    private final Map<String, String> dark = colours(block(":root[data-theme=\"dark\"] {"));

    @Test
    void everyTextStandsOutSevenToOneFromEveryGroundItMayStandOnInBothThemes() {
        for (Map<String, String> theme : List.of(light, darkOverLight())) {
            for (String ground : List.of("paper", "panel")) {
                for (String text : List.of("ink", "quiet", "accent", "good-text", "warn-text", "bad-text")) {
                    assertStandsOut(theme, text, ground);
                }
            }
            for (String kind : KINDS) {
                assertStandsOut(theme, kind + "-ink", kind);
                assertStandsOut(theme, kind + "-text", kind + "-soft");
                assertStandsOut(theme, "ink", kind + "-soft");
            }
            assertStandsOut(theme, "good-strong-ink", "good-strong");
            assertStandsOut(theme, "bad-strong-ink", "bad-strong");
            assertStandsOut(theme, "accent-ink", "accent");
            assertStandsOut(theme, "accent-ink", "accent-strong");
            assertStandsOut(theme, "accent", "accent-soft");
            assertStandsOut(theme, "ink", "accent-soft");
            assertStandsOut(theme, "ink", "fresh");
            assertStandsOut(theme, "deep-ink", "deep");
            assertStandsOut(theme, "deep-quiet", "deep");
            assertStandsOut(theme, "spark", "deep");
            assertStandsOut(theme, "old-ink", "old");
        }
    }

    @Test
    void edgesAndFocusAreSeenInBothThemes() {
        for (Map<String, String> theme : List.of(light, darkOverLight())) {
            for (String line : List.of("edge", "focus")) {
                assertThat(contrast(theme.get(line), theme.get("paper")))
                        .as(line)
                        .isGreaterThan(3);
                assertThat(contrast(theme.get(line), theme.get("panel")))
                        .as(line)
                        .isGreaterThan(3);
            }
        }
    }

    @Test
    void darkIsTheSameWhetherAskedForOrPreferred() {
        assertThat(block(":root:not([data-theme]) {").replaceAll("\\s+", " "))
                .isEqualTo(block(":root[data-theme=\"dark\"] {").replaceAll("\\s+", " "));
        assertThat(light.keySet()).containsAll(dark.keySet());
    }

    private Map<String, String> darkOverLight() {
        var theme = new TreeMap<>(light);
        theme.putAll(dark);
        return theme;
    }

    private static void assertStandsOut(Map<String, String> theme, String text, String ground) {
        assertThat(contrast(theme.get(text), theme.get(ground)))
                .as("%s %s on %s", theme.get("paper"), text, ground)
                .isGreaterThanOrEqualTo(CONTRAST_MIN);
    }

    private String block(String head) {
        int from = file.indexOf(head) + head.length();
        return file.substring(from, file.indexOf('}', from)).strip();
    }

    private static Map<String, String> colours(String block) {
        var colours = new TreeMap<String, String>();
        Matcher matcher = COLOUR.matcher(block);
        for (MatchResult found : matcher.results().toList()) {
            colours.put(found.group(1), found.group(2));
        }
        return colours;
    }

    private static double contrast(String one, String other) {
        double first = luminance(one);
        double second = luminance(other);
        return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
    }

    private static double luminance(String colour) {
        double sum = 0;
        double[] weights = {0.2126, 0.7152, 0.0722};
        for (int i = 0; i < weights.length; i++) {
            double value = Integer.parseInt(colour.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
            sum += weights[i] * (value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4));
        }
        return sum;
    }

    private static String read() {
        try (InputStream in = TokensTest.class.getResourceAsStream("/pages/tokens.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
