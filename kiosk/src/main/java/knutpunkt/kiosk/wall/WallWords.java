package knutpunkt.kiosk.wall;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import knutpunkt.wire.message.WireJson;

/** The wall's words in one language, from that language's file of messages: its keys that start with {@code wall.}. */
record WallWords(String language, Map<String, String> texts) {
    private static final String PREFIX = "wall.";

    WallWords {
        texts = new TreeMap<>(texts);
    }

    static WallWords of(String language) {
        String file = "/messages_" + language + ".properties";
        try (InputStream in = WallWords.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the jar must hold [" + file + "]");
            }
            var properties = new Properties();
            properties.load(new InputStreamReader(in, UTF_8));
            var texts = new TreeMap<String, String>();
            for (String key : properties.stringPropertyNames()) {
                if (key.startsWith(PREFIX)) {
                    texts.put(key.substring(PREFIX.length()), properties.getProperty(key));
                }
            }
            return new WallWords(language, texts);
        } catch (IOException e) {
            throw new UncheckedIOException("[" + file + "] cannot be read", e);
        }
    }

    /** Puts the words into a page, in the place of their keys in double braces. */
    String into(String page) {
        String filled = page;
        for (Map.Entry<String, String> text : texts.entrySet()) {
            filled = filled.replace("{{" + text.getKey() + "}}", escaped(text.getValue()));
        }
        int left = filled.indexOf("{{");
        if (left >= 0) {
            throw new IllegalStateException("no word for ["
                    + filled.substring(left, Math.min(left + 40, filled.length())) + "] in [" + language + "]");
        }
        return filled;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** Both languages, for the page's script. */
    static byte[] json(WallWords... words) {
        var all = new TreeMap<String, Map<String, String>>();
        for (WallWords one : words) {
            all.put(one.language(), one.texts());
        }
        try {
            return WireJson.mapper().writeValueAsBytes(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("words always have a JSON form", e);
        }
    }
}
