package knutpunkt.wire.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import knutpunkt.wire.Channel;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.Topic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRulesTest {
    private static final SiteId SITE = new SiteId("demo");

    private final AccessRules rules = new AccessRules(SITE);

    @ParameterizedTest
    @EnumSource(Channel.class)
    void aControllerUsesItsOwnTopicsInTheirDirectionOnly(Channel channel) {
        boolean sends = channel.sender() == Channel.Sender.CONTROLLER;

        assertThat(rules.mayPublish("c1", topic("c1", channel))).isEqualTo(sends);
        assertThat(rules.maySubscribe("c1", topic("c1", channel))).isEqualTo(!sends);
        assertThat(rules.mayReceive("c1", topic("c1", channel))).isEqualTo(!sends);
        assertThat(rules.mayPublish("c1", topic("c2", channel))).isFalse();
        assertThat(rules.maySubscribe("c1", topic("c2", channel))).isFalse();
        assertThat(rules.mayReceive("c1", topic("c2", channel))).isFalse();
        assertThat(rules.maySubscribe("c1", Topic.filterOfAll(SITE, channel))).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void theServiceUsesEveryControllersTopicsInTheOtherDirection(Channel channel) {
        boolean sends = channel.sender() == Channel.Sender.SERVICE;

        assertThat(rules.mayPublish("service", topic("c1", channel))).isEqualTo(sends);
        assertThat(rules.maySubscribe("service", Topic.filterOfAll(SITE, channel)))
                .isEqualTo(!sends);
        assertThat(rules.mayReceive("service", topic("c1", channel))).isEqualTo(!sends);
        assertThat(rules.mayPublish("service", topic("service", channel))).isFalse();
        assertThat(rules.mayReceive("service", topic("service", channel))).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void whoeverLooksOnHearsEveryChannelAndSendsNothing(Channel channel) {
        assertThat(rules.maySubscribe("watch", Topic.filterOfAll(SITE, channel)))
                .isTrue();
        assertThat(rules.mayReceive("watch", topic("c1", channel))).isTrue();
        assertThat(rules.maySubscribe("watch", topic("c1", channel))).isFalse();
        for (String controller : List.of("c1", "service", "watch")) {
            assertThat(rules.mayPublish("watch", topic(controller, channel))).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void noControllerHasTheNameOfWhoeverLooksOn(Channel channel) {
        assertThat(rules.mayPublish("service", topic("watch", channel))).isFalse();
        assertThat(rules.mayReceive("service", topic("watch", channel))).isFalse();
        assertThat(rules.mayReceive("watch", topic("watch", channel))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#",
                "+",
                "knutpunkt/#",
                "knutpunkt/v1/demo/controllers/+/#",
                "knutpunkt/v1/+/controllers/+/events",
                "knutpunkt/v1/demo/controllers/+/+",
                "$SYS/#",
                "$share/group/knutpunkt/v1/demo/controllers/+/events",
                "$queue/knutpunkt/v1/demo/controllers/+/events",
                ""
            })
    void nobodyHasAnyOtherFilter(String filter) {
        assertThat(rules.maySubscribe("service", filter)).isFalse();
        assertThat(rules.maySubscribe("c1", filter)).isFalse();
        assertThat(rules.maySubscribe("watch", filter)).isFalse();
        assertThat(rules.mayPublish("service", filter)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "+", "#", "C1", "c1/x", "broker no 1", "knutpunkt demo"})
    void aNameThatIsNoPartysHasNoRightAtAll(String identity) {
        assertThat(rules.filters(identity)).isEmpty();
        assertThat(Arrays.stream(Channel.values()).filter(channel -> rules.mayPublish(identity, topic("c1", channel))))
                .isEmpty();
        assertThat(Arrays.stream(Channel.values()).filter(channel -> rules.mayReceive(identity, topic("c1", channel))))
                .isEmpty();
    }

    @Test
    void anotherSitesTopicsAreNobodys() {
        String foreign = new Topic(new SiteId("other"), new ControllerId("c1"), Channel.EVENTS).text();

        assertThat(rules.mayPublish("c1", foreign)).isFalse();
        assertThat(rules.mayReceive("service", foreign)).isFalse();
        assertThat(rules.mayRetain(foreign)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void onlyTheStateMayBeKept(Channel channel) {
        assertThat(rules.mayRetain(topic("c1", channel))).isEqualTo(channel == Channel.STATE);
    }

    private static String topic(String controller, Channel channel) {
        return new Topic(SITE, new ControllerId(controller), channel).text();
    }
}
