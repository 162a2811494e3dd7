package knutpunkt.kiosk;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import knutpunkt.kiosk.mail.Letter;
import knutpunkt.kiosk.mail.MailServer;
import knutpunkt.settings.Section;

/**
 * How mail is sent.
 *
 * @param pages where the admin pages are reached by whoever reads a letter
 */
record MailConfig(MailServer server, URI pages) {
    MailConfig {
        requireNonNull(server, "server");
        requireNonNull(pages, "pages");
    }

    /** Reads the section; the file of a password starts at the configuration's folder. */
    static MailConfig read(Section mail, Path folder) {
        var server = new MailServer(
                mail.value("host", KioskConfig::host),
                mail.value("port", KioskConfig::port),
                mail.value("from", Letter::address),
                mail.value("tls", MailServer.Tls.STARTTLS, MailServer.Tls::parse),
                login(mail, folder));
        URI pages = mail.value("pages", MailConfig::pages);
        mail.end();
        if (server.login().isPresent() && server.tls() == MailServer.Tls.NONE) {
            throw mail.bad("tls", "must not be none where a password is sent");
        }
        return new MailConfig(server, pages);
    }

    private static Optional<MailServer.Login> login(Section mail, Path folder) {
        Optional<String> user = mail.value("user", Optional.empty(), Optional::of);
        Optional<String> password =
                mail.value("password-file", Optional.empty(), path -> Optional.of(secret(folder.resolve(path))));
        if (user.isPresent() != password.isPresent()) {
            throw mail.bad("user", "and [mail.password-file] must both be there, or neither");
        }
        return user.map(name -> new MailServer.Login(name, password.orElseThrow()));
    }

    private static String secret(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new IllegalArgumentException("[" + file + "] must be a file that can be read", e);
        }
    }

    private static URI pages(String text) {
        try {
            URI address = URI.create(text);
            boolean isWeb = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
            if (isWeb && address.getHost() != null) {
                return address;
            }
        } catch (IllegalArgumentException _) {
            // Told below, in one way for everything that is no address.
        }
        throw new IllegalArgumentException(
                "[" + text + "] must be the address of the pages, like https://torget.example");
    }
}
