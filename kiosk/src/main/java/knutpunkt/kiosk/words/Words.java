package knutpunkt.kiosk.words;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What screens say in one language, from that language's file of messages. A text has places for values, named in
 * braces: {@code Updated {time}}. A language that lacks a word says it as the first language does, so that a new file may
 * begin with the wall's words alone.
 */
public final class Words {
    private final String language;
    private final Map<String, String> texts;

    /** @param language its tag, such as {@code sv} */
    Words(String language, Map<String, String> texts) {
        this.language = requireNonNull(language, "language");
        this.texts = new TreeMap<>(texts);
    }

    /** The language's tag, for {@code lang}. */
    public String language() {
        return language;
    }

    /** {@code ltr} or {@code rtl}, for {@code dir}. */
    public String direction() {
        return say("language.direction");
    }

    /** Times and numbers are written as this locale does. */
    public Locale locale() {
        return Locale.forLanguageTag(say("language.locale"));
    }

    /**
     * A text without places.
     *
     * @throws IllegalStateException when there is no such word: a mistake in the program
     */
    public String say(String key) {
        String text = texts.get(key);
        if (text == null) {
            throw new IllegalStateException("no word for [" + key + "] in [" + language + "]");
        }
        return text;
    }

    /** A text that there may be. */
    public Optional<String> find(String key) {
        return Optional.ofNullable(texts.get(key));
    }

    /**
     * A text with its places filled.
     *
     * @param namesAndValues each place's name, followed by its value
     */
    public String say(String key, Object... namesAndValues) {
        String text = say(key);
        for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
            text = text.replace("{" + namesAndValues[i] + "}", String.valueOf(namesAndValues[i + 1]));
        }
        return text;
    }

    /** One of a closed list's words: its key is the list's prefix and the name in small letters with dashes. */
    public String name(String prefix, Enum<?> one) {
        return say(prefix + "." + one.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /** The words whose keys start so, without that start. */
    public Map<String, String> startingWith(String prefix) {
        var found = new TreeMap<String, String>();
        texts.forEach((key, text) -> {
            if (key.startsWith(prefix)) {
                found.put(key.substring(prefix.length()), text);
            }
        });
        return found;
    }
}
