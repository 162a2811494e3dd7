package knutpunkt.kiosk.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.http.Method;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.admin.AdminRoutes.Route;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every page and form, tried by every role on what is its own and what is another partner's. */
class RoleTableTest {
    private static final String TABLE = """
            BE_HERE             ALL  ALL  ALL  ALL  ALL
            SEE_PEOPLE          ALL  OWN  NONE NONE NONE
            CHANGE_PEOPLE       ALL  OWN  NONE NONE NONE
            READ_REAL_NAME      NONE OWN  NONE NONE NONE
            FIND_BADGE          ALL  OWN  ALL  NONE NONE
            BLOCK_BADGE         ALL  OWN  ALL  NONE NONE
            ISSUE_BADGE         ALL  OWN  NONE NONE NONE
            SEE_PRESENCE        ALL  OWN  NONE NONE NONE
            CORRECT_PRESENCE    ALL  OWN  NONE NONE NONE
            SEE_PARTNERS        ALL  OWN  NONE NONE NONE
            CHANGE_PARTNERS     ALL  NONE NONE NONE NONE
            LET_PARTNER_LEAVE   ALL  NONE NONE NONE NONE
            CONFIRM_PEOPLE      ALL  OWN  NONE NONE NONE
            CHOOSE_VISIBILITY   ALL  OWN  NONE NONE NONE
            SEE_GROUPS          ALL  OWN  NONE NONE NONE
            CHANGE_GROUPS       ALL  OWN  NONE NONE NONE
            SEE_RULES           ALL  ALL  NONE NONE NONE
            CHANGE_RULES        ALL  NONE NONE NONE NONE
            SEE_GRANTS          ALL  OWN  NONE NONE NONE
            CHANGE_GRANTS       ALL  NONE NONE NONE NONE
            EXPLAIN             ALL  OWN  NONE NONE NONE
            SEE_DOORS           ALL  ALL  ALL  ALL  ALL
            RELEASE_DOOR        ALL  NONE NONE ALL  NONE
            ACKNOWLEDGE_ALARM   ALL  NONE NONE ALL  NONE
            WRITE_NOTICES       ALL  OWN  NONE NONE NONE
            KEEP_SCREENS        ALL  NONE NONE ALL  NONE
            SET_WALL            ALL  NONE NONE NONE NONE
            SEE_OCCUPANCY       ALL  OWN  NONE NONE NONE
            READ_LOG            ALL  NONE NONE NONE ALL
            READ_AUDIT          ALL  OWN  NONE NONE ALL
            KEEP_ACCOUNTS       ALL  NONE NONE NONE NONE
            """;

    @TempDir
    private Path folder;

    private RunningSite site;
    private TwoPartners partners;

    @BeforeEach
    void open() {
        site = RunningSite.open(folder);
        partners = new TwoPartners(site);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void theTableIsTheOneThatWasAgreed() {
        String table = Arrays.stream(Act.values())
                .map(act -> "%-19s %s"
                        .formatted(
                                act,
                                Arrays.stream(Role.values())
                                        .map(role -> "%-4s".formatted(act.reach(role)))
                                        .collect(Collectors.joining(" "))
                                        .strip()))
                .collect(Collectors.joining("\n", "", "\n"));
        assertThat(table).isEqualTo(TABLE);
    }

    @Test
    void everyMenuEntryLeadsToAPage() {
        List<String> pages = site.admin().table().stream()
                .filter(route -> route.method().equals(Method.GET))
                .map(route -> AdminRoutes.ROOT + route.path())
                .toList();
        assertThat(pages)
                .containsAll(Arrays.stream(Menu.values()).map(Menu::path).toList());
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void everyRouteIsForThisRoleWhatTheTableSays(Role role) {
        try (Surfer surfer = partners.signedIn(role)) {
            surfer.get("/admin/account");
            String token = surfer.token();
            for (Route route : inOrder()) {
                int own = status(surfer, route, partners.filled(route.path(), partners.own()), token);
                String what = role + " " + route.method().text() + " " + route.path();
                if (route.act().reach(role) == Reach.NONE) {
                    assertThat(own).as(what).isEqualTo(403);
                    continue;
                }
                assertThat(own).as(what + " of its own").isNotIn(403, 404, 500);
                if (partners.isPartners(route.path())) {
                    int other = status(surfer, route, partners.filled(route.path(), partners.other()), token);
                    if (route.act().reach(role) == Reach.OWN) {
                        assertThat(other).as(what + " of another partner").isEqualTo(404);
                    } else {
                        assertThat(other).as(what + " of any partner").isNotIn(403, 404, 500);
                    }
                }
            }
        }
    }

    /** What ends the session comes last. */
    private List<Route> inOrder() {
        return site.admin().table().stream()
                .sorted((one, two) -> Boolean.compare(ends(one), ends(two)))
                .toList();
    }

    private static boolean ends(Route route) {
        return route.path().equals("/sign-out");
    }

    private static int status(Surfer surfer, Route route, String path, String token) {
        HttpResponse<String> response = route.method().equals(Method.GET)
                ? surfer.get(path).response()
                : surfer.postOnce(path, Surfer.form(token));
        return response.statusCode();
    }

    @Test
    void nothingIsReachedWithoutSigningIn() {
        try (var stranger = new Surfer(site.address())) {
            for (Route route : site.admin().table()) {
                String path = partners.filled(route.path(), partners.own());
                if (route.method().equals(Method.GET)) {
                    assertThat(stranger.get(path).path()).as(path).isEqualTo("/admin/sign-in");
                } else {
                    HttpResponse<String> refused = stranger.postOnce(path, Surfer.form("x"));
                    assertThat(refused.statusCode()).as(path).isEqualTo(303);
                    assertThat(refused.headers().firstValue("Location").orElseThrow())
                            .startsWith("/admin/sign-in");
                }
            }
            assertThat(stranger.get("/admin/nothing-of-the-kind").path()).isEqualTo("/admin/sign-in");
        }
    }

    @Test
    void noFormIsTakenWithoutItsOwnSessionsToken() {
        try (Surfer owner = partners.signedIn(Role.OWNER);
                Surfer another = partners.signedIn(Role.OWNER)) {
            another.get("/admin/account");
            List<String> before = site.dump();
            for (Route route : site.admin().table()) {
                if (route.method().equals(Method.POST)) {
                    String path = partners.filled(route.path(), partners.own());
                    for (String token : List.of("", "x", another.token())) {
                        assertThat(owner.postOnce(path, Surfer.form(token)).statusCode())
                                .as(path)
                                .isEqualTo(403);
                    }
                }
            }
            assertThat(site.dump()).isEqualTo(before);
        }
    }

    @Test
    void noFormIsTakenWithAFieldThatItsPageDoesNotHave() {
        try (Surfer owner = partners.signedIn(Role.OWNER)) {
            owner.get("/admin/account");
            for (Route route : site.admin().table()) {
                if (route.method().equals(Method.POST)
                        && !ends(route)
                        && route.act().reach(Role.OWNER) != Reach.NONE) {
                    String path = partners.filled(route.path(), partners.own());
                    assertThat(owner.postOnce(path, Surfer.form(owner.token(), "surplus", "OWNER"))
                                    .statusCode())
                            .as(path)
                            .isEqualTo(400);
                }
            }
        }
    }

    @Test
    void anIdThatIsNoneIsNotThereForAnybody() {
        try (Surfer owner = partners.signedIn(Role.OWNER)) {
            owner.get("/admin/account");
            for (String id : List.of("p-0", "..%2f..%2fetc", "'%20OR%201=1--", "%00", "A".repeat(400), "%7B7*7%7D")) {
                for (Route route : site.admin().table()) {
                    if (route.path().contains("{id}") && route.act().reach(Role.OWNER) != Reach.NONE) {
                        String path = AdminRoutes.ROOT + route.path().replace("{id}", id);
                        assertThat(status(owner, route, path, owner.token()))
                                .as(path)
                                .isIn(400, 404);
                    }
                }
            }
        }
    }
}
