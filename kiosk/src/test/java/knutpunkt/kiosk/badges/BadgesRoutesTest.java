package knutpunkt.kiosk.badges;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import knutpunkt.access.AccessItem;
import knutpunkt.access.BadgeToken;
import knutpunkt.kiosk.ExampleSite;
import knutpunkt.kiosk.RefusedCase;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.web.ContractClient.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadgesRoutesTest {
    private static final String NUMBER = "0A1B2C3D4E";
    private static final BadgeToken TOKEN =
            RunningSite.KEY.token(BadgeNumber.parse(NUMBER).bits());

    @TempDir
    private Path folder;

    private RunningSite site;
    private ExampleSite example;
    private String person;

    @BeforeEach
    void open() {
        site = RunningSite.open(folder);
        example = new ExampleSite(site);
        person = example.person(example.partner("Polisen"), "Maja Öberg");
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void aNewBadgeIsInTheAccessList() {
        Reply added = add("K-0042", NUMBER);

        assertThat(added.status()).isEqualTo(201);
        assertThat(added.header("Location")).hasValue("/api/v1/badges/" + added.text("id"));
        assertThat(added.text("change")).isEqualTo(site.accessList().revision().toString());
        assertThat(site.accessList().badge(TOKEN)).hasValueSatisfying(badge -> {
            assertThat(badge.person().text()).isEqualTo(person);
            assertThat(badge.blocked()).isFalse();
        });
    }

    @Test
    void theNumberIsNowhere() {
        Reply added = add("K-0042", NUMBER);

        assertThat(added.text()).doesNotContainIgnoringCase(NUMBER);
        assertThat(site.client().get("/badges").text()).doesNotContainIgnoringCase(NUMBER);
        assertThat(site.dump()).noneMatch(row -> row.toUpperCase(Locale.ROOT).contains(NUMBER));
    }

    @Test
    void theTokenIsInNoAnswer() {
        String id = add("K-0042", NUMBER).text("id");

        assertThat(site.client().get("/badges/" + id).text())
                .doesNotContain(TOKEN.text().substring(2));
    }

    @Test
    void theCaseOfTheDigitsDoesNotMatter() {
        add("K-0042", NUMBER);

        new RefusedCase(409, "badge", "in use", "{\"person\":\"%s\",\"label\":\"K-0043\",\"badge\":\"0a1b2c3d4e\"}")
                .check(site, "/badges", person);
    }

    @Test
    void aLabelIsOnOneBadgeOnly() {
        add("K-0042", NUMBER);

        new RefusedCase(
                        409,
                        "label",
                        "another badge",
                        "{\"person\":\"%s\",\"label\":\"K-0042\",\"badge\":\"0000000001\"}")
                .check(site, "/badges", person);
    }

    @Test
    void aPersonMayHaveTwoBadges() {
        add("K-0042", NUMBER);

        assertThat(add("K-0043", "0000000001").status()).isEqualTo(201);
        assertThat(site.client().get("/badges?person=" + person).json().get("badges"))
                .hasSize(2);
    }

    static Stream<RefusedCase> refused() {
        String badge = "\"badge\":\"0000000001\"";
        return Stream.of(
                new RefusedCase(400, "person", "is missing", "{\"label\":\"K-1\"," + badge + "}"),
                new RefusedCase(404, "person", "of this site", "{\"person\":\"p-1\",\"label\":\"K-1\"," + badge + "}"),
                new RefusedCase(400, "person", "must be text", "{\"person\":{},\"label\":\"K-1\"," + badge + "}"),
                new RefusedCase(400, "person", "of this site", "{\"person\":\"\",\"label\":\"K-1\"," + badge + "}"),
                new RefusedCase(400, "label", "is missing", "{\"person\":\"%s\"," + badge + "}"),
                new RefusedCase(400, "label", "must be text", "{\"person\":\"%s\",\"label\":42," + badge + "}"),
                new RefusedCase(400, "label", "1 to 32", "{\"person\":\"%s\",\"label\":\"\"," + badge + "}"),
                new RefusedCase(
                        400,
                        "label",
                        "1 to 32",
                        "{\"person\":\"%s\",\"label\":\"" + "K".repeat(33) + "\"," + badge + "}"),
                new RefusedCase(
                        400,
                        "label",
                        "badge's number",
                        "{\"person\":\"%s\",\"label\":\"K 00-0000:0001\"," + badge + "}"),
                new RefusedCase(400, "badge", "is missing", "{\"person\":\"%s\",\"label\":\"K-1\"}"),
                new RefusedCase(
                        400, "badge", "must be text", "{\"person\":\"%s\",\"label\":\"K-1\",\"badge\":1234567890}"),
                new RefusedCase(
                        400,
                        "badge",
                        "10 hexadecimal",
                        "{\"person\":\"%s\",\"label\":\"K-1\",\"badge\":\"000000001\"}"),
                new RefusedCase(
                        400,
                        "badge",
                        "10 hexadecimal",
                        "{\"person\":\"%s\",\"label\":\"K-1\",\"badge\":\"00000000011\"}"),
                new RefusedCase(
                        400,
                        "badge",
                        "10 hexadecimal",
                        "{\"person\":\"%s\",\"label\":\"K-1\",\"badge\":\"000000000g\"}"),
                new RefusedCase(
                        400,
                        "blocked",
                        "not a field",
                        "{\"person\":\"%s\",\"label\":\"K-1\",\"blocked\":true," + badge + "}"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void aBrokenRuleIsNamedAndNothingIsWritten(RefusedCase refused) {
        refused.check(site, "/badges", person);
    }

    @Test
    void aRefusalDoesNotRepeatTheNumber() {
        Reply reply = add("K-0042", "0A1B2C3D4EFF");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text()).doesNotContain("0A1B2C3D4E");
    }

    @Test
    void aBlockedBadgeIsBlockedInTheAccessList() {
        String id = add("K-0042", NUMBER).text("id");

        Reply blocked = site.client().post("/badges/" + id + "/block");

        assertThat(blocked.status()).isEqualTo(200);
        assertThat(blocked.json().get("blocked").asBoolean()).isTrue();
        assertThat(blocked.text("change"))
                .isEqualTo(site.accessList().revision().toString());
        assertThat(site.accessList().badge(TOKEN))
                .map(AccessItem.Badge::blocked)
                .hasValue(true);
    }

    @Test
    void anUnblockedBadgeIsFreeInTheAccessList() {
        String id = add("K-0042", NUMBER).text("id");
        site.client().post("/badges/" + id + "/block");

        Reply free = site.client().post("/badges/" + id + "/unblock");

        assertThat(free.json().get("blocked").asBoolean()).isFalse();
        assertThat(site.accessList().badge(TOKEN))
                .map(AccessItem.Badge::blocked)
                .hasValue(false);
    }

    @Test
    void blockingTwiceIsOneChange() {
        String id = add("K-0042", NUMBER).text("id");
        Reply first = site.client().post("/badges/" + id + "/block");
        List<String> before = site.dump();

        Reply second = site.client().post("/badges/" + id + "/block", "{}");

        assertThat(second.text()).isEqualTo(first.text());
        assertThat(site.dump()).isEqualTo(before);
    }

    @Test
    void unblockingAFreeBadgeTellsTheChangeThatMadeIt() {
        Reply added = add("K-0042", NUMBER);

        Reply free = site.client().post("/badges/" + added.text("id") + "/unblock");

        assertThat(free.text("change")).isEqualTo(added.text("change"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/badges/b-1/block", "/badges/b-1/unblock", "/badges/NO%20ID/block"})
    void anUnknownBadgeCannotBeBlocked(String path) {
        assertThat(site.client().post(path).status()).isEqualTo(404);
    }

    @Test
    void blockingTakesNoFields() {
        String id = add("K-0042", NUMBER).text("id");

        Reply reply = site.client().post("/badges/" + id + "/block", "{\"reason\":\"lost\"}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("field")).isEqualTo("reason");
    }

    @Test
    void anUnknownBadgeIsNotFound() {
        assertThat(site.client().get("/badges/b-1").status()).isEqualTo(404);
    }

    @Test
    void whatTheApiToldIsStillThereAfterARestart() {
        String id = add("K-0042", NUMBER).text("id");
        Reply blocked = site.client().post("/badges/" + id + "/block");
        site.close();

        site = RunningSite.open(folder);

        assertThat(site.client().get("/badges/" + id).json().get("blocked").asBoolean())
                .isTrue();
        assertThat(site.accessList().revision()).hasToString(blocked.text("change"));
        assertThat(site.accessList().badge(TOKEN))
                .map(AccessItem.Badge::blocked)
                .hasValue(true);
    }

    private Reply add(String label, String number) {
        return site.client()
                .post(
                        "/badges",
                        "{\"person\":\"" + person + "\",\"label\":\"" + label + "\",\"badge\":\"" + number + "\"}");
    }
}
