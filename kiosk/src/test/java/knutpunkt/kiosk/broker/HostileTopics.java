package knutpunkt.kiosk.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import knutpunkt.kiosk.broker.RawClient.Connect;
import knutpunkt.kiosk.broker.RawClient.Packet;
import knutpunkt.kiosk.broker.RawClient.Will;
import knutpunkt.wire.Channel;
import knutpunkt.wire.certificates.SiteKeys;
import org.junit.jupiter.api.Test;

/** Somebody with the keys of one controller reaches for what is another's, while that other's door works. */
interface HostileTopics extends BesideAWorkingDoor {
    /** What a foreign will would say. */
    String OFFLINE = "offline";

    private List<String> foreignTopics() {
        List<String> topics = new ArrayList<>();
        for (Channel channel : Channel.values()) {
            topics.add(at(VICTIM, channel));
            topics.add(at(SiteKeys.SERVICE, channel));
            topics.add(at(WorkingDoor.HOSTILE, channel).replace("/demo/", "/other/"));
            if (channel.sender() == Channel.Sender.SERVICE) {
                topics.add(at(WorkingDoor.HOSTILE, channel));
            }
        }
        topics.addAll(List.of(
                "$SYS/broker/uptime",
                "$share/thieves/" + at(VICTIM, Channel.COMMANDS),
                "$sys.mqtt.sessions",
                "activemq.management",
                "activemq.notifications",
                "/" + at(WorkingDoor.HOSTILE, Channel.EVENTS),
                at(WorkingDoor.HOSTILE, Channel.EVENTS) + "/",
                at(WorkingDoor.HOSTILE, Channel.EVENTS).toUpperCase(Locale.ROOT),
                "elsewhere"));
        return topics;
    }

    @Test
    default void foreignTopicsTakeNothing() throws Exception {
        List<String> topics = foreignTopics();
        door().goesOnDuring("publish on foreign topics", () -> {
            try (RawClient hostile = hostile()) {
                for (String topic : topics) {
                    assertThat(hostile.publish(topic, "forged")).as(topic).isEqualTo(RawClient.NOT_AUTHORIZED);
                    assertThat(hostile.publish(topic, "forged".getBytes(UTF_8), true))
                            .as("%s, kept", topic)
                            .isEqualTo(RawClient.NOT_AUTHORIZED);
                    hostile.send(RawClient.publishBytes(topic, "forged".getBytes(UTF_8), 0, false, new byte[0]));
                }
                assertThat(hostile.isAlive()).isTrue();
            }
        });
    }

    @Test
    default void aTopicWithWildcardsIsNoTopic() throws Exception {
        door().goesOnDuring("publish on wildcards", () -> {
            for (String topic : List.of("#", "+", at("x", Channel.COMMANDS).replace("/x/", "/+/"), "knutpunkt/#")) {
                try (RawClient hostile = hostile()) {
                    assertThat(hostile.publish(topic, "forged")).as(topic).isIn(-1, RawClient.NOT_AUTHORIZED);
                }
            }
        });
    }

    /** Each by a client of its own: a broker may close the connection over one of them. */
    @Test
    default void greedyFiltersBringNothingOfWhatGoesOn() throws Exception {
        List<String> filters = new ArrayList<>(foreignTopics());
        RulesContract.greedyFilters()
                .map(filter -> filter.replace("/test/", "/demo/").replace("victim", VICTIM))
                .forEach(filters::add);
        List<RawClient> thieves = new ArrayList<>();
        try {
            for (String filter : filters) {
                String name = "thief-" + thieves.size();
                RawClient thief = RawClient.connected(door().tls(name), port(), door().elsewhere(), Connect.as(name));
                thieves.add(thief);
                List<Integer> codes = thief.subscribe(filter.replace("greedy", name));
                if (hasGate()) {
                    assertThat(codes).as(filter).containsExactly(RawClient.NOT_AUTHORIZED);
                }
            }
            door().goesOnDuring("subscribe to everything", () -> {
                for (int i = 0; i < thieves.size(); i++) {
                    assertThat(thieves.get(i).received(SHORTLY))
                            .as(filters.get(i))
                            .isEmpty();
                }
            });
        } finally {
            for (RawClient thief : thieves) {
                thief.close();
            }
        }
    }

    @Test
    default void onlyABirthMayBeKept() throws Exception {
        door().goesOnDuring("retain on every topic", () -> {
            try (RawClient hostile = hostile()) {
                for (Channel channel : Channel.values()) {
                    int code = hostile.publish(at(WorkingDoor.HOSTILE, channel), "kept".getBytes(UTF_8), true);
                    boolean isOwn = channel.sender() == Channel.Sender.CONTROLLER;
                    if (isOwn && (channel.retained() || !hasGate())) {
                        assertThat(code).as("%s", channel).isIn(0, 16);
                    } else {
                        assertThat(code).as("%s", channel).isEqualTo(RawClient.NOT_AUTHORIZED);
                    }
                }
            }
        });
    }

    @Test
    default void aForeignClientIdThrowsNobodyOff() throws Exception {
        door().goesOnDuring("foreign client ids", () -> {
            for (String id : List.of(VICTIM, SiteKeys.SERVICE, "", "#", VICTIM + "/#", "$SYS", "C1")) {
                try (RawClient hostile = arrived(WorkingDoor.HOSTILE)) {
                    Optional<Packet> answer = hostile.connect(Connect.as(id));
                    if (answer.isPresent() && answer.get().code() == 0) {
                        assertThat(hasGate()).as(id).isFalse();
                        assertThat(hostile.publish(at(VICTIM, Channel.EVENTS), "forged"))
                                .as(id)
                                .isEqualTo(RawClient.NOT_AUTHORIZED);
                    }
                }
            }
        });
    }

    @Test
    default void aForeignWillAndOneThatIsKeptWhereNothingIsAreNeverSent() throws Exception {
        List<Will> wills = new ArrayList<>();
        for (Channel channel : Channel.values()) {
            wills.add(new Will(at(VICTIM, channel), OFFLINE, 1, true, 1));
            wills.add(new Will(at(SiteKeys.SERVICE, channel), OFFLINE, 0, false, 0));
        }
        wills.add(new Will("#", OFFLINE, 1, true, 1));
        wills.add(new Will("$SYS/broker/uptime", OFFLINE, 1, true, 1));
        door().goesOnDuring("foreign wills", () -> {
            try (RawClient ear = ear(Channel.values())) {
                for (Will will : wills) {
                    sayNothingMore(will, true);
                }
                // Its own will, sent like those before it and after them.
                var own = new Will(at(WorkingDoor.HOSTILE, Channel.STATE), LAST, 1, false, 1);
                sayNothingMore(own, false);
                assertThat(ear.received(packets -> packets.stream().anyMatch(HostileTopics::isLast), SHORTLY))
                        .extracting(Packet::payload)
                        .doesNotContain(OFFLINE);
            }
            try (RawClient late = ear(Channel.values())) { // the doors' births are kept; nothing else may be
                String born = at(VICTIM, Channel.STATE);
                assertThat(late.receivedWith(born, SHORTLY))
                        .extracting(Packet::payload)
                        .doesNotContain(OFFLINE);
            }
        });
        door().goesOnDuring("kept wills", () -> {
            for (Channel channel : Channel.values()) {
                if (channel.sender() == Channel.Sender.CONTROLLER && !channel.retained()) {
                    sayNothingMore(new Will(at(WorkingDoor.HOSTILE, channel), "kept", 1, true, 1), hasGate());
                }
            }
        });
    }

    private static boolean isLast(Packet packet) {
        return packet.payload().equals(LAST);
    }

    private void sayNothingMore(Will will, boolean mustRefuse) throws IOException {
        try (RawClient hostile = arrived(WorkingDoor.HOSTILE)) {
            int code = hostile.connect(Connect.as(WorkingDoor.HOSTILE).will(will))
                    .map(Packet::code)
                    .orElse(-1);
            if (mustRefuse && hasGate()) {
                assertThat(code).as(will.topic()).isNotZero();
            }
            hostile.cut();
        }
    }
}
