package knutpunkt.kiosk.grants;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import knutpunkt.access.Grant;
import knutpunkt.access.Window;
import knutpunkt.kiosk.ExampleSite;
import knutpunkt.kiosk.RefusedCase;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.By;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.doors.DoorGroup;
import knutpunkt.kiosk.doors.DoorGroups;
import knutpunkt.kiosk.ids.DoorGroupId;
import knutpunkt.kiosk.ids.GroupId;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.people.Group;
import knutpunkt.kiosk.people.Groups;
import knutpunkt.kiosk.schedules.Schedule;
import knutpunkt.kiosk.web.ContractClient.Reply;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.ScheduleId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GrantsRoutesTest {
    @TempDir
    private Path folder;

    private RunningSite site;
    private ExampleSite example;
    private String partner;
    private String person;

    @BeforeEach
    void open() {
        site = RunningSite.open(folder);
        example = new ExampleSite(site);
        partner = example.partner("Polisen");
        person = example.person(partner, "Maja Öberg");
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void aNewGrantIsInTheAccessList() {
        site.addSchedule(new Schedule(
                new ScheduleId("evenings"), "Kvällar", List.of(new Window(DayOfWeek.FRIDAY, 1020, 1440)), List.of()));

        Reply added = site.client().post("/grants", """
                        {"person":"%s","doors":["square","office"],"schedule":"evenings",
                        "validFrom":"2026-11-22T13:00:00+01:00","validUntil":"2027-01-01T00:00:00Z"}""".formatted(person));

        assertThat(added.status()).isEqualTo(201);
        assertThat(added.header("Location")).hasValue("/api/v1/grants/" + added.text("id"));
        assertThat(added.text("change")).isEqualTo(site.accessList().revision().toString());
        assertThat(added.text("validFrom")).isEqualTo("2026-11-22T12:00:00Z");
        Grant grant = grants().getFirst();
        assertThat(grant.id()).hasToString(added.text("id"));
        assertThat(grant.doors()).containsExactlyInAnyOrder(new DoorId("square"), new DoorId("office"));
        assertThat(grant.schedule()).hasValue(new ScheduleId("evenings"));
        assertThat(grant.from()).isEqualTo(Instant.parse("2026-11-22T12:00:00Z"));
        assertThat(grant.until()).isEqualTo(Instant.parse("2027-01-01T00:00:00Z"));
    }

    @Test
    void aGrantWithoutAScheduleHoldsAtAnyHour() {
        example.grant(person, "square");

        assertThat(grants().getFirst().schedule()).isEmpty();
    }

    @Test
    void aSecondGrantLeavesTheFirst() {
        example.grant(person, "square");

        example.grant(person, "office");

        assertThat(grants()).hasSize(2);
    }

    @Test
    void aGrantTakenBackIsGoneFromTheAccessList() {
        String kept = example.grant(person, "square");
        String id = example.grant(person, "office");

        Reply removed = site.client().delete("/grants/" + id);

        assertThat(removed.status()).isEqualTo(200);
        assertThat(removed.text("change"))
                .isEqualTo(site.accessList().revision().toString());
        assertThat(grants())
                .singleElement()
                .satisfies(grant -> assertThat(grant.id()).hasToString(kept));
        assertThat(site.client().get("/grants/" + id).status()).isEqualTo(404);
    }

    @Test
    void aGrantIsTakenBackOnce() {
        String id = example.grant(person, "office");
        site.client().delete("/grants/" + id);
        List<String> before = site.dump();

        assertThat(site.client().delete("/grants/" + id).status()).isEqualTo(404);
        assertThat(site.dump()).isEqualTo(before);
    }

    static Stream<RefusedCase> refused() {
        String times = "\"validFrom\":\"2026-01-01T00:00:00Z\",\"validUntil\":\"2027-01-01T00:00:00Z\"";
        String head = "{\"person\":\"%s\",\"doors\":[\"square\"],";
        return Stream.of(
                new RefusedCase(400, "person", "is missing", "{\"doors\":[\"square\"]," + times + "}"),
                new RefusedCase(
                        404, "person", "of this site", "{\"person\":\"p-1\",\"doors\":[\"square\"]," + times + "}"),
                new RefusedCase(400, "doors", "is missing", "{\"person\":\"%s\"," + times + "}"),
                new RefusedCase(400, "doors", "list of 1 to 50", "{\"person\":\"%s\",\"doors\":[]," + times + "}"),
                new RefusedCase(
                        400, "doors", "list of 1 to 50", "{\"person\":\"%s\",\"doors\":\"square\"," + times + "}"),
                new RefusedCase(400, "doors[0]", "must be text", "{\"person\":\"%s\",\"doors\":[7]," + times + "}"),
                new RefusedCase(400, "doors[0]", "a door", "{\"person\":\"%s\",\"doors\":[\"A/B\"]," + times + "}"),
                new RefusedCase(
                        404, "doors[1]", "a door", "{\"person\":\"%s\",\"doors\":[\"square\",\"x\"]," + times + "}"),
                new RefusedCase(
                        400,
                        "doors[1]",
                        "twice",
                        "{\"person\":\"%s\",\"doors\":[\"square\",\"square\"]," + times + "}"),
                new RefusedCase(
                        400,
                        "doors",
                        "1 to 50",
                        "{\"person\":\"%s\",\"doors\":["
                                + IntStream.range(0, 51)
                                        .mapToObj(i -> "\"d" + i + "\"")
                                        .collect(joining(","))
                                + "]," + times + "}"),
                new RefusedCase(404, "schedule", "a schedule", head + "\"schedule\":\"never\"," + times + "}"),
                new RefusedCase(400, "schedule", "must be text", head + "\"schedule\":null," + times + "}"),
                new RefusedCase(400, "validFrom", "is missing", head + "\"validUntil\":\"2027-01-01T00:00:00Z\"}"),
                new RefusedCase(400, "validUntil", "is missing", head + "\"validFrom\":\"2027-01-01T00:00:00Z\"}"),
                new RefusedCase(400, "validFrom", "must be text", head + "\"validFrom\":1767225600}"),
                bad(head, "validFrom", "2026-01-01"),
                bad(head, "validFrom", "2026-01-01T00:00:00"),
                bad(head, "validFrom", "2026-02-30T00:00:00Z"),
                bad(head, "validFrom", "2026-01-01T00:00:00.5Z"),
                bad(head, "validFrom", "tomorrow"),
                new RefusedCase(
                        400,
                        "validFrom",
                        "1970 and 2106",
                        head + "\"validFrom\":\"1969-12-31T23:59:59Z\",\"validUntil\":\"2027-01-01T00:00:00Z\"}"),
                new RefusedCase(
                        400,
                        "validUntil",
                        "1970 and 2106",
                        head + "\"validFrom\":\"2026-01-01T00:00:00Z\",\"validUntil\":\"2107-01-01T00:00:00Z\"}"),
                new RefusedCase(
                        400,
                        "validUntil",
                        "after validFrom",
                        head + "\"validFrom\":\"2027-01-01T00:00:00Z\",\"validUntil\":\"2027-01-01T00:00:00Z\"}"),
                new RefusedCase(404, "group", "a group", "{\"group\":\"u-9\",\"doors\":[\"square\"]," + times + "}"),
                new RefusedCase(
                        400,
                        "group",
                        "beside a person",
                        "{\"person\":\"%s\",\"group\":\"u-9\",\"doors\":[\"square\"]," + times + "}"),
                new RefusedCase(
                        404, "doorGroups[0]", "group of doors", head + "\"doorGroups\":[\"dg-9\"]," + times + "}"),
                new RefusedCase(400, "doorGroups", "list of 1 to 20", head + "\"doorGroups\":[]," + times + "}"),
                new RefusedCase(400, "posture", "not a field", head + "\"posture\":\"normal\"," + times + "}"));
    }

    private static RefusedCase bad(String head, String field, String time) {
        return new RefusedCase(
                400,
                field,
                "offset and whole seconds",
                head + "\"" + field + "\":\"" + time + "\",\"validUntil\":\"2027-01-01T00:00:00Z\"}");
    }

    @ParameterizedTest
    @MethodSource("refused")
    void aBrokenRuleIsNamedAndNothingIsWritten(RefusedCase refused) {
        refused.check(site, "/grants", person);
    }

    @Test
    void aPersonHasAMostNumberOfGrants() {
        for (int i = 0; i < Holders.GRANTS_MAX; i++) {
            example.grant(person, "square");
        }

        new RefusedCase(409, "person", "already has 50", """
                        {"person":"%s","doors":["square"],"validFrom":"2026-01-01T00:00:00Z","validUntil":"2027-01-01T00:00:00Z"}""").check(site, "/grants", person);
    }

    @Test
    void aGroupsGrantForAGroupOfDoorsIsEveryMembersAndIsShownAsItWasGiven() {
        site.database().write(transaction -> {
            Groups.add(transaction, new Group(new GroupId("u-1"), new PartnerId(partner), "Fältet"));
            Groups.put(transaction, new PersonId(person), Optional.of(new GroupId("u-1")));
            DoorGroups.add(
                    transaction,
                    new DoorGroup(new DoorGroupId("dg-1"), "Alla", Set.of(new DoorId("square"), new DoorId("office"))));
            return true;
        });

        Reply added = site.client().post("/grants", """
                        {"group":"u-1","doorGroups":["dg-1"],"validFrom":"2026-01-01T00:00:00Z",
                        "validUntil":"2027-01-01T00:00:00Z"}""");

        assertThat(added.status()).isEqualTo(201);
        assertThat(added.json().has("person")).isFalse();
        assertThat(added.json().get("doors")).isEmpty();
        assertThat(grants().getFirst().doors()).containsExactlyInAnyOrder(new DoorId("square"), new DoorId("office"));
        Reply listed = site.client().get("/grants?group=u-1");
        assertThat(listed.json().at("/grants/0/group").asText()).isEqualTo("u-1");
        assertThat(listed.json().at("/grants/0/doorGroups/0").asText()).isEqualTo("dg-1");
        assertThat(site.client().get("/grants?person=" + person).json().get("grants"))
                .isEmpty();
        site.client().delete("/grants/" + added.text("id"));
        assertThat(grants()).isEmpty();
    }

    @Test
    void everyGrantThatIsGivenOrTakenBackIsAudited() {
        String id = example.grant(person, "square");
        site.client().delete("/grants/" + id);

        List<Audit.Line> lines =
                site.database().read(transaction -> Audit.before(transaction, Optional.empty(), Long.MAX_VALUE, 2));

        assertThat(lines).extracting(Audit.Line::deed).containsExactly(Deed.GRANT_REMOVED, Deed.GRANT_ADDED);
        assertThat(lines).allSatisfy(line -> {
            assertThat(line.by()).isEqualTo(By.API);
            assertThat(line.subject()).isEqualTo(id);
            assertThat(line.partner()).hasValue(new PartnerId(partner));
        });
        assertThat(lines.getLast().after()).containsEntry("person", person).containsEntry("doors", "square");
    }

    @Test
    void grantsAreListedByPerson() {
        String other = example.person(example.partner("Butiken"), "Ali Larsson");
        example.grant(other, "square");
        String id = example.grant(person, "square");

        Reply listed = site.client().get("/grants?person=" + person);

        assertThat(listed.json().get("grants")).hasSize(1);
        assertThat(listed.json().at("/grants/0/id").asText()).isEqualTo(id);
        assertThat(site.client().get("/grants/" + id).text("person")).isEqualTo(person);
    }

    private List<Grant> grants() {
        return site.accessList().holder(new PersonId(person)).orElseThrow().grants();
    }
}
