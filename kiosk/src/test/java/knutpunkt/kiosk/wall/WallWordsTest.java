package knutpunkt.kiosk.wall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WallWordsTest {
    private final WallWords swedish = WallWords.of("sv");
    private final WallWords english = WallWords.of("en");

    @Test
    void bothLanguagesHaveTheSameKeys() {
        assertThat(english.texts().keySet()).isEqualTo(swedish.texts().keySet()).isNotEmpty();
    }

    @Test
    void bothLanguagesFillInTheSameValues() {
        swedish.texts()
                .forEach((key, text) ->
                        assertThat(places(english.texts().get(key))).as(key).isEqualTo(places(text)));
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

    @Test
    void wordsArePutInAsTextAndNotAsMarkup() {
        var words = new WallWords("sv", Map.of("total", "<b> & \"c\""));

        assertThat(words.into("<p>{{total}}</p>")).isEqualTo("<p>&lt;b&gt; &amp; &quot;c&quot;</p>");
    }

    @Test
    void aPageWithAWordThatIsMissingStopsTheStart() {
        assertThatThrownBy(() -> swedish.into("{{no-such-word}}"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no-such-word");
    }
}
