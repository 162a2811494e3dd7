package knutpunkt.kiosk.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.Optional;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.ids.AccountId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an open page hears when it begins to listen later than something happened: its stream ends at once then. */
class AliveStreamTest {
    @TempDir
    private Path folder;

    private RunningSite site;
    private Staff staff;
    private AccountId account;
    private Surfer page;

    @BeforeEach
    void open() {
        site = RunningSite.open(folder);
        staff = new Staff(site);
        account = staff.account(Role.OWNER, Optional.empty());
        page = staff.signedIn(account);
    }

    @AfterEach
    void close() {
        page.close();
        site.close();
    }

    private String heard(String as) {
        return page.send(
                        "/admin/alive?as=" + as,
                        HttpRequest.newBuilder()
                                .header("Accept", "text/event-stream")
                                .GET())
                .body();
    }

    @Test
    void aPageThatWasMadeForAnotherRoleIsOut() {
        String as = page.get("/admin/people").signedInAs();
        assertThat(as).isNotEmpty();
        try (Surfer owner = staff.owner()) {
            owner.get("/admin/accounts/" + account);
            owner.post("/admin/accounts/" + account, "role", "technician", "partner", "");
        }

        assertThat(heard(as)).contains("event:out").doesNotContain("changed");
    }

    @Test
    void aPageThatDoesNotSayForWhomItWasMadeIsOut() {
        page.get("/admin");

        assertThat(heard("")).contains("event:out");
    }
}
