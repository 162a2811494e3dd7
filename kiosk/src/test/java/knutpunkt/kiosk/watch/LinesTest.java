package knutpunkt.kiosk.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import knutpunkt.wire.Channel;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.session.Incoming;
import knutpunkt.wire.session.Rejection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinesTest {
    private static final Instant AT = Instant.parse("2026-11-22T14:32:05.120Z");
    private static final String TOKEN_HASH = "00112233445566778899aabbccddeeff";

    private final Lines whole = new Lines(Lines.WHOLE);

    @Test
    void aLineSaysWhenWhoWhatHowAndWhetherItsSenderSignedIt() {
        assertThat(whole.of(sight(Channel.EVENTS_ACK, Optional.empty(), "{\"upTo\":17}")))
                .isEqualTo("14:32:05.120Z  to   c1       events/ack           11 B  qos 1  verified  {\"upTo\":17}");
        assertThat(whole.of(sight(Channel.STATE, Optional.of(Rejection.WRONG_SIGNATURE), "{}")))
                .isEqualTo(
                        "14:32:05.120Z  from c1       state                 2 B  qos 1 retained  WRONG_SIGNATURE  {}");
    }

    @Test
    void whatIsOnNoTopicOfOursStandsUnderItsTopic() {
        var message = new Incoming("knutpunkt/v1/other", "x".getBytes(UTF_8), Optional.empty(), 1, false);

        assertThat(whole.of(new Sight(AT, message, Optional.empty(), Optional.of(Rejection.FOREIGN_TOPIC), "x")))
                .contains("on topic knutpunkt/v1/other", "FOREIGN_TOPIC");
    }

    @Test
    void aLineIsCutWhereTheTerminalEnds() {
        String line = new Lines(80).of(sight(Channel.EVENTS, Optional.empty(), "x".repeat(500)));

        assertThat(line).hasSize(80).endsWith("xx…");
        assertThat(whole.of(sight(Channel.EVENTS, Optional.empty(), "x".repeat(500))))
                .hasSizeGreaterThan(500);
    }

    @Test
    void aBadgesTokenIsNotShownInAnItemNorInItsKey() {
        String content = "{\"put\":[{\"item\":\"badge\",\"token\":\"1." + TOKEN_HASH + "\"}],\"removed\":[\"badge/12."
                + TOKEN_HASH + "\"]}";

        assertThat(whole.of(sight(Channel.ACCESS_UPDATE, Optional.empty(), content)))
                .endsWith(
                        "{\"put\":[{\"item\":\"badge\",\"token\":\"1.[hidden]\"}],\"removed\":[\"badge/12.[hidden]\"]}")
                .doesNotContain(TOKEN_HASH.substring(0, 8));
    }

    @Test
    void aTokenThatTheLinesEndCutsThroughIsHiddenBeforeItIsCut() {
        String content = "x".repeat(20) + "1." + TOKEN_HASH;

        for (int columns = 80; columns < 140; columns++) {
            assertThat(new Lines(columns).of(sight(Channel.ACCESS_UPDATE, Optional.empty(), content)))
                    .doesNotContain("1.0", "0011");
        }
    }

    @Test
    void aRevisionAndAHashStayWhatTheyAre() {
        String content = "{\"revision\":\"1.42\",\"digest\":\"" + TOKEN_HASH + TOKEN_HASH + "\"}";

        assertThat(whole.of(sight(Channel.ACCESS_RECEIPT, Optional.empty(), content)))
                .endsWith(content);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b[2J",
                "\u001b]0;title\u0007",
                "line\nof its own",
                "back\b\b\b",
                "\r14:00:00  verified",
                "\u0085",
                "\u009b2J",
                "\u2028",
                "\u202egnp.exe",
                "\u200b",
                "\ud83d\ude00",
                "\ud800"
            })
    void nothingMovesTheCursorOrTurnsTheReadingRound(String hostile) {
        var message = new Incoming("knutpunkt/" + hostile, hostile.getBytes(UTF_8), Optional.empty(), 1, false);

        String line = whole.of(new Sight(AT, message, Optional.empty(), Optional.of(Rejection.FOREIGN_TOPIC), hostile));

        assertThat(line).matches("[ -~]+").contains("\\u");
        assertThat(whole.remark(hostile)).matches("[ -~]+");
    }

    private static Sight sight(Channel channel, Optional<Rejection> wrong, String content) {
        var topic = new Topic(new SiteId("demo"), new ControllerId("c1"), channel);
        var message = new Incoming(topic.text(), content.getBytes(UTF_8), Optional.empty(), 1, channel.retained());
        return new Sight(AT, message, Optional.of(topic), wrong, content);
    }
}
