package knutpunkt.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import knutpunkt.endtoend.Records;
import knutpunkt.endtoend.RunningSite;
import knutpunkt.endtoend.RunningSite.Somebody;
import knutpunkt.kiosk.admin.Surfer;
import org.awaitility.Awaitility;

/**
 * People at the doors and at the pages while the broker misbehaves, and what the site must know of them in the end: each
 * reading and passage once and in order, who is in, who is blocked, and no release that nobody had a right to.
 */
final class Visitors implements AutoCloseable {
    private static final String GRANTED = "granted";
    private static final String REFUSED = "refused";
    private static final String ENTRY = "entry";

    /** A command may come as late as the challenge that it answers lives at the door. */
    private static final Duration COMMAND_LIFE = Duration.ofSeconds(20);

    private final HostileSite at;
    private final RunningSite site;
    private final StrikeWatch strikes;

    /** What the readers have shown, in order, by the door's controller. */
    private final Map<String, List<Reading>> shown = new TreeMap<>();

    private final Map<String, Integer> doorOpenings = new HashMap<>();
    private final List<Somebody> blocked = new ArrayList<>();
    private int badges;
    private int releasesAsked;

    /** A badge at a reader, in the words of the log. */
    private record Reading(String kind, String point, String person) {}

    /** What the service answered, and when. */
    record Block(Somebody who, String change) {}

    Visitors(HostileSite at) {
        this.at = at;
        this.site = at.site();
        this.strikes = new StrikeWatch(at.panels());
        for (String door : at.panels().keySet()) {
            shown.put(door, new ArrayList<>());
        }
    }

    /** Somebody new whom both doors let in; only while the broker does its work. */
    Somebody known() {
        badges++;
        return site.enrolled(
                "Besökare " + badges, "0F00E1%04X".formatted(badges), HostileSite.SQUARE, HostileSite.YARD);
    }

    /** The same, blocked, and both doors have confirmed it. */
    Somebody blocked() {
        Somebody somebody = known();
        site.awaitConfirmed(block(somebody).change());
        return somebody;
    }

    /** Blocks a badge at the service; the doors hear of it when the broker lets them. */
    Block block(Somebody who) {
        JsonNode answer = site.api().post("badges/" + who.badgeId() + "/block").expect(200);
        blocked.add(who);
        return new Block(who, answer.path("change").asText());
    }

    boolean isConfirmed(Block block) {
        List<String> states =
                site.api().get("changes/" + block.change()).expect(200).findValuesAsText("state");
        return !states.isEmpty() && states.stream().allMatch("confirmed"::equals);
    }

    /** Goes in or out, and closes the door behind. */
    void passes(Somebody who, String door, String reader) {
        assertThat(taps(who.badge(), Optional.of(who), door, reader)).isEqualTo(GRANTED);
        boolean isEntry = reader.equals(ENTRY);
        if (isEntry) {
            strikes.awaitReleased(door);
        }
        var _ = at.panel(door).open(door);
        if (isEntry) {
            strikes.awaitSecured(door);
        }
        var _ = at.panel(door).close(door);
        doorOpenings.merge(door, 1, Integer::sum);
    }

    /** Both come and go and end up inside. */
    void goInAndOut(Somebody one, Somebody other) {
        passes(one, HostileSite.SQUARE, ENTRY);
        passes(other, HostileSite.YARD, ENTRY);
        passes(one, HostileSite.SQUARE, "exit");
        passes(other, HostileSite.YARD, "exit");
        passes(one, HostileSite.YARD, ENTRY);
        passes(other, HostileSite.SQUARE, ENTRY);
    }

    /** Nobody knows this badge. */
    void strangerIsRefused() {
        badges++;
        for (String door : shown.keySet()) {
            assertThat(taps("0FFFFF%04X".formatted(badges), Optional.empty(), door, ENTRY))
                    .isEqualTo(REFUSED);
        }
    }

    void isRefused(Somebody who) {
        for (String door : shown.keySet()) {
            assertThat(taps(who.badge(), Optional.of(who), door, ENTRY)).isEqualTo(REFUSED);
        }
    }

    private String taps(String badge, Optional<Somebody> who, String door, String reader) {
        Instant from = Instant.now();
        String outcome = at.panel(door).tap(door, badge, reader);
        boolean isEntry = reader.equals(ENTRY);
        if (isEntry && outcome.equals(GRANTED)) {
            strikes.allow(door, from, Instant.now());
        }
        String kind = isEntry ? outcome : "exit-read";
        shown.get(door)
                .add(new Reading(
                        kind, door + "-" + reader, who.map(Somebody::person).orElse("")));
        return outcome;
    }

    /** An administrator has a door released once, by the page; whether it can be told is the broker's to say. */
    boolean releases(String door) {
        at.owner().get("/admin/doors/" + door);
        Instant from = Instant.now();
        strikes.allowCommand(door, from, from.plus(COMMAND_LIFE));
        Surfer.Seen seen = at.owner().post("/admin/doors/" + door + "/release");
        releasesAsked++;
        return seen.status() == 200;
    }

    StrikeWatch strikes() {
        return strikes;
    }

    /** What must hold at every moment, whatever the broker does. */
    void assertNothingOpened() {
        assertThat(strikes.unexplained())
                .as("releases that nobody had a right to")
                .isEmpty();
    }

    /** Waits until the service knows all that happened at the doors, and holds it against what was shown there. */
    void assertNothingIsLost() {
        Awaitility.await("all that the doors kept is in the log")
                .atMost(RunningSite.PATIENCE)
                .pollInterval(Duration.ofMillis(300))
                .until(this::isAllInLog);
        List<JsonNode> log = site.api().everyEvent();
        Records.assertOnceAndInOrder(log);
        shown.forEach((door, readings) ->
                assertThat(readingsAt(door, log)).as("readings at %s", door).containsExactlyElementsOf(readings));
        doorOpenings.forEach((door, openings) -> assertThat(log.stream()
                        .filter(event -> event.path("kind").asText().equals("passage"))
                        .filter(event -> event.path("door").asText().equals(door)))
                .as("passages at %s", door)
                .hasSize(openings));
        List<JsonNode> released = log.stream()
                .filter(event -> event.path("kind").asText().equals("released-by-command"))
                .toList();
        assertThat(released)
                .extracting(event -> event.path("details").path("command").asText())
                .doesNotHaveDuplicates()
                .hasSizeLessThanOrEqualTo(releasesAsked);
        released.forEach(event -> strikes.commanded(
                event.path("door").asText(), Instant.parse(event.path("at").asText())));
    }

    private static List<Reading> readingsAt(String door, List<JsonNode> log) {
        return log.stream()
                .filter(event -> event.path("details").path("point").asText().startsWith(door + "-"))
                .filter(event -> List.of(GRANTED, REFUSED, "exit-read")
                        .contains(event.path("kind").asText()))
                .map(event -> new Reading(
                        event.path("kind").asText(),
                        event.path("details").path("point").asText(),
                        event.path("details").path("person").asText()))
                .toList();
    }

    /** Whether the log has every record that is in the controllers' journal files. */
    private boolean isAllInLog() throws SQLException {
        Map<String, Long> newest = new HashMap<>();
        site.api()
                .everyEvent()
                .forEach(event -> newest.merge(
                        event.path("controller").asText(),
                        event.path("sequence").asLong(),
                        Math::max));
        for (Map.Entry<String, Path> each : at.journals().entrySet()) {
            try (var connection = DriverManager.getConnection("jdbc:sqlite:" + each.getValue());
                    var statement = connection.createStatement();
                    var rows = statement.executeQuery("SELECT max(sequence) FROM record")) {
                if (newest.getOrDefault(each.getKey(), 0L) < rows.getLong(1)) {
                    return false;
                }
            }
        }
        return true;
    }

    @Override
    public void close() {
        strikes.close();
    }
}
