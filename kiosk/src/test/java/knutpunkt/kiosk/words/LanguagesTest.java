package knutpunkt.kiosk.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LanguagesTest {
    private static final List<String> TAGS = List.of("sv", "en", "ar");

    @Test
    void swedishAndEnglishHaveTheSameWords() throws IOException {
        assertThat(file("en").stringPropertyNames())
                .isEqualTo(file("sv").stringPropertyNames())
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sv", "en", "ar"})
    void noLanguageHasAWordThatNobodySays(String tag) throws IOException {
        assertThat(file("sv").stringPropertyNames()).containsAll(file(tag).stringPropertyNames());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sv", "en", "ar"})
    void aWordHasTheSamePlacesInEveryLanguage(String tag) throws IOException {
        Properties swedish = file("sv");
        Properties other = file(tag);
        for (String key : other.stringPropertyNames()) {
            assertThat(places(other.getProperty(key))).as(key).isEqualTo(places(swedish.getProperty(key)));
        }
    }

    @Test
    void theWallSpeaksEveryLanguageSwedishFirst() {
        assertThat(Languages.shipped().speaking("wall."))
                .extracting(Words::language)
                .startsWith("sv")
                .containsExactlyInAnyOrderElementsOf(TAGS);
    }

    @Test
    void aLanguageIsOneFileWithItsNameItsDirectionAndItsLocale() {
        Words arabic = Languages.shipped().of("ar").orElseThrow();

        assertThat(arabic.say("language.name")).isEqualTo("العربية");
        assertThat(arabic.direction()).isEqualTo("rtl");
        assertThat(arabic.locale().getLanguage()).isEqualTo("ar");
    }

    private static Properties file(String tag) throws IOException {
        try (InputStream in = LanguagesTest.class.getResourceAsStream("/messages_" + tag + ".properties")) {
            var properties = new Properties();
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            return properties;
        }
    }

    private static Set<String> places(String text) {
        var places = new TreeSet<String>();
        Pattern.compile("\\{[a-z]+}")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .forEach(places::add);
        return places;
    }
}
