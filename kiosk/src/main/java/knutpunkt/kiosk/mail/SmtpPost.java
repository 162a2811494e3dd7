package knutpunkt.kiosk.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.Properties;

/** Over SMTP, a connection to each letter. No step waits longer than {@value #WAIT_MILLIS} ms. */
public final class SmtpPost implements Post {
    private static final long WAIT_MILLIS = 15_000;

    private final MailServer server;
    private final InstantSource clock;
    private final Duration wait;

    public SmtpPost(MailServer server, InstantSource clock) {
        this(server, clock, Duration.ofMillis(WAIT_MILLIS));
    }

    SmtpPost(MailServer server, InstantSource clock, Duration wait) {
        this.server = requireNonNull(server, "server");
        this.clock = requireNonNull(clock, "clock");
        this.wait = requireNonNull(wait, "wait");
    }

    @Override
    public void send(Letter letter) {
        Session session = Session.getInstance(properties());
        try {
            var message = new MimeMessage(session);
            message.setFrom(new InternetAddress(server.from(), true));
            message.setRecipient(Message.RecipientType.TO, new InternetAddress(letter.to(), true));
            message.setSubject(letter.subject(), UTF_8.name());
            message.setText(letter.text(), UTF_8.name());
            message.setSentDate(Date.from(clock.instant()));
            // RFC 3834: nobody's holiday answers this.
            message.setHeader("Auto-Submitted", "auto-generated");
            try (Transport transport = session.getTransport(scheme())) {
                if (server.login().isPresent()) {
                    MailServer.Login login = server.login().get();
                    transport.connect(login.user(), login.password());
                } else {
                    transport.connect();
                }
                message.saveChanges();
                transport.sendMessage(message, message.getAllRecipients());
            }
        } catch (MessagingException e) {
            throw new MailNotSent("mail cannot be handed to [" + server.host() + ":" + server.port() + "]: "
                    + e.getClass().getSimpleName() + "; see to the server and to [mail] in the configuration");
        }
    }

    private String scheme() {
        return server.tls() == MailServer.Tls.WHOLE ? "smtps" : "smtp";
    }

    private Properties properties() {
        String prefix = "mail." + scheme() + ".";
        var properties = new Properties();
        properties.setProperty("mail.transport.protocol", scheme());
        properties.setProperty(prefix + "host", server.host());
        properties.setProperty(prefix + "port", Integer.toString(server.port()));
        properties.setProperty(prefix + "auth", Boolean.toString(server.login().isPresent()));
        properties.setProperty(prefix + "ssl.checkserveridentity", "true");
        boolean starts = server.tls() == MailServer.Tls.STARTTLS;
        properties.setProperty(prefix + "starttls.enable", Boolean.toString(starts));
        properties.setProperty(prefix + "starttls.required", Boolean.toString(starts));
        for (String step : new String[] {"connectiontimeout", "timeout", "writetimeout"}) {
            properties.setProperty(prefix + step, Long.toString(wait.toMillis()));
        }
        return properties;
    }
}
