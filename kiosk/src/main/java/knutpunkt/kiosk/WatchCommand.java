package knutpunkt.kiosk;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import knutpunkt.kiosk.watch.Judge;
import knutpunkt.kiosk.watch.Lines;
import knutpunkt.kiosk.watch.Watching;
import knutpunkt.settings.BadStart;
import knutpunkt.wire.Channel;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.certificates.SiteKeys;
import knutpunkt.wire.session.SessionSettings;
import knutpunkt.wire.signature.Verifier;

/**
 * The command that shows a site's messages, or hands out the keys to see them with {@code mosquitto_sub}.
 *
 * @param atMost 1 s to a day, which is as long as the certificate is good
 * @param whole whether lines are as long as they are
 * @param keysTo where to write keys to instead of watching
 */
record WatchCommand(Watching.Chosen chosen, Duration atMost, boolean whole, Optional<Path> keysTo) {
    private static final Duration AT_MOST = Duration.ofDays(1);
    private static final Pattern NEEDS_NO_QUOTES = Pattern.compile("[A-Za-z0-9_./:@%+=-]+");

    /** Reads all of the command's options but the configuration. */
    static WatchCommand of(Arguments arguments) {
        Optional<ControllerId> controller = arguments.find("--controller", ControllerId::new);
        var command = new WatchCommand(
                new Watching.Chosen(controller, arguments.find("--channel", WatchCommand::channel)),
                arguments.find("--for", WatchCommand::duration).orElse(AT_MOST),
                arguments.saysYes("--whole"),
                arguments.find("--keys-to", Path::of));
        if (command.keysTo().isPresent() && controller.isPresent()) {
            throw new BadStart("--controller does not go with --keys-to: brokers give whole channels only");
        }
        return command;
    }

    private static Channel channel(String path) {
        return Channel.ofPath(path)
                .orElseThrow(() -> new IllegalArgumentException("[" + path + "] must be one of "
                        + Arrays.stream(Channel.values()).map(Channel::path).collect(Collectors.joining(", "))));
    }

    private static Duration duration(String text) {
        String rule = "[" + text + "] must be a time such as PT10M, from PT1S to P1D";
        try {
            Duration duration = Duration.parse(text);
            if (duration.compareTo(Duration.ofSeconds(1)) < 0 || duration.compareTo(AT_MOST) > 0) {
                throw new IllegalArgumentException(rule);
            }
            return duration;
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(rule, e);
        }
    }

    /**
     * Watches, or writes the keys and says how to use them.
     *
     * @param columns where lines are cut
     * @return the program's exit code
     */
    int run(KioskConfig config, PrintStream out, int columns, InstantSource clock, LongSupplier nanoClock)
            throws InterruptedException {
        Path folder = Service.madeKeys(config);
        var random = new SecureRandom();
        SiteKeys keys = SiteKeys.openOrCreate(folder, config.site(), config.certified(), clock, random);
        List<URI> brokers = brokers(config);
        if (keysTo.isPresent()) {
            write(keys, keysTo.get());
            out.println(subscribing(keys, brokers.getFirst(), keysTo.get().toAbsolutePath()));
            return Watching.DONE;
        }
        SSLContext tls = forThisTime(keys, config.data());
        var settings = new SessionSettings(
                SiteKeys.WATCH,
                brokers,
                Optional.of(() -> tls),
                chosen.subscriptions(config.site()),
                SessionSettings.KEEP_ALIVE,
                true);
        var judge = new Judge(config.site(), new Verifier(config.site(), keys::pinned));
        var lines = new Lines(whole ? Lines.WHOLE : columns);
        return new Watching(judge, chosen, lines, out, clock, nanoClock).show(settings, atMost, random);
    }

    private static List<URI> brokers(KioskConfig config) {
        return switch (config.broker()) {
            case KioskConfig.Broker.Outside(List<URI> addresses) -> addresses;
            case KioskConfig.Broker.Embedded embedded -> List.of(embedded.reached());
        };
    }

    private static void write(SiteKeys keys, Path to) {
        try {
            keys.watcher(to);
        } catch (IllegalArgumentException e) {
            throw new BadStart("--keys-to " + e.getMessage(), e);
        }
    }

    /** Keys that are on the disk no longer than it takes to read them. */
    private static SSLContext forThisTime(SiteKeys keys, Path data) {
        try {
            Path folder = Files.createTempDirectory(data, "watch-");
            try {
                return keys.watcher(folder);
            } finally {
                remove(folder);
            }
        } catch (IOException e) {
            throw new BadStart("keys to watch with cannot be made in [" + data + "]", e);
        }
    }

    private static void remove(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
        Files.delete(folder);
    }

    /** For a shell: each message's time, topic, user properties (the signature is {@code jws}) and payload on a line. */
    private String subscribing(SiteKeys keys, URI broker, Path folder) {
        var words = new ArrayList<>(List.of(
                "mosquitto_sub",
                "-V",
                "5",
                "-h",
                broker.getHost().replaceAll("[\\[\\]]", ""),
                "-p",
                Integer.toString(broker.getPort()),
                "--cafile",
                folder.resolve("ca.pem").toString(),
                "--cert",
                folder.resolve("watch.pem").toString(),
                "--key",
                folder.resolve("watch.key").toString(),
                "-i",
                SiteKeys.WATCH,
                "-q",
                "1",
                "-F",
                "%I %t %P %p"));
        chosen.filters(keys.site()).forEach(filter -> words.addAll(List.of("-t", filter)));
        return words.stream().map(WatchCommand::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return NEEDS_NO_QUOTES.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
