package knutpunkt.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The one rule for ids, asked of every type that has it. */
class NameTest {
    private static final Map<String, Function<String, Object>> KINDS = Map.of(
            "site id", SiteId::new,
            "controller id", ControllerId::new,
            "door id", DoorId::new,
            "point id", PointId::new,
            "person id", PersonId::new,
            "grant id", GrantId::new,
            "schedule id", ScheduleId::new,
            "journal id", JournalId::new,
            "boot id", BootId::new,
            "command id", CommandId::new);

    static Stream<String> hostile() {
        return Stream.concat(
                List.of("", " ", "a b", "+", "#", "a/b", "/", "..", "a.b", "$sys", "A", "å", "ä-1", "a\n", "\n", "a\0")
                        .stream(),
                List.of(
                        "a".repeat(33),
                        "a".repeat(65_536),
                        "ａ",
                        "а",
                        "1\u0660",
                        "a\u00ad",
                        "a%2fb",
                        "a_b",
                        "a'--",
                        "🚪")
                        .stream());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "0", "-", "p-17", "abcdefghijklmnopqrstuvwxyz-01234"})
    void aNameWithinTheRuleIsKeptAsItIs(String text) {
        assertThat(KINDS.values())
                .allSatisfy(kind -> assertThat(kind.apply(text)).hasToString(text));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void aNameBeyondTheRuleIsRefusedByEveryKind(String text) {
        assertThat(KINDS)
                .allSatisfy((name, kind) -> assertThatThrownBy(() -> kind.apply(text))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith(name + " ["));
    }
}
