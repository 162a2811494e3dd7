package knutpunkt.kiosk.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.admin.Surfer.Seen;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignInTest {
    private static final String PASSWORD = "en lagom lång mening";

    @TempDir
    private Path folder;

    private final AtomicReference<Instant> time = new AtomicReference<>(RunningSite.NOW);
    private RunningSite site;
    private Surfer surfer;

    @BeforeEach
    void open() {
        site = RunningSite.open(folder, time::get);
        surfer = new Surfer(site.address());
    }

    @AfterEach
    void close() {
        surfer.close();
        site.close();
    }

    @Test
    void theFirstOwnerChoosesAPasswordByAOneTimeLinkAndIsIn() {
        Seen in = setUp();

        assertThat(in.status()).isEqualTo(200);
        assertThat(in.path()).isEqualTo("/admin");
        assertThat(in.words()).contains("Översikt").contains("Lokalansvarig");
        assertThat(site.admin().firstLink()).isEmpty();
    }

    private Seen setUp() {
        String link = site.admin().firstLink().orElseThrow();
        surfer.get(link);
        return surfer.post(link, "login", "Ansvarig", "password", PASSWORD);
    }

    @Test
    void theLinkWorksOnce() {
        String link = site.admin().firstLink().orElseThrow();
        surfer.get(link);
        surfer.post(link, "login", "ansvarig", "password", PASSWORD);

        try (var other = new Surfer(site.address())) {
            assertThat(other.get(link).words()).contains("Länken är använd");
            assertThat(other.post(link, "login", "x", "password", "ett helt annat lösen")
                            .words())
                    .contains("Länken är använd");
            assertThat(other.cookies()).doesNotContainKey("knutpunkt-session");
        }
    }

    @Test
    void aNewerLinkEndsAnOlderOneAndBothEndByTime() {
        String first = site.admin().firstLink().orElseThrow();
        String second = site.admin().firstLink().orElseThrow();

        assertThat(surfer.get(first).words()).contains("Länken är använd");
        assertThat(surfer.get(second).words()).contains("Välj ett lösenord");
        time.set(time.get().plus(SignIn.LINK_LIFE));
        assertThat(surfer.get(second).words()).contains("Länken är använd");
    }

    @Test
    void passwordsThatAreEasilyGuessedAreRefused() {
        String link = site.admin().firstLink().orElseThrow();
        surfer.get(link);

        for (String weak : new String[] {"", "kort", "aaaaaaaaaaaaaaaa", "min ansvarig är här", "x".repeat(300)}) {
            Seen refused = surfer.post(link, "login", "ansvarig", "password", weak);
            assertThat(refused.status()).as(weak).isEqualTo(400);
            assertThat(refused.words()).contains("Lösenordet ska ha minst 12 tecken");
        }
        assertThat(surfer.post(link, "login", "ansvarig", "password", PASSWORD).path())
                .isEqualTo("/admin");
    }

    @Test
    void whoSignsInGetsToThePageThatWasAskedForAndAnewSession() {
        setUp();
        String before = surfer.cookies().get("knutpunkt-session");
        surfer.post("/admin/sign-out");
        assertThat(surfer.cookies()).doesNotContainKey("knutpunkt-session");

        // A secret that somebody else put into the browser is not taken over.
        surfer.cookie("knutpunkt-session", before);
        Seen asked = surfer.get("/admin/accounts");
        assertThat(asked.path()).isEqualTo("/admin/sign-in");
        Seen in = surfer.post("/admin/sign-in", "login", "ANSVARIG", "password", PASSWORD, "to", "/admin/accounts");

        assertThat(in.path()).isEqualTo("/admin/accounts");
        assertThat(surfer.cookies().get("knutpunkt-session")).isNotEqualTo(before);
    }

    @Test
    void signingInLeadsNowhereElse() {
        setUp();
        surfer.post("/admin/sign-out");
        for (String foreign :
                new String[] {"//evil.example", "https://evil.example/admin", "/", "/admin/../x", "/admin/sign-in"}) {
            surfer.get("/admin/sign-in");
            Seen in = surfer.post("/admin/sign-in", "login", "ansvarig", "password", PASSWORD, "to", foreign);
            assertThat(in.path()).as(foreign).isEqualTo("/admin");
            surfer.post("/admin/sign-out");
        }
    }

    @Test
    void fiveWrongPasswordsLockALoginForAMinuteAndFurtherOnesForLonger() {
        setUp();
        surfer.post("/admin/sign-out");
        surfer.get("/admin/sign-in");
        for (int i = 0; i < Failures.FREE; i++) {
            assertThat(signIn("ansvarig", "fel lösenord " + i).words()).contains("stämmer inte");
        }
        assertThat(signIn("ansvarig", PASSWORD).words()).contains("För många försök");

        time.set(time.get().plus(Failures.LOCKED_FIRST));
        assertThat(signIn("ansvarig", "fel igen här").words()).contains("stämmer inte");
        time.set(time.get().plus(Failures.LOCKED_FIRST));
        assertThat(signIn("ansvarig", PASSWORD).words()).contains("För många försök");
        time.set(time.get().plus(Failures.LOCKED_FIRST));
        assertThat(signIn("ansvarig", PASSWORD).path()).isEqualTo("/admin");
    }

    @Test
    void aLoginThatThereIsNotIsRefusedAndLockedInTheSameWords() {
        setUp();
        surfer.post("/admin/sign-out");
        surfer.get("/admin/sign-in");
        for (int i = 0; i < Failures.FREE; i++) {
            assertThat(signIn("nobody", "fel lösenord " + i).words()).contains("stämmer inte");
        }
        assertThat(signIn("nobody", PASSWORD).words()).contains("För många försök");
    }

    private Seen signIn(String login, String password) {
        return surfer.post("/admin/sign-in", "login", login, "password", password, "to", "/admin");
    }

    @Test
    void aSessionEndsAfterAWorkingDayAndWhenNobodyUsedIt() {
        setUp();
        time.set(time.get().plus(Sessions.IDLE.minusSeconds(1)));
        assertThat(surfer.get("/admin").path()).isEqualTo("/admin");
        for (Duration used = Duration.ZERO; used.compareTo(Duration.ofHours(9)) < 0; used = used.plusHours(1)) {
            time.set(time.get().plus(Duration.ofHours(1)));
            assertThat(surfer.get("/admin").path()).isEqualTo("/admin");
        }
        time.set(RunningSite.NOW.plus(Sessions.WHOLE));
        assertThat(surfer.get("/admin").path()).isEqualTo("/admin/sign-in");
    }

    @Test
    void oneTimeCodesAreAskedForOnceTheyAreTurnedOnAndNoneWorksTwice() {
        setUp();
        Seen account = surfer.get("/admin/account");
        String secret = account.text().replaceAll("(?s).*name=\"secret\" value=\"([A-Z2-7]+)\".*", "$1");
        assertThat(surfer.post("/admin/account/codes-on", "secret", secret, "code", "000000")
                        .status())
                .isEqualTo(409);
        String code = code(secret);
        assertThat(surfer.post("/admin/account/codes-on", "secret", secret, "code", code)
                        .words())
                .contains("Engångskoder är på");
        surfer.post("/admin/sign-out");
        surfer.get("/admin/sign-in");

        assertThat(signIn("ansvarig", PASSWORD).words()).contains("stämmer inte");
        assertThat(withCode(code).words()).as("used to turn them on").contains("stämmer inte");
        time.set(time.get().plusSeconds(30));
        String next = code(secret);
        assertThat(withCode(next).path()).isEqualTo("/admin");
        surfer.post("/admin/sign-out");
        surfer.get("/admin/sign-in");
        assertThat(withCode(next).words()).contains("stämmer inte");
    }

    private Seen withCode(String code) {
        return surfer.post("/admin/sign-in", "login", "ansvarig", "password", PASSWORD, "code", code, "to", "/admin");
    }

    private String code(String secret) {
        for (int i = 0; i < 1_000_000; i++) {
            String code = "%06d".formatted(i);
            if (Totp.stepOf(secret, code, time.get(), time.get().getEpochSecond() / 30 - 1)
                    .equals(OptionalLong.of(time.get().getEpochSecond() / 30))) {
                return code;
            }
        }
        throw new AssertionError("no code of six digits");
    }

    @Test
    void anotherPasswordEndsTheOtherSessions() {
        setUp();
        try (var phone = new Surfer(site.address())) {
            phone.get("/admin/sign-in");
            phone.post("/admin/sign-in", "login", "ansvarig", "password", PASSWORD, "to", "/admin");
            surfer.get("/admin/account");
            assertThat(surfer.post("/admin/account/password", "old", "inte det rätta", "password", "en helt ny mening")
                            .status())
                    .isEqualTo(409);
            assertThat(surfer.post("/admin/account/password", "old", PASSWORD, "password", "en helt ny mening")
                            .words())
                    .contains("Lösenordet är bytt");

            assertThat(phone.get("/admin").path()).isEqualTo("/admin/sign-in");
            assertThat(surfer.get("/admin").path()).isEqualTo("/admin");
        }
    }

    @Test
    void theLastOwnerCannotBeDemotedOrClosed() {
        var staff = new Staff(site);
        var owner = staff.account(Role.OWNER, Optional.empty());
        try (Surfer one = staff.signedIn(owner)) {
            one.get("/admin/accounts/" + owner);
            assertThat(one.post("/admin/accounts/" + owner, "role", "night-desk", "partner", "")
                            .words())
                    .contains("Minst en lokalansvarig");
            assertThat(one.post("/admin/accounts/" + owner + "/close").words()).contains("Minst en lokalansvarig");
        }
    }

    @Test
    void nothingInTheDatabaseIsASecret() {
        String link = site.admin().firstLink().orElseThrow();
        surfer.get(link);
        surfer.post(link, "login", "ansvarig", "password", PASSWORD);
        String session = surfer.cookies().get("knutpunkt-session");

        List<String> rows = site.database().read(transaction -> transaction.list("""
                SELECT concat_ws(' ', id, login, password, totp_secret) AS text FROM account
                UNION ALL SELECT concat_ws(' ', token_hash, browser) FROM admin_session
                UNION ALL SELECT concat_ws(' ', account, act, subject, before, after) FROM audit""", row -> row.text("text")));
        String tables = String.join("\n", rows);

        assertThat(tables).contains("$argon2id$").contains("PASSWORD_SET");
        assertThat(tables).doesNotContain(PASSWORD).doesNotContain(session).doesNotContain(link.substring(13));
    }
}
