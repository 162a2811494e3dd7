package knutpunkt.kiosk.wall;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import knutpunkt.kiosk.words.Words;
import knutpunkt.wire.message.WireJson;

/** Puts the wall's words where they are said: into its page in the first language, and into a file for its script. */
final class WallPage {
    static final String PREFIX = "wall.";

    private WallPage() {}

    /** Fills a page's places, which are keys in double braces. */
    static String filled(String page, Words words) {
        String filled = page;
        for (Map.Entry<String, String> text : words.startingWith(PREFIX).entrySet()) {
            filled = filled.replace("{{" + text.getKey() + "}}", escaped(text.getValue()));
        }
        int left = filled.indexOf("{{");
        if (left >= 0) {
            throw new IllegalStateException("no word for ["
                    + filled.substring(left, Math.min(left + 40, filled.length())) + "] in [" + words.language() + "]");
        }
        return filled;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private record Language(String tag, String name, String direction, String locale, Map<String, String> words) {
        static Language of(Words words) {
            return new Language(
                    words.language(),
                    words.say("language.name"),
                    words.direction(),
                    words.locale().toLanguageTag(),
                    new TreeMap<>(words.startingWith(PREFIX)));
        }
    }

    /** Every language's words, in the order of their buttons: the first language first, then by name. */
    static byte[] json(List<Words> languages) {
        List<Language> all = languages.stream().map(Language::of).toList();
        var rest = all.stream()
                .skip(1)
                .sorted(Comparator.comparing(Language::name))
                .toList();
        try {
            var inOrder = new ArrayList<>(all.subList(0, 1));
            inOrder.addAll(rest);
            return WireJson.mapper().writeValueAsBytes(inOrder);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("words always have a JSON form", e);
        }
    }
}
