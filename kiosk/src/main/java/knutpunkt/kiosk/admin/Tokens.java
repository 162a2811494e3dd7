package knutpunkt.kiosk.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The design tokens, read from the very file that browsers get, and how far two of its colours stand apart. */
final class Tokens {
    private static final String FILE = "/pages/tokens.css";
    private static final Pattern BLOCK = Pattern.compile("(?m)^(:root[^{]*)\\{([^}]*)}");
    private static final Pattern TOKEN = Pattern.compile("--([a-z0-9-]+):\\s*([^;]+);");
    private static final Pattern COLOUR = Pattern.compile("#[0-9a-f]{6}");

    private final Map<String, String> light;
    private final Map<String, String> dark;

    private Tokens(Map<String, String> light, Map<String, String> dark) {
        this.light = light;
        this.dark = dark;
    }

    static Tokens shipped() {
        try (InputStream in = Tokens.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("the jar must hold [" + FILE + "]");
            }
            return parse(new String(in.readAllBytes(), UTF_8).replaceAll("(?s)/\\*.*?\\*/", ""));
        } catch (IOException e) {
            throw new UncheckedIOException("[" + FILE + "] cannot be read", e);
        }
    }

    private static Tokens parse(String css) {
        var light = new LinkedHashMap<String, String>();
        var dark = new LinkedHashMap<String, String>();
        Matcher block = BLOCK.matcher(css);
        while (block.find()) {
            Map<String, String> its = block.group(1).contains("dark") ? dark : light;
            Matcher token = TOKEN.matcher(block.group(2));
            while (token.find()) {
                its.putIfAbsent(token.group(1), token.group(2).strip());
            }
        }
        var whole = new LinkedHashMap<>(light);
        whole.putAll(dark);
        return new Tokens(light, whole);
    }

    /** Every token by name with its value in the light. */
    Map<String, String> all() {
        return Map.copyOf(light);
    }

    /** A token's value in the light, or in the dark. */
    String value(String name, boolean inTheDark) {
        String value = (inTheDark ? dark : light).get(name);
        if (value == null) {
            throw new IllegalStateException("no token [" + name + "] in [" + FILE + "]");
        }
        return value;
    }

    boolean isColour(String name) {
        return COLOUR.matcher(value(name, false)).matches();
    }

    /** The contrast of two colours as WCAG 2 counts it, 1 to 21. */
    double contrast(String text, String ground, boolean inTheDark) {
        double one = luminance(value(text, inTheDark));
        double other = luminance(value(ground, inTheDark));
        return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    }

    private static double luminance(String colour) {
        int rgb = Integer.parseInt(colour.substring(1), 16);
        return 0.2126 * linear(rgb >> 16 & 0xFF) + 0.7152 * linear(rgb >> 8 & 0xFF) + 0.0722 * linear(rgb & 0xFF);
    }

    private static double linear(int channel) {
        double part = channel / 255.0;
        return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    }
}
