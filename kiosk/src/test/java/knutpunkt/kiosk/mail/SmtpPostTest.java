package knutpunkt.kiosk.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Message;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Letters over a real connection to a small server. */
class SmtpPostTest {
    private static final InstantSource NOON = InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z"));
    private static final Letter LETTER = new Letter("a@example.se", "Stämmer de?", "Hej å ä ö\n");

    private final GreenMail server = new GreenMail(ServerSetup.SMTP.dynamicPort());

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private SmtpPost post(int port, MailServer.Tls tls, Optional<MailServer.Login> login) {
        var told = new MailServer("127.0.0.1", port, "knutpunkt@torget.se", tls, login);
        return new SmtpPost(told, NOON, Duration.ofSeconds(2));
    }

    @Test
    void aLetterArrivesAsItWasWritten() throws Exception {
        post(server.getSmtp().getPort(), MailServer.Tls.NONE, Optional.empty()).send(LETTER);

        Message message = server.getReceivedMessages()[0];
        assertThat(message.getSubject()).isEqualTo("Stämmer de?");
        assertThat(message.getContent().toString()).isEqualTo("Hej å ä ö");
        assertThat(message.getContentType()).startsWith("text/plain");
        assertThat(message.getFrom()[0]).hasToString("knutpunkt@torget.se");
        assertThat(message.getAllRecipients()).singleElement().hasToString("a@example.se");
        assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(message.getSentDate().toInstant()).isEqualTo(NOON.instant());
    }

    @Test
    void aServerThatIsNotThereIsSaidWithoutTheAddress() {
        int port = server.getSmtp().getPort();
        server.stop();

        assertThatThrownBy(
                        () -> post(port, MailServer.Tls.NONE, Optional.empty()).send(LETTER))
                .isInstanceOf(MailNotSent.class)
                .hasMessageContaining("[127.0.0.1:" + port + "]")
                .hasMessageNotContaining("a@example.se")
                .hasNoCause();
    }

    @Test
    void aServerThatSaysNothingIsNotWaitedForLong() throws Exception {
        try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            SmtpPost post = post(silent.getLocalPort(), MailServer.Tls.NONE, Optional.empty());
            long before = System.nanoTime();
            assertThatThrownBy(() -> post.send(LETTER)).isInstanceOf(MailNotSent.class);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void nothingIsSentInTheOpenWhereEncryptionIsDemanded() {
        int port = server.getSmtp().getPort();

        assertThatThrownBy(() -> post(port, MailServer.Tls.STARTTLS, Optional.of(new MailServer.Login("u", "p")))
                        .send(LETTER))
                .isInstanceOf(MailNotSent.class);
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "a@",
                "@b.se",
                "a@b.se\r\nBcc: c@d.se",
                "A <a@b.se>",
                "a@b.se,c@d.se",
                "a b@c.se",
                "å@b.se"
            })
    void whatIsNoPlainAddressIsRefusedSoThatNothingElseGetsIntoALettersHead(String address) {
        assertThatThrownBy(() -> new Letter(address, "s", "t"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(Letter.ADDRESS_RULE);
    }
}
