package knutpunkt.wire.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import knutpunkt.wire.Channel;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PointId;
import knutpunkt.wire.message.Command.Action;
import knutpunkt.wire.message.CommandResult.Outcome;
import knutpunkt.wire.record.Cause;
import knutpunkt.wire.record.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How commands, what comes of them and what a door records of them look on the wire; to the letter. */
class CommandFormTest {
    private static final Challenge CHALLENGE = new Challenge("0123456789abcdef0123456789abcdef");
    private static final CommandId ID = new CommandId("k1");
    private static final DoorId DOOR = new DoorId("square");
    private static final Optional<PointId> POINT = Optional.of(new PointId("square-entry"));
    private static final String RELEASE = "{\"id\":\"k1\",\"door\":\"square\",\"action\":\"RELEASE_ONCE\","
            + "\"challenge\":\"0123456789abcdef0123456789abcdef\"}";
    private static final String LEARN =
            "{\"id\":\"k1\",\"door\":\"square\",\"point\":\"square-entry\",\"action\":\"LEARN_BADGE\","
                    + "\"challenge\":\"0123456789abcdef0123456789abcdef\"}";

    @Test
    void aReleaseNamesItsDoorAndNoPoint() {
        assertThat(encoded(new Command(ID, DOOR, Optional.empty(), Action.RELEASE_ONCE, CHALLENGE)))
                .isEqualTo(RELEASE);
        assertThat(command(RELEASE).action()).isEqualTo(Action.RELEASE_ONCE);
        assertThat(command(RELEASE).point()).isEmpty();
    }

    @Test
    void aCommandForAReaderNamesItsPoint() {
        assertThat(encoded(new Command(ID, DOOR, POINT, Action.LEARN_BADGE, CHALLENGE)))
                .isEqualTo(LEARN);
        assertThat(command(LEARN).point()).isEqualTo(POINT);
    }

    @Test
    void aReleaseOfAPointIsRefused() {
        String payload = LEARN.replace("LEARN_BADGE", "RELEASE_ONCE");

        assertThatThrownBy(() -> command(payload)).isInstanceOf(MalformedMessage.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"LEARN_BADGE", "IDENTIFY"})
    void aCommandForAReaderThatIsNotNamedIsRefused(Action action) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Command(ID, DOOR, Optional.empty(), action, CHALLENGE))
                .withMessageContaining(action.name());
        assertThatThrownBy(() -> command(RELEASE.replace("RELEASE_ONCE", action.name())))
                .isInstanceOf(MalformedMessage.class);
    }

    @Test
    void anActionOfANewerServiceIsUnknownWithAPointOrWithout() {
        assertThat(command(RELEASE.replace("RELEASE_ONCE", "RING_THE_BELL")).action())
                .isEqualTo(Action.UNKNOWN);
        assertThat(command(LEARN.replace("LEARN_BADGE", "RING_THE_BELL")).action())
                .isEqualTo(Action.UNKNOWN);
    }

    @Test
    void whatCameOfAReleaseIsOneWord() {
        assertThat(encoded(new CommandResult(ID, Outcome.ALREADY_RELEASED, Optional.empty())))
                .isEqualTo("{\"id\":\"k1\",\"outcome\":\"ALREADY_RELEASED\"}");
    }

    @Test
    void anOutcomeOfANewerControllerIsUnknown() {
        String payload = "{\"id\":\"k1\",\"outcome\":\"RELEASED_TWICE\"}";

        assertThat(MessageCodec.decode(Channel.COMMANDS_RESULT, payload.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new CommandResult(ID, Outcome.UNKNOWN, Optional.empty()));
    }

    @Test
    void theRecordOfAReleaseNamesDoorAndCommandAndNobody() {
        var event = new Event.ReleasedByCommand(DOOR, ID);

        assertThat(EventCodec.kind(event)).isEqualTo("released-by-command");
        assertThat(EventCodec.body(event)).isEqualTo("{\"door\":\"square\",\"command\":\"k1\"}");
    }

    @Test
    void theOpeningAfterItSaysSo() {
        assertThat(EventCodec.body(new Event.Opened(DOOR, Cause.COMMAND)))
                .isEqualTo("{\"door\":\"square\",\"cause\":\"COMMAND\"}");
    }

    private static String encoded(Message message) {
        return new String(MessageCodec.encode(message), StandardCharsets.UTF_8);
    }

    private static Command command(String payload) {
        return (Command) MessageCodec.decode(Channel.COMMANDS, payload.getBytes(StandardCharsets.UTF_8));
    }
}
