package knutpunkt.kiosk.badges;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import knutpunkt.access.BadgeToken;
import knutpunkt.kiosk.ExampleSite;
import knutpunkt.kiosk.RefusedCase;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.web.ContractClient.Reply;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PointId;
import knutpunkt.wire.message.CommandResult.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class LearningRoutesTest {
    private static final BadgeToken TOKEN = new BadgeToken(1, 7, 42);

    @TempDir
    private Path folder;

    private RunningSite site;
    private ExampleSite example;
    private String person;
    private final FakePoints points = new FakePoints();

    /** The way to the points, in memory: remembers what it sent, and can be cut. */
    private static final class FakePoints implements PointCommands {
        private final List<CommandId> sent = new ArrayList<>();
        private final List<String> asked = new ArrayList<>();
        private boolean cut;

        @Override
        public Optional<CommandId> learn(
                ControllerId controller, DoorId door, PointId point, Consumer<CommandId> beforeSending) {
            if (cut) {
                return Optional.empty();
            }
            var id = new CommandId("command-" + sent.size());
            beforeSending.accept(id);
            sent.add(id);
            asked.add(controller + " " + door + " " + point);
            return Optional.of(id);
        }
    }

    @BeforeEach
    void open() {
        site = RunningSite.open(folder);
        example = new ExampleSite(site);
        person = example.person(example.partner("Polisen"), "Maja Öberg");
        site.learning().connect(points);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void theReaderWaitsUntilABadgeIsHeldToIt() {
        Reply started = start("K-0042");

        assertThat(started.status()).isEqualTo(202);
        assertThat(started.text("status")).isEqualTo("waiting");
        assertThat(started.header("Location")).hasValue("/api/v1/badges/learn/" + started.text("id"));
        assertThat(points.asked).containsExactly("c1 square square-entry");
        assertThat(poll(started).text("status")).isEqualTo("waiting");
    }

    @Test
    void aLearntBadgeIsThePersons() {
        Reply started = start("K-0042");

        site.learning().learnt(points.sent.getFirst(), TOKEN);

        Reply learnt = poll(started);
        assertThat(learnt.text("status")).isEqualTo("learnt");
        assertThat(learnt.text("change")).isEqualTo(site.accessList().revision().toString());
        Reply badge = site.client().get("/badges/" + learnt.text("badge"));
        assertThat(badge.text("label")).isEqualTo("K-0042");
        assertThat(badge.text("person")).isEqualTo(person);
        assertThat(site.accessList().badge(TOKEN)).isPresent();
    }

    @Test
    void aBadgeThatIsInUseIsNotLearntAgain() {
        Reply first = start("K-0042");
        site.learning().learnt(points.sent.getFirst(), TOKEN);
        List<String> before = site.dump();
        Reply second = start("K-0043");

        site.learning().learnt(points.sent.getLast(), TOKEN);

        assertThat(poll(first).text("status")).isEqualTo("learnt");
        assertThat(poll(second).text("status")).isEqualTo("failed");
        assertThat(poll(second).text("reason")).isEqualTo("badge must not be in use already");
        assertThat(site.dump()).isEqualTo(before);
    }

    @Test
    void aLabelThatWasUsedMeanwhileFailsTheAttempt() {
        Reply started = start("K-0042");
        example.badge(person, "K-0042", "0000000001");

        site.learning().learnt(points.sent.getFirst(), TOKEN);

        assertThat(poll(started).text("reason")).contains("label").contains("another badge");
        assertThat(site.accessList().badge(TOKEN)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void whateverTheControllerSaysInsteadEndsTheAttempt(Outcome outcome) {
        Reply started = start("K-0042");

        site.learning().notLearnt(points.sent.getFirst(), outcome);

        assertThat(poll(started).text("status")).isEqualTo("failed");
        assertThat(poll(started).text("reason")).isNotBlank();
    }

    @Test
    void onlyTheFirstResultCounts() {
        Reply started = start("K-0042");
        site.learning().notLearnt(points.sent.getFirst(), Outcome.NOTHING_READ);

        site.learning().learnt(points.sent.getFirst(), TOKEN);

        assertThat(poll(started).text("status")).isEqualTo("failed");
        assertThat(site.accessList().badge(TOKEN)).isEmpty();
    }

    @Test
    void aResultOfNobodysCommandChangesNothing() {
        List<String> before = site.dump();

        site.learning().learnt(new CommandId("stranger"), TOKEN);

        assertThat(site.dump()).isEqualTo(before);
    }

    static Stream<RefusedCase> refused() {
        return Stream.of(
                new RefusedCase(400, "person", "is missing", body("\"label\":\"K-1\"", "square", "square-entry")),
                new RefusedCase(
                        404,
                        "person",
                        "a person",
                        body("\"person\":\"p-1\",\"label\":\"K-1\"", "square", "square-entry")),
                new RefusedCase(400, "label", "is missing", body("\"person\":\"%s\"", "square", "square-entry")),
                new RefusedCase(
                        400,
                        "label",
                        "1 to 32",
                        body("\"person\":\"%s\",\"label\":\"\"", "square", "square-entry")),
                new RefusedCase(
                        404, "door", "a door", body("\"person\":\"%s\",\"label\":\"K-1\"", "cellar", "square-entry")),
                new RefusedCase(
                        400, "door", "a door", body("\"person\":\"%s\",\"label\":\"K-1\"", "A/B", "square-entry")),
                new RefusedCase(
                        404, "point", "that door", body("\"person\":\"%s\",\"label\":\"K-1\"", "square", "no-point")),
                new RefusedCase(
                        404,
                        "point",
                        "that door",
                        body("\"person\":\"%s\",\"label\":\"K-1\"", "square", "office-entry")),
                new RefusedCase(
                        400,
                        "badge",
                        "not a field",
                        body("\"person\":\"%s\",\"badge\":\"x\",\"label\":\"K-1\"", "square", "square-entry")));
    }

    private static String body(String start, String door, String point) {
        return "{" + start + ",\"door\":\"" + door + "\",\"point\":\"" + point + "\"}";
    }

    @ParameterizedTest
    @MethodSource("refused")
    void aBrokenRuleIsNamedAndNothingIsAsked(RefusedCase refused) {
        refused.check(site, "/badges/learn", person);

        assertThat(points.sent).isEmpty();
    }

    @Test
    void aLabelInUseIsAConflictBeforeAnybodyHoldsABadge() {
        example.badge(person, "K-0042", "0000000001");

        assertThat(start("K-0042").status()).isEqualTo(409);
        assertThat(points.sent).isEmpty();
    }

    @Test
    void aControllerThatIsAwayCannotBeTold() {
        points.cut = true;

        Reply refused = start("K-0042");

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.text("rule")).contains("cannot be told now");
    }

    @Test
    void anUnknownAttemptIsNotFound() {
        assertThat(site.client().get("/badges/learn/l-1").status()).isEqualTo(404);
    }

    @Test
    void attemptsThatAreOverMakeRoomAndThoseThatWaitDoNot() {
        for (int i = 0; i < Learning.ATTEMPTS_MAX; i++) {
            assertThat(start("K-" + i).status()).isEqualTo(202);
        }
        assertThat(start("K-full").status()).isEqualTo(503);

        site.learning().notLearnt(points.sent.get(3), Outcome.NOTHING_READ);

        assertThat(start("K-next").status()).isEqualTo(202);
        assertThat(start("K-full").status()).isEqualTo(503);
    }

    private Reply start(String label) {
        return site.client()
                .post(
                        "/badges/learn",
                        body("\"person\":\"" + person + "\",\"label\":\"" + label + "\"", "square", "square-entry"));
    }

    private Reply poll(Reply started) {
        return site.client().get("/badges/learn/" + started.text("id"));
    }
}
