package knutpunkt.kiosk.confirming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import knutpunkt.kiosk.ExampleSite;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.admin.Role;
import knutpunkt.kiosk.admin.Staff;
import knutpunkt.kiosk.admin.Surfer;
import knutpunkt.kiosk.admin.Surfer.Seen;
import knutpunkt.kiosk.ids.AccountId;
import knutpunkt.kiosk.mail.MailServer;
import knutpunkt.kiosk.mail.SmtpPost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The letters to partner admins, over a real mail server that is there or not. */
class RemindersTest {
    private static final Instant START = Instant.parse("2026-10-01T10:00:00Z");
    private static final URI SITE = URI.create("https://torget.example");

    @TempDir
    private Path folder;

    private final AtomicReference<Instant> time = new AtomicReference<>(START);
    private final GreenMail server = new GreenMail(ServerSetup.SMTP.dynamicPort());
    private RunningSite site;
    private Staff staff;
    private AccountId adminId;
    private String police;
    private SmtpPost post;

    @BeforeEach
    void open() {
        server.start();
        post = new SmtpPost(
                new MailServer(
                        "127.0.0.1",
                        server.getSmtp().getPort(),
                        "knutpunkt@torget.se",
                        MailServer.Tls.NONE,
                        Optional.empty()),
                time::get);
        site = RunningSite.open(folder, time::get);
        var example = new ExampleSite(site);
        police = example.partner("Polisen");
        example.person(police, "Maja Öberg");
        staff = new Staff(site);
        adminId = staff.account(Role.PARTNER_ADMIN, Optional.of(police));
        site.look();
        try (Surfer admin = staff.signedIn(adminId)) {
            admin.get("/admin/account");
            assertThat(admin.post("/admin/account/mail", "mail", "admin@polisen.se")
                            .words())
                    .contains("E-postadressen är sparad");
        }
    }

    @AfterEach
    void close() {
        site.close();
        server.stop();
    }

    private void until(int days) {
        Instant end = START.plus(Duration.ofDays(days));
        while (time.get().isBefore(end)) {
            time.set(time.get().plus(Duration.ofHours(1)));
            site.look();
        }
    }

    private boolean send() {
        return site.reminders().send(post, SITE);
    }

    private MimeMessage newest() {
        MimeMessage[] all = server.getReceivedMessages();
        return all[all.length - 1];
    }

    private static String text(MimeMessage message) throws Exception {
        return message.getContent().toString();
    }

    private Seen ownersOverview() {
        try (Surfer owner = staff.owner()) {
            return owner.get("/admin");
        }
    }

    @Test
    void theQuestionIsWrittenInBothLanguagesWithALinkAndNobodysName() throws Exception {
        assertThat(send()).isTrue();
        assertThat(server.getReceivedMessages()).isEmpty();
        until(7);

        assertThat(send()).isTrue();

        assertThat(newest().getAllRecipients()).singleElement().hasToString("admin@polisen.se");
        assertThat(newest().getSubject()).isEqualTo("Stämmer de fortfarande? / Are they still right?");
        assertThat(text(newest()))
                .contains("Sedan 2026-10-08 är det dags att se efter")
                .contains("Since 2026-10-08 it is time to see")
                .contains("https://torget.example/admin/still-right")
                .doesNotContain("Maja")
                .doesNotContain("Öberg")
                .doesNotContain("{");
        try (Surfer stranger = new Surfer(site.address())) {
            assertThat(stranger.get("/admin/still-right").path()).isEqualTo("/admin/sign-in");
        }
    }

    @Test
    void itIsAskedOnceAWeekAndTheWarningOnce() throws Exception {
        for (int day = 1; day <= 29; day++) {
            until(day);
            send();
            send();
        }

        assertThat(server.getReceivedMessages()).hasSize(4);
        assertThat(text(newest()))
                .contains("Om ingen svarar före 2026-10-31 11:00")
                .contains("Unless somebody does before 2026-10-31 11:00");
        until(30);
        send();
        assertThat(text(newest())).contains("Sedan 2026-10-31 11:00 kommer ingen av personerna in");
    }

    @Test
    void whoHasAnsweredOrHasNoAddressGetsNoLetter() {
        staff.account(Role.PARTNER_ADMIN, Optional.of(police));
        until(7);
        try (Surfer admin = staff.signedIn(adminId)) {
            admin.get("/admin/still-right");
            admin.post("/admin/still-right/" + police);
        }

        assertThat(send()).isTrue();
        assertThat(server.getReceivedMessages()).isEmpty();
        until(14);
        send();
        assertThat(server.getReceivedMessages()).hasSize(1);
    }

    @Test
    void aMailServerThatIsDownIsToldToTheOwnerAndTheLetterComesLater() {
        until(7);
        server.stop();

        assertThat(send()).isFalse();

        assertThat(ownersOverview().words()).contains("Brev kan inte skickas sedan 2026-10-08 12:00");
        try (Surfer admin = staff.signedIn(adminId)) {
            assertThat(admin.get("/admin").words())
                    .contains("dags att se efter")
                    .doesNotContain("Brev kan inte");
        }
        server.start();
        post = new SmtpPost(
                new MailServer(
                        "127.0.0.1",
                        server.getSmtp().getPort(),
                        "knutpunkt@torget.se",
                        MailServer.Tls.NONE,
                        Optional.empty()),
                time::get);
        assertThat(send()).isTrue();
        assertThat(server.getReceivedMessages()).hasSize(1);
        assertThat(ownersOverview().words()).doesNotContain("Brev kan inte");
    }

    @Test
    void itIsTriedAgainAfterTwiceAsLongUpToAnHour() {
        Duration first = Duration.ofMinutes(1);

        assertThat(MailRound.pause(first, 0)).hasMinutes(1);
        assertThat(MailRound.pause(first, 1)).hasMinutes(1);
        assertThat(MailRound.pause(first, 2)).hasMinutes(2);
        assertThat(MailRound.pause(first, 6)).hasMinutes(32);
        assertThat(MailRound.pause(first, 7)).hasHours(1);
        assertThat(MailRound.pause(first, Integer.MAX_VALUE)).hasHours(1);
    }

    @Test
    void theRoundGoesOnAfterAFailureAndEndsWhenItIsClosed() {
        var tries = new AtomicInteger();
        try (var _ = MailRound.start(
                () -> {
                    if (tries.incrementAndGet() == 1) {
                        throw new IllegalStateException("a disk that fails");
                    }
                    return false;
                },
                Duration.ofMillis(2))) {
            await().until(() -> tries.get() > 3);
        }
        int after = tries.get();
        await().pollDelay(Duration.ofMillis(100)).until(() -> tries.get() == after);
    }

    @Test
    void theOwnerSetsAnAddressAndTheAuditHoldsNone() {
        try (Surfer owner = staff.owner()) {
            owner.get("/admin/accounts/" + adminId);
            assertThat(owner.get("/admin/accounts/" + adminId).text()).contains("admin@polisen.se");
            assertThat(owner.post("/admin/accounts/" + adminId + "/mail", "mail", "no address")
                            .words())
                    .contains("Skriv en e-postadress");
            assertThat(owner.post("/admin/accounts/" + adminId + "/mail", "mail", "")
                            .status())
                    .isEqualTo(200);
            assertThat(owner.get("/admin/audit").text()).doesNotContain("polisen.se");
        }
        until(7);
        send();
        assertThat(server.getReceivedMessages()).isEmpty();
    }
}
