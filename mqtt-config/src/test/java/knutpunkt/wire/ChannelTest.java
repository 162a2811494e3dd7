package knutpunkt.wire;

import static knutpunkt.wire.Channel.Sender.CONTROLLER;
import static knutpunkt.wire.Channel.Sender.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The table written a second time, so that no line of the first changes unnoticed: it is what rights are made of. */
class ChannelTest {
    private static final int BYTES_MAX = 262_144;

    static Stream<Arguments> table() {
        return Stream.of(
                Arguments.of(Channel.STATE, "state", CONTROLLER, true, 1),
                Arguments.of(Channel.HEARTBEAT, "heartbeat", CONTROLLER, false, 0),
                Arguments.of(Channel.LEASE, "lease", SERVICE, false, 0),
                Arguments.of(Channel.EVENTS, "events", CONTROLLER, false, 1),
                Arguments.of(Channel.EVENTS_ACK, "events/ack", SERVICE, false, 1),
                Arguments.of(Channel.ACCESS_WANT, "access/want", CONTROLLER, false, 1),
                Arguments.of(Channel.ACCESS_UPDATE, "access/update", SERVICE, false, 1),
                Arguments.of(Channel.ACCESS_RECEIPT, "access/receipt", CONTROLLER, false, 1),
                Arguments.of(Channel.ACCESS_RECALL, "access/recall", SERVICE, false, 1),
                Arguments.of(Channel.ACCESS_HELD, "access/held", CONTROLLER, false, 1),
                Arguments.of(Channel.COMMANDS, "commands", SERVICE, false, 1),
                Arguments.of(Channel.COMMANDS_RESULT, "commands/result", CONTROLLER, false, 1),
                Arguments.of(Channel.KEYS_WANT, "keys/want", CONTROLLER, false, 1),
                Arguments.of(Channel.KEYS_UPDATE, "keys/update", SERVICE, false, 1));
    }

    @ParameterizedTest
    @MethodSource("table")
    void aChannelIsWhatTheTableSays(Channel channel, String path, Channel.Sender sender, boolean retained, int qos) {
        assertThat(channel.path()).isEqualTo(path);
        assertThat(channel.sender()).isEqualTo(sender);
        assertThat(channel.retained()).isEqualTo(retained);
        assertThat(channel.qos()).isEqualTo(qos);
    }

    @Test
    void theTableHasEveryChannel() {
        assertThat(table().map(line -> line.get()[0]))
                .containsExactlyInAnyOrder(Arrays.stream(Channel.values()).toArray());
    }

    @ParameterizedTest
    @EnumSource
    void aChannelIsFoundByItsPath(Channel channel) {
        assertThat(Channel.ofPath(channel.path())).contains(channel);
    }

    @ParameterizedTest
    @EnumSource
    void aPathHasNoWildcardAndNoEmptyLevel(Channel channel) {
        assertThat(channel.path().split("/", -1)).allMatch(level -> level.matches("[a-z]+"));
    }

    @ParameterizedTest
    @EnumSource
    void aPayloadHasABound(Channel channel) {
        assertThat(channel.bytesMax()).isBetween(1_024, BYTES_MAX);
    }
}
