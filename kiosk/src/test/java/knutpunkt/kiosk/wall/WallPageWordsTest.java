package knutpunkt.kiosk.wall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import knutpunkt.kiosk.words.Languages;
import org.junit.jupiter.api.Test;

class WallPageWordsTest {
    private final Languages languages = Languages.shipped();

    @Test
    void thePageIsFilledWithTheFirstLanguagesWords() {
        assertThat(WallPage.filled("<p>{{total}} &amp; {{title}}</p>", languages.first()))
                .isEqualTo("<p>Antal på plats &amp; Knutpunkt</p>");
    }

    @Test
    void aPageWithAWordThatIsMissingStopsTheStart() {
        assertThatThrownBy(() -> WallPage.filled("{{no-such-word}}", languages.first()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no-such-word");
    }

    @Test
    void theScriptGetsEveryLanguageWithItsNameDirectionAndLocale() throws IOException {
        JsonNode words = new ObjectMapper().readTree(WallPage.json(languages.speaking(WallPage.PREFIX)));

        assertThat(words.findValuesAsText("tag")).containsExactly("sv", "en", "ar");
        assertThat(words.at("/2/direction").asText()).isEqualTo("rtl");
        assertThat(words.at("/1/words/total").asText()).isEqualTo("On site");
    }
}
