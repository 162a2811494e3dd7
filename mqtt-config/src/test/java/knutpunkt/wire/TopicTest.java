package knutpunkt.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicTest {
    private static final long SEED = Long.getLong("seed", new Random().nextLong());
    private static final SiteId SITE = new SiteId("demo");
    private static final ControllerId CONTROLLER = new ControllerId("c1");
    private static final String PIECES = "/+#$ .-a1A\u0000å\ud83d\udeaa\n%";

    @ParameterizedTest
    @EnumSource
    void aTopicReadsBackAsItWasWritten(Channel channel) {
        var topic = new Topic(SITE, CONTROLLER, channel);

        assertThat(topic.text()).isEqualTo("knutpunkt/v1/demo/controllers/c1/" + channel.path());
        assertThat(topic).hasToString(topic.text());
        assertThat(Topic.parse(topic.text())).contains(topic);
    }

    @ParameterizedTest
    @EnumSource
    void theFilterOfAllLeavesOnlyTheControllerOpen(Channel channel) {
        assertThat(Topic.filterOfAll(SITE, channel)).isEqualTo("knutpunkt/v1/demo/controllers/+/" + channel.path());
    }

    @ParameterizedTest
    @EnumSource
    void aFilterIsNoTopic(Channel channel) {
        assertThat(Topic.parse(Topic.filterOfAll(SITE, channel))).isEmpty();
    }

    @Test
    void namesThatLookLikeLevelsStayNames() {
        var topic = new Topic(new SiteId("controllers"), new ControllerId("events"), Channel.EVENTS_ACK);

        assertThat(Topic.parse(topic.text())).contains(topic);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "#",
                "+",
                "knutpunkt",
                "knutpunkt/v1/",
                "knutpunkt/v1/demo",
                "knutpunkt/v1/demo/controllers/",
                "knutpunkt/v1/demo/controllers/c1",
                "knutpunkt/v1/demo/controllers/c1/",
                "knutpunkt/v1/demo/controllers/c1/#",
                "knutpunkt/v1/demo/controllers/c1/+",
                "knutpunkt/v1/demo/controllers/+/state",
                "knutpunkt/v1/+/controllers/c1/state",
                "knutpunkt/v1/#",
                "knutpunkt/v1/demo/controllers/c1/state/",
                "knutpunkt/v1/demo/controllers/c1//state",
                "knutpunkt/v1/demo/controllers//state",
                "knutpunkt/v1//controllers/c1/state",
                "knutpunkt/v1/controllers/c1/state",
                "knutpunkt/v1/demo//controllers/c1/state",
                "knutpunkt/v1/demo/extra/controllers/c1/state",
                "knutpunkt/v1/demo/controllers/c1/extra/state",
                "knutpunkt/v1/demo/controllers/c1/State",
                "knutpunkt/v1/demo/controllers/C1/state",
                "knutpunkt/v1/demo/controllers/c1/events/ack/ack",
                "knutpunkt/v1/demo/controllers/c1/eventsack",
                "knutpunkt/v1/demo/controllers/c1/state\n",
                "knutpunkt/v1/demo/controllers/c1\u0000/state",
                "knutpunkt/v1/démo/controllers/c1/state",
                "knutpunkt/v1/demo/controllers/с1/state",
                "knutpunkt/v1/demo/controllers/c1/\u202estate",
                "knutpunkt/v2/demo/controllers/c1/state",
                "Knutpunkt/v1/demo/controllers/c1/state",
                "/knutpunkt/v1/demo/controllers/c1/state",
                "$SYS/knutpunkt/v1/demo/controllers/c1/state",
                "$share/group/knutpunkt/v1/demo/controllers/c1/state",
                "other/v1/demo/controllers/c1/state"
            })
    void whatIsNoTopicOfOursIsNone(String text) {
        assertThat(Topic.parse(text)).isEmpty();
    }

    @Test
    void aNameThatIsTooLongIsNoneOfOurs() {
        String name = "a".repeat(33);

        assertThat(Topic.parse("knutpunkt/v1/" + name + "/controllers/c1/state"))
                .isEmpty();
        assertThat(Topic.parse("knutpunkt/v1/demo/controllers/" + name + "/state"))
                .isEmpty();
        assertThat(Topic.parse("knutpunkt/v1/demo/controllers/c1/state" + "x".repeat(100_000)))
                .isEmpty();
    }

    /** Whatever is read as a topic is written as that very text: there are no two texts for one topic. */
    @Test
    void noOtherTextIsReadAsATopic() {
        var random = new Random(SEED);
        for (int i = 0; i < 100_000; i++) {
            var text = new StringBuilder("knutpunkt/v1/demo/controllers/c1/events/ack");
            for (int edits = random.nextInt(4); edits >= 0; edits--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, PIECES.charAt(random.nextInt(PIECES.length())));
                    default -> text.setCharAt(at, PIECES.charAt(random.nextInt(PIECES.length())));
                }
            }
            String edited = text.toString();

            Topic.parse(edited)
                    .ifPresent(topic ->
                            assertThat(topic.text()).as("seed %d", SEED).isEqualTo(edited));
        }
    }
}
