package knutpunkt.kiosk;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The terminal a command was given at. */
final class Terminal {
    /** Where there is no terminal, or none that says how wide it is. */
    private static final int COLUMNS = 160;

    /** A narrower one shows longer lines over several of its own. */
    private static final int COLUMNS_MIN = 80;

    private static final Pattern SIZE = Pattern.compile("[0-9]{1,4} ([0-9]{1,4})");

    private Terminal() {}

    /** How many characters fit a line. */
    static int columns() throws InterruptedException {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent() ? asked() : COLUMNS;
    }

    /** Java does not know; every system with a shell has a program that does. */
    private static int asked() throws InterruptedException {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            stty.waitFor();
            Matcher size = SIZE.matcher(said);
            return size.matches() ? Math.max(COLUMNS_MIN, Integer.parseInt(size.group(1))) : COLUMNS;
        } catch (IOException _) {
            return COLUMNS; // no such program: the lines are as wide as without a terminal
        }
    }
}
