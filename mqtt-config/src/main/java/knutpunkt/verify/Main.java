package knutpunkt.verify;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Proves a file of exported log, for whoever has it: no service, no database, no private key.
 *
 * <pre>
 *   java -jar verify.jar FILE [--key FINGERPRINT] [--after EARLIER-FILE]
 * </pre>
 *
 * Ends with 0 where the file is genuine and whole, with 1 and the first thing that is wrong where it is not, and with 2
 * where it cannot be read.
 */
public final class Main {
    private static final int GENUINE = 0;
    private static final int BAD = 1;
    private static final int UNREADABLE = 2;

    private static final String USAGE = "say FILE [--key FINGERPRINT] [--after EARLIER-FILE]";

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out, System.err));
    }

    /** The same for whoever goes on afterwards; answers what {@link #main} ends with. */
    public static int run(String[] arguments, PrintStream out, PrintStream err) {
        Map<String, String> options = new HashMap<>();
        for (int i = 1; i + 1 < arguments.length; i += 2) {
            options.put(arguments[i], arguments[i + 1]);
        }
        Optional<String> given = Optional.ofNullable(options.remove("--key"));
        Optional<String> after = Optional.ofNullable(options.remove("--after"));
        if (arguments.length % 2 == 0 || !options.isEmpty()) {
            err.println(USAGE);
            return UNREADABLE;
        }
        String file = after.orElse(arguments[0]);
        try {
            Optional<String> key = given;
            Map<String, LogFile.Head> earlier = Map.of();
            if (after.isPresent()) {
                LogFile.Proof before = prove(file, key, earlier);
                earlier = before.heads();
                key = Optional.of(before.fingerprint()); // another key may not go on for this one
                file = arguments[0];
            }
            tell(prove(file, key, earlier), given.isPresent(), out);
            return GENUINE;
        } catch (NotGenuine e) {
            out.println("NOT GENUINE: [" + file + "], " + e.getMessage());
            return BAD;
        } catch (IOException | InvalidPathException _) {
            err.println("[" + file + "] cannot be read");
            return UNREADABLE;
        }
    }

    private static LogFile.Proof prove(String file, Optional<String> key, Map<String, LogFile.Head> earlier)
            throws IOException, NotGenuine {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            return LogFile.prove(in, key, earlier);
        }
    }

    /** A key that only an earlier file was signed by is nobody's word for it: both may be forged. */
    private static void tell(LogFile.Proof proof, boolean isPinned, PrintStream out) {
        for (LogFile.Journal journal : proof.journals()) {
            out.println("journal [" + journal.id() + "] of [" + journal.controller() + "]: "
                    + journal.head().sequence() + " records, " + journal.forgotten() + " without content, up to "
                    + journal.head().hash());
        }
        out.println("genuine and whole: " + proof.records() + " records in "
                + proof.journals().size() + " journals of site [" + proof.site() + "], exported at " + proof.at());
        out.println("signed by the key " + proof.fingerprint()
                + (isPinned ? "" : ": ask the site, by another way than this file, whether that is its key"));
        if (!proof.accounted()) {
            out.println("whether contents are gone by disposal only cannot be told from this file: not all is in it");
        }
    }
}
